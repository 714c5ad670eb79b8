package org.tandemml.serving.slot;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.cache.CachedModel;
import org.tandemml.serving.cache.DamagedException;
import org.tandemml.serving.cache.ModelCache;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.load.LoadedModel;
import org.tandemml.serving.load.ModelLoader;
import org.tandemml.serving.source.ModelSource;
import org.tandemml.serving.source.Release;
import org.tandemml.serving.source.SourceException;

/** From a release to a model in memory: cached or fetched, verified, then loaded. */
final class Loading {
    private static final Logger LOG = Logger.getLogger(Loading.class);
    private static final int STRIPES = 64;

    private final ModelCache cache;
    private final ModelLoader loader;
    private final boolean refuseBreaking;
    private final Lock[] fetching =
            Stream.generate(ReentrantLock::new).limit(STRIPES).toArray(Lock[]::new);

    /**
     * @param refuseBreaking whether a model is refused whose signature breaks that of the one that
     *     is served
     */
    Loading(ModelCache cache, ModelLoader loader, boolean refuseBreaking) {
        this.cache = cache;
        this.loader = loader;
        this.refuseBreaking = refuseBreaking;
    }

    /** A load that failed, in words for the model's owner. */
    static final class LoadFailedException extends Exception {
        private static final long serialVersionUID = 1L;

        private final boolean temporary;

        LoadFailedException(String message, boolean temporary, Exception cause) {
            super(message, cause);
            this.temporary = temporary;
        }

        /** Whether the cause may go away by itself. */
        boolean temporary() {
            return temporary;
        }
    }

    /**
     * Runs a job.
     *
     * @param served what its slot serves now; null for nothing
     */
    LoadedModel run(Job job, ModelSource source, @Nullable LoadedModel served)
            throws LoadFailedException {
        try {
            CachedModel folder =
                    job instanceof Job.Restore restore
                            ? restored(restore)
                            : obtained(job.release(), source);
            return loader.load(
                    job.release(),
                    folder.folder(),
                    folder.digest(),
                    refuseBreaking ? served : null);
        } catch (ModelLoadException refused) {
            throw new LoadFailedException(
                    job.release().label() + " was refused: " + refused.getMessage(),
                    false,
                    refused);
        } catch (SourceException failed) {
            throw new LoadFailedException(
                    job.release().label() + " could not be fetched: " + failed.getMessage(),
                    failed.temporary(),
                    failed);
        } catch (DamagedException damaged) {
            throw new LoadFailedException(
                    "the cached copy of "
                            + job.release().label()
                            + " is damaged: "
                            + damaged.getMessage(),
                    false,
                    damaged);
        } catch (IOException disk) {
            throw new LoadFailedException(
                    job.release().label() + " could not be kept on disk: " + reason(disk),
                    true,
                    disk);
        }
    }

    private static String reason(IOException failure) {
        String reason =
                failure instanceof FileSystemException inFile
                        ? inFile.getReason()
                        : failure.getMessage();
        return reason == null ? failure.getClass().getSimpleName() : reason;
    }

    private CachedModel restored(Job.Restore job) throws IOException, DamagedException {
        CachedModel found =
                cache.find(job.release())
                        .orElseThrow(() -> new DamagedException("its folder is gone"));
        if (!found.digest().equals(job.memory().digest())) {
            throw new DamagedException("its digest is not the one that served last");
        }
        return found;
    }

    /** Two slots may point to one release: the second waits and finds it. */
    private CachedModel obtained(Release release, ModelSource source)
            throws SourceException, IOException {
        Lock lock = fetching[Math.floorMod(release.id().hashCode(), STRIPES)];
        lock.lock();
        try {
            Optional<CachedModel> cached = intact(release);
            return cached.isPresent() ? cached.get() : cache.fetch(release, source);
        } finally {
            lock.unlock();
        }
    }

    private Optional<CachedModel> intact(Release release) throws IOException {
        try {
            return cache.find(release);
        } catch (DamagedException damaged) {
            LOG.warnf(
                    "event=cache_damaged model=%s reason=\"%s\"",
                    release.label(), damaged.getMessage());
            return Optional.empty();
        }
    }
}
