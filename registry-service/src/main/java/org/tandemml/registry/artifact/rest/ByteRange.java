package org.tandemml.registry.artifact.rest;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;

/**
 * A part of a file that a client asks for (RFC 9110, section 14).
 *
 * @param first the first byte, from 0
 * @param length how many bytes, 1 or more
 */
record ByteRange(long first, long length) {
    private static final Pattern SINGLE = Pattern.compile("bytes=\\s*(\\d{0,18})-(\\d{0,18})\\s*");

    /**
     * Reads a {@code Range} header. A header that is absent, malformed, in another unit or for
     * several ranges is ignored, as the standard allows: the answer is then the whole file.
     *
     * @param size of the file in bytes
     * @throws TandemException {@code RANGE_NOT_SATISFIABLE} if no byte of the file is in it
     */
    static Optional<ByteRange> parse(@Nullable String header, long size) {
        Matcher range = SINGLE.matcher(header == null ? "" : header);
        if (!range.matches()) {
            return Optional.empty();
        }
        String first = range.group(1);
        String last = range.group(2);
        if (first.isEmpty()) {
            return last.isEmpty() ? Optional.empty() : Optional.of(suffix(last, size));
        }
        long from = Long.parseLong(first);
        long to = last.isEmpty() ? Long.MAX_VALUE : Long.parseLong(last);
        if (to < from) {
            return Optional.empty();
        }
        if (from >= size) {
            throw unsatisfiable(size);
        }
        return Optional.of(new ByteRange(from, Math.min(to, size - 1) - from + 1));
    }

    private static ByteRange suffix(String count, long size) {
        long length = Math.min(Long.parseLong(count), size);
        if (length == 0) {
            throw unsatisfiable(size);
        }
        return new ByteRange(size - length, length);
    }

    private static TandemException unsatisfiable(long size) {
        return new TandemException(
                ErrorCode.RANGE_NOT_SATISFIABLE,
                "The range lies outside of the file, which has " + size + " bytes.");
    }

    /** The {@code Content-Range} header of the answer. */
    String contentRange(long size) {
        return "bytes " + first + "-" + (first + length - 1) + "/" + size;
    }
}
