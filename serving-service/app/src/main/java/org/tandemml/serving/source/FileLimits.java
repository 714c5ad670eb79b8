package org.tandemml.serving.source;

import java.util.List;

/** How large a model folder may be, and which file names it may hold. */
final class FileLimits {
    static final int MAX_FILES = 10_000;
    static final int MAX_DEPTH = 16;
    static final long MAX_BYTES = 16L << 30;
    private static final int MAX_NAME_BYTES = 255;

    private FileLimits() {}

    /** A name that can be a file below our own folder and nothing else. */
    static String requireSafe(String name) throws SourceException {
        boolean unsafe =
                name.isEmpty()
                        || name.equals(".")
                        || name.equals("..")
                        || name.length() > MAX_NAME_BYTES
                        || name.chars()
                                .anyMatch(
                                        c ->
                                                c == '/'
                                                        || c == '\\'
                                                        || Character.isISOControl(c)
                                                        || Character.isSurrogate((char) c));
        if (unsafe) {
            throw SourceException.refused(
                    "the model folder holds a file name that is empty, relative, too long or has"
                            + " characters that file names must not have");
        }
        return name;
    }

    /** Refuses a folder of too many or too large files. */
    static List<SourceFile> requireBounded(List<SourceFile> files) throws SourceException {
        long bytes = 0;
        for (SourceFile file : files) {
            bytes += Math.max(0, file.size());
        }
        if (files.size() > MAX_FILES || bytes > MAX_BYTES) {
            throw SourceException.refused(
                    "the model folder has "
                            + files.size()
                            + " files of "
                            + bytes
                            + " bytes, at most "
                            + MAX_FILES
                            + " files of "
                            + MAX_BYTES
                            + " bytes are served");
        }
        if (files.isEmpty()) {
            throw SourceException.refused("the model folder is empty or does not exist");
        }
        return files;
    }

    /** Refuses a folder that is nested too deeply. */
    static void requireShallow(int depth) throws SourceException {
        if (depth > MAX_DEPTH) {
            throw SourceException.refused(
                    "the model folder is nested deeper than " + MAX_DEPTH + " folders");
        }
    }
}
