package org.tandemml.registry.manifest;

import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;
import org.tandemml.model.Texts;
import org.tandemml.model.manifest.Manifest;

/** Does one task: reads the files of a folder and says what that means for its versions. */
@Singleton
final class Sealer {
    private static final Logger LOG = Logger.getLogger(Sealer.class);
    private static final long RENEW_NANOS = SealTasks.CLAIM.toNanos() / 4;

    /** How often files are read that cannot be read for a reason that does not go away. */
    private static final int MAX_ATTEMPTS = 5;

    private final SealTasks tasks;
    private final Manifests manifests;
    private final FolderReader reader;

    Sealer(SealTasks tasks, Manifests manifests, FolderReader reader) {
        this.tasks = tasks;
        this.manifests = manifests;
        this.reader = reader;
    }

    /** Another process has the task now, or this one stops. */
    private static final class NotOursException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Does a task, or leaves it to others: if there are more bytes to read than asked for, if the
     * claim is lost, if the files cannot be read now.
     *
     * @param maxBytes most bytes to read
     */
    void run(SealTask task, long maxBytes) {
        try {
            attempt(task, maxBytes);
        } catch (NotOursException left) {
            tasks.release(task);
        } catch (TandemException failure) {
            failed(task, failure);
        } catch (RuntimeException defect) {
            failed(task, new TandemException(ErrorCode.INTERNAL_ERROR, "A defect.", defect));
        }
    }

    private void attempt(SealTask task, long maxBytes) {
        if (!tasks.renew(task)) {
            return;
        }
        tasks.awaitWriters(task.folder());
        List<SealTasks.Holder> before = tasks.holders(task);
        if (before.isEmpty()) {
            tasks.drop(task);
            return;
        }
        FolderReader.Listing listing = reader.list(task.folder());
        Optional<String> known = tasks.digest(task);
        if (listing.files().isEmpty() && known.isEmpty()) {
            tasks.readyWithoutFiles(task);
            return;
        }
        if (listing.bytes() > maxBytes) {
            tasks.release(task);
            return;
        }
        Manifest found = reader.read(listing, heartbeat(task));
        if (known.isPresent() && !known.get().equals(found.digest())) {
            String difference = difference(manifests.files(task.manifestId()), found);
            LOG.warnf("event=seal_broken folder=\"%s\" reason=\"%s\"", task.folder(), difference);
            tasks.failed(
                    task,
                    "The folder was sealed by an earlier version, and its files have changed since: "
                            + difference
                            + ".");
        } else {
            tasks.ready(task, before, found);
        }
    }

    private Runnable heartbeat(SealTask task) {
        long[] renewed = {System.nanoTime()};
        return () -> {
            if (Thread.currentThread().isInterrupted()) {
                throw new NotOursException();
            }
            if (System.nanoTime() - renewed[0] > RENEW_NANOS) {
                if (!tasks.renew(task)) {
                    throw new NotOursException();
                }
                renewed[0] = System.nanoTime();
            }
        };
    }

    private static String difference(Manifest sealed, Manifest found) {
        Map<String, Manifest.Entry> rest = new HashMap<>();
        found.entries().forEach(entry -> rest.put(entry.path(), entry));
        for (Manifest.Entry entry : sealed.entries()) {
            Manifest.Entry now = rest.remove(entry.path());
            if (!entry.equals(now)) {
                return "file '"
                        + Texts.excerpt(entry.path())
                        + (now == null ? "' is missing" : "' has other bytes");
            }
        }
        return rest.keySet().stream()
                .sorted()
                .findFirst()
                .map(path -> "file '" + Texts.excerpt(path) + "' is new")
                .orElse("nothing differs");
    }

    private void failed(SealTask task, TandemException failure) {
        boolean ours = failure.code() == ErrorCode.INTERNAL_ERROR;
        String reason = failure.getMessage();
        if (ours) {
            String errorId = UUID.randomUUID().toString();
            LOG.errorf(
                    failure, "event=seal_failed folder=\"%s\" error_id=%s", task.folder(), errorId);
            reason = "Internal error, id " + errorId + ".";
        }
        boolean hopeless = failure.code() == ErrorCode.INVALID_PARAMETER_VALUE;
        if (hopeless || !failure.code().isPassing() && tasks.attempts(task) >= MAX_ATTEMPTS) {
            tasks.failed(task, "The files cannot be sealed: " + reason);
        } else {
            tasks.postpone(
                    task, "The files could not be read yet, they are tried again: " + reason);
        }
    }
}
