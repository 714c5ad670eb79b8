package org.tandemml.serving.naming;

import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.ModelName;
import org.tandemml.model.ModelUri;
import org.tandemml.model.Stage;
import org.tandemml.model.TandemException;
import org.tandemml.model.Texts;

/** One entry of the list of what to serve. */
public sealed interface Target {
    /** The entry as it is shown, for example {@code models:/breast-cancer/Production}. */
    String uri();

    /** A version of one registered model. */
    record One(SlotKey key, String uri) implements Target {}

    /** Every registered model's newest version in a stage. */
    record Every(Stage stage) implements Target {
        @Override
        public String uri() {
            return "models:/*/" + stage.wireName();
        }

        /** The slot of one of those models. */
        public SlotKey key(ModelName name) {
            return new SlotKey(name, new Ref.InStage(stage));
        }
    }

    /** A model folder on this machine. */
    record Folder(SlotKey key, Path path) implements Target {
        @Override
        public String uri() {
            return "file:" + path;
        }
    }

    /**
     * Reads the configured list.
     *
     * @throws TandemException {@code INVALID_PARAMETER_VALUE} naming the entry that is wrong, or
     *     two folders of one name
     */
    static List<Target> parseAll(List<String> entries) {
        Set<Target> targets = new LinkedHashSet<>();
        Set<SlotKey> keys = new LinkedHashSet<>();
        for (String entry : entries) {
            String text = entry.strip();
            if (text.isEmpty()) {
                continue;
            }
            Target target = parse(text);
            if (targets.add(target)) {
                SlotKey key = keyOf(target);
                if (key != null && !keys.add(key)) {
                    throw refused(text, "another entry already serves '" + key + "'");
                }
            }
        }
        if (targets.isEmpty()) {
            throw TandemException.invalid("No model URI is configured.");
        }
        return List.copyOf(new ArrayList<>(targets));
    }

    private static @Nullable SlotKey keyOf(Target target) {
        if (target instanceof One one) {
            return one.key();
        }
        return target instanceof Folder folder ? folder.key() : null;
    }

    private static Target parse(String text) {
        if (text.startsWith("file:")) {
            return folder(text);
        }
        if (text.startsWith("models:/*/")) {
            return new Every(Stage.parse(text.substring("models:/*/".length())));
        }
        ModelUri uri = ModelUri.parse(text);
        if (uri instanceof ModelUri.Version version) {
            return one(version.name(), new Ref.Number(version.version()), uri);
        }
        if (uri instanceof ModelUri.InStage staged) {
            return one(staged.name(), new Ref.InStage(staged.stage()), uri);
        }
        if (uri instanceof ModelUri.Latest latest) {
            return one(latest.name(), new Ref.Latest(), uri);
        }
        if (uri instanceof ModelUri.Aliased aliased) {
            return one(aliased.name(), new Ref.Aliased(aliased.alias()), uri);
        }
        throw refused(
                text,
                "expected models:/name/stage, models:/name/version, models:/name/latest,"
                        + " models:/name@alias, models:/*/stage or file:/folder");
    }

    private static Target one(ModelName name, Ref ref, ModelUri uri) {
        return new One(new SlotKey(name, ref), uri.toString());
    }

    private static Target folder(String text) {
        Path path;
        try {
            path = Path.of(URI.create(text));
        } catch (IllegalArgumentException | FileSystemNotFoundException malformed) {
            throw refused(text, "expected file: and an absolute path, blanks written as %20");
        }
        Path name = path.normalize().getFileName();
        if (name == null) {
            throw refused(text, "its last segment must name the model");
        }
        return new Folder(
                new SlotKey(new ModelName(name.toString()), new Ref.Only()), path.normalize());
    }

    private static TandemException refused(String text, String reason) {
        return TandemException.invalid(
                "Invalid model URI '" + Texts.excerpt(text) + "': " + reason + ".");
    }
}
