package org.tandemml.registry.run;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.random.RandomGenerator;

/** Names for runs that came without: an adjective, a noun and a number, easy to say and to tell. */
@Singleton
public final class RunNames {
    private static final List<String> ADJECTIVES =
            List.of(
                    "able", "agile", "amber", "apt", "bold", "brave", "brisk", "calm", "clear",
                    "clever", "crisp", "deft", "eager", "early", "fair", "fleet", "fresh", "gentle",
                    "glad", "golden", "grand", "green", "happy", "hardy", "honest", "humble",
                    "keen", "kind", "light", "lively", "loyal", "lucky", "mellow", "merry", "mild",
                    "neat", "nimble", "noble", "patient", "placid", "plucky", "polite", "proud",
                    "quick", "quiet", "rapid", "ready", "silent", "smooth", "snappy", "solid",
                    "steady", "swift", "tidy", "vivid", "warm", "wise", "witty", "zesty");
    private static final List<String> NOUNS =
            List.of(
                    "axle",
                    "badger",
                    "bell",
                    "bridge",
                    "camel",
                    "canyon",
                    "chain",
                    "cog",
                    "comet",
                    "coral",
                    "crane",
                    "cyclist",
                    "dolphin",
                    "eagle",
                    "falcon",
                    "finch",
                    "fork",
                    "fox",
                    "frame",
                    "gear",
                    "hare",
                    "harbor",
                    "heron",
                    "hub",
                    "island",
                    "kite",
                    "lake",
                    "lantern",
                    "lark",
                    "lynx",
                    "maple",
                    "meadow",
                    "moose",
                    "otter",
                    "owl",
                    "panda",
                    "pedal",
                    "pine",
                    "puffin",
                    "raven",
                    "reef",
                    "ridge",
                    "river",
                    "robin",
                    "saddle",
                    "seal",
                    "spoke",
                    "sprocket",
                    "stork",
                    "swan",
                    "tandem",
                    "tiger",
                    "trail",
                    "trout",
                    "valley",
                    "wagon",
                    "walrus",
                    "wheel",
                    "willow",
                    "wren");
    private static final int NUMBERS = 1000;

    private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");

    /** A name; not unique. */
    public synchronized String next() {
        return ADJECTIVES.get(random.nextInt(ADJECTIVES.size()))
                + "-"
                + NOUNS.get(random.nextInt(NOUNS.size()))
                + "-"
                + random.nextInt(NUMBERS);
    }
}
