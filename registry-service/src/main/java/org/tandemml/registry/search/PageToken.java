package org.tandemml.registry.search;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;
import org.tandemml.registry.search.fields.FieldType;

/**
 * Where a page begins: the order's values of the last row before it, and a digest of the query they
 * belong to. Opaque to callers: base64url of a version byte, the digest, and the values.
 */
public final class PageToken {
    private static final byte VERSION = 1;
    private static final byte NULL = 0;
    private static final byte VALUE = 1;
    private static final int MAX_LENGTH = 1 << 20;

    private PageToken() {}

    /** The first 64 bits of the SHA-256 of a query. */
    public static long digest(String query) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return ByteBuffer.wrap(sha.digest(query.getBytes(StandardCharsets.UTF_8))).getLong();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * Writes a token; the values are String, Long, Double or null, one for each key of the order.
     */
    public static String write(long digest, List<@Nullable Object> values) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeLong(digest);
            for (Object value : values) {
                out.writeByte(value == null ? NULL : VALUE);
                if (value instanceof Long number) {
                    out.writeLong(number);
                } else if (value instanceof Double number) {
                    out.writeDouble(number);
                } else if (value instanceof String text) {
                    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
                    out.writeInt(encoded.length);
                    out.write(encoded);
                }
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    }

    /**
     * Reads a token.
     *
     * @param digest of the query that it comes with
     * @param types of the order's keys
     * @throws TandemException {@code INVALID_PARAMETER_VALUE} if it is no token, or of another
     *     query
     */
    public static List<@Nullable Object> read(String token, long digest, List<FieldType> types) {
        if (token.length() > MAX_LENGTH) {
            throw invalid("it is too long");
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException notBase64) {
            throw invalid("it is not one of ours", notBase64);
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readByte() != VERSION) {
                throw invalid("it is not one of ours");
            }
            if (in.readLong() != digest) {
                throw invalid(
                        "it belongs to another request; repeat that of the first page, with nothing"
                                + " but the token and max_results changed");
            }
            List<@Nullable Object> values = new ArrayList<>();
            for (FieldType type : types) {
                values.add(in.readByte() == NULL ? null : value(in, type));
            }
            if (in.available() > 0) {
                throw invalid("it is not one of ours");
            }
            return values;
        } catch (IOException tooShort) {
            throw invalid("it is cut off", tooShort);
        }
    }

    private static Object value(DataInputStream in, FieldType type) throws IOException {
        return switch (type) {
            case INTEGER -> in.readLong();
            case REAL -> in.readDouble();
            case TEXT -> {
                int length = in.readInt();
                if (length < 0 || length > in.available()) {
                    throw invalid("it is cut off");
                }
                String text = new String(in.readNBytes(length), StandardCharsets.UTF_8);
                if (text.indexOf('\0') >= 0) {
                    throw invalid("it is not one of ours");
                }
                yield text;
            }
        };
    }

    private static TandemException invalid(String why) {
        return invalid(why, null);
    }

    private static TandemException invalid(String why, @Nullable Throwable cause) {
        return new TandemException(
                ErrorCode.INVALID_PARAMETER_VALUE, "Invalid page_token: " + why + ".", cause);
    }
}
