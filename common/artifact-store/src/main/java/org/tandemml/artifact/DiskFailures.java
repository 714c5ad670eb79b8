package org.tandemml.artifact;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;

/** What a failure of the disk means to a caller. The disk's own words stay in the cause. */
final class DiskFailures {
    /** A disk that has less than this left is taken as the cause of a failed write. */
    private static final long FULL_BELOW_BYTES = 1 << 20;

    private DiskFailures() {}

    /**
     * @param folder a folder on the disk that failed
     */
    static TandemException translate(IOException failure, Path folder) {
        if (isFull(failure, folder)) {
            return new TandemException(
                    ErrorCode.INSUFFICIENT_STORAGE,
                    "The artifact store's disk is full; nothing was stored.",
                    failure);
        }
        return new TandemException(
                ErrorCode.INTERNAL_ERROR, "The artifact store's disk failed.", failure);
    }

    /** The words are the operating system's and may be in any language, so the space counts too. */
    private static boolean isFull(IOException failure, Path folder) {
        String message = String.valueOf(failure.getMessage());
        if (message.contains("No space left")
                || message.contains("uota exceeded")
                || message.contains("File too large")) {
            return true;
        }
        try {
            FileStore store = Files.getFileStore(folder);
            return store.getUsableSpace() < FULL_BELOW_BYTES;
        } catch (IOException unknown) {
            failure.addSuppressed(unknown);
            return false;
        }
    }
}
