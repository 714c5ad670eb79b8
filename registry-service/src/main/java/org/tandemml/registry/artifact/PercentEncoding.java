package org.tandemml.registry.artifact;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.tandemml.model.TandemException;
import org.tandemml.model.Texts;

/** Decodes the path of a URI, once: the only place where an artifact's path is decoded. */
public final class PercentEncoding {
    private PercentEncoding() {}

    /**
     * The text that a raw path stands for; a plus sign stays one.
     *
     * @throws TandemException {@code INVALID_PARAMETER_VALUE} if a percent sign is not followed by
     *     two hexadecimal digits, or if the bytes are not UTF-8 (overlong forms included)
     */
    public static String decode(String raw) {
        if (raw.indexOf('%') < 0) {
            return raw;
        }
        ByteBuffer bytes = ByteBuffer.allocate(raw.length() * 3);
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '%') {
                bytes.put(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
                continue;
            }
            int high = i + 2 < raw.length() ? Character.digit(raw.charAt(i + 1), 16) : -1;
            int low = high >= 0 ? Character.digit(raw.charAt(i + 2), 16) : -1;
            if (low < 0) {
                throw refused(raw, "a percent sign is not followed by two hexadecimal digits");
            }
            bytes.put((byte) (high << 4 | low));
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException malformed) {
            throw refused(raw, "its percent-encoded bytes are not UTF-8");
        }
    }

    private static TandemException refused(String raw, String reason) {
        return TandemException.invalid(
                "Invalid path '" + Texts.excerpt(raw) + "': " + reason + ".");
    }
}
