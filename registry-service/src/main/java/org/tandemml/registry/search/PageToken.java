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
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;
import org.tandemml.registry.search.fields.FieldType;

/**
 * Where a page begins: the order's values of the last row before it, sealed by a digest of them and
 * of the query they belong to. Opaque to callers: base64url of a version byte, the seal, and the
 * values. The seal is against mistakes, not forgery: a token chooses where to begin, not what may
 * be seen.
 */
public final class PageToken {
    private static final byte VERSION = 2;
    private static final byte NULL = 0;
    private static final byte VALUE = 1;
    private static final int MAX_LENGTH = 1 << 20;

    private PageToken() {}

    /** The first 64 bits of the SHA-256 of a query. */
    public static long digest(String query) {
        return digest(query.getBytes(StandardCharsets.UTF_8));
    }

    private static long digest(byte[] bytes) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes)).getLong();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static long seal(long query, byte[] values) {
        return digest(
                ByteBuffer.allocate(Long.BYTES + values.length).putLong(query).put(values).array());
    }

    /**
     * Writes a token; the values are String, Long, Double or null, one for each key of the order.
     */
    public static String write(long digest, List<@Nullable Object> values) {
        byte[] encoded = encode(values);
        byte[] token =
                ByteBuffer.allocate(1 + Long.BYTES + encoded.length)
                        .put(VERSION)
                        .putLong(seal(digest, encoded))
                        .put(encoded)
                        .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    private static byte[] encode(List<@Nullable Object> values) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
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
        return bytes.toByteArray();
    }

    /**
     * Reads a token.
     *
     * @param digest of the query that it comes with
     * @param types of the order's keys
     * @throws TandemException {@code INVALID_PARAMETER_VALUE} if it is no token, was changed, or is
     *     of another query
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
            long seal = in.readLong();
            if (seal != seal(digest, Arrays.copyOfRange(bytes, 1 + Long.BYTES, bytes.length))) {
                throw invalid(
                        "it was changed, or belongs to another request; repeat that of the first"
                                + " page, with nothing but the token and max_results changed");
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
