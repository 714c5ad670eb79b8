package org.tandemml.serving.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.ModelName;
import org.tandemml.model.Stage;
import org.tandemml.model.VersionNumber;
import org.tandemml.serving.naming.Ref;
import org.tandemml.serving.naming.SlotKey;
import org.tandemml.serving.naming.Target;
import org.tandemml.serving.source.ByteSink;
import org.tandemml.serving.source.ModelSource;
import org.tandemml.serving.source.Release;
import org.tandemml.serving.source.SourceException;
import org.tandemml.serving.source.SourceFile;
import org.tandemml.serving.source.Wanted;

/** A registry without HTTP: versions in memory, one of each model in Production. */
public final class MemorySource implements ModelSource {
    /** How many files were read from it. */
    public final AtomicInteger reads = new AtomicInteger();

    private final Map<String, Map<String, byte[]>> folders = new ConcurrentHashMap<>();
    private final Map<String, Wanted> production = new ConcurrentHashMap<>();
    private volatile @Nullable String away;
    private volatile boolean failReads;
    private volatile Runnable whileApplied = () -> {};

    /** The slot that requests for a model's Production go to. */
    public static SlotKey key(String name) {
        return new SlotKey(new ModelName(name), new Ref.InStage(Stage.PRODUCTION));
    }

    /** Adds a version and puts it in Production. */
    public Release promote(String name, int version, Map<String, byte[]> folder) {
        Release release =
                new Release(
                        new ModelName(name),
                        new VersionNumber(version),
                        Stage.PRODUCTION,
                        "memory",
                        version);
        folders.put(release.id(), folder);
        production.put(name, new Wanted.Served(release));
        return release;
    }

    /** Says something else of a model's Production. */
    public void say(String name, Wanted wanted) {
        production.put(name, wanted);
    }

    /** Forgets a model. */
    public void forget(String name) {
        production.remove(name);
    }

    /** From now on it does not answer; null: it does. */
    public void away(@Nullable String reason) {
        away = reason;
    }

    /** From now on no file can be read, or again every file can. */
    public void failReads(boolean fail) {
        failReads = fail;
    }

    /** Runs this each time an answer is taken over, before the slots follow from it. */
    public void whileApplied(Runnable then) {
        whileApplied = then;
    }

    @Override
    public boolean serves(Target target) {
        return !(target instanceof Target.Folder);
    }

    @Override
    public boolean serves(Release release) {
        return release.version() != null;
    }

    @Override
    public Map<SlotKey, Wanted> resolve(Collection<Target> targets) throws SourceException {
        requireHere();
        Map<SlotKey, Wanted> wanted = new Answer(whileApplied);
        for (Target target : targets) {
            if (target instanceof Target.Every) {
                production.forEach((name, now) -> wanted.put(key(name), now));
            } else if (target instanceof Target.One one) {
                Wanted now = production.get(one.key().name().value());
                wanted.put(one.key(), now == null ? new Wanted.Nothing("no such model") : now);
            }
        }
        return wanted;
    }

    @Override
    public List<SourceFile> files(Release release) throws SourceException {
        requireHere();
        return folders.get(release.id()).entrySet().stream()
                .map(
                        file ->
                                new SourceFile(
                                        List.of(file.getKey().split("/")),
                                        file.getValue().length,
                                        release.id() + ":" + file.getKey()))
                .toList();
    }

    @Override
    public void read(SourceFile file, ByteSink sink) throws SourceException, IOException {
        requireHere();
        if (failReads) {
            throw SourceException.unavailable("cut", null);
        }
        reads.incrementAndGet();
        String[] location = file.location().split(":", 2);
        sink.write(ByteBuffer.wrap(folders.get(location[0]).get(location[1])));
    }

    private void requireHere() throws SourceException {
        String reason = away;
        if (reason != null) {
            throw SourceException.unavailable(reason, null);
        }
    }

    private static final class Answer extends HashMap<SlotKey, Wanted> {
        private static final long serialVersionUID = 1;
        private final transient Runnable whileApplied;

        Answer(Runnable whileApplied) {
            this.whileApplied = whileApplied;
        }

        @Override
        public void forEach(BiConsumer<? super SlotKey, ? super Wanted> action) {
            whileApplied.run();
            super.forEach(action);
        }
    }
}
