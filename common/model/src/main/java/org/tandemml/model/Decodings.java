package org.tandemml.model;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Percent-decoding of text that becomes a path, a URI or a key. Nobody knows how often the readers
 * that such text meets on its way will decode it, so a check must hold for all its decodings: text
 * that would break a rule once somebody decodes it again breaks it now.
 */
public final class Decodings {
    private static final int MOST = 8;
    private static final char REPLACEMENT = '\uFFFD';

    private Decodings() {}

    /**
     * The text and all that it stands for when it is decoded again and again.
     *
     * @return the text itself first, each further one decoded once more; empty if {@link #once}
     *     gives nothing for one of them or if it never ends
     */
    public static Optional<List<String>> of(String text) {
        List<String> forms = new ArrayList<>();
        String form = text;
        while (forms.size() < MOST) {
            forms.add(form);
            Optional<String> decoded = once(form);
            if (decoded.isEmpty()) {
                return Optional.empty();
            }
            if (decoded.get().equals(form)) {
                return Optional.of(forms);
            }
            form = decoded.get();
        }
        return Optional.empty();
    }

    /**
     * Decodes once. A percent sign that is not followed by two hexadecimal digits stays. A lone
     * continuation byte (hexadecimal 80 to BF), which no reader takes for anything, becomes U+FFFD:
     * names with a percent sign before digits have it, such as those of MLflow's images.
     *
     * @return empty if the bytes are not UTF-8 otherwise (overlong forms included)
     */
    public static Optional<String> once(String text) {
        if (text.indexOf('%') < 0) {
            return Optional.of(text);
        }
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(encoded.length);
        for (int i = 0; i < encoded.length; i++) {
            int high = i + 2 < encoded.length ? Character.digit(encoded[i + 1], 16) : -1;
            int low = high >= 0 ? Character.digit(encoded[i + 2], 16) : -1;
            if (encoded[i] == '%' && low >= 0) {
                decoded.write(high << 4 | low);
                i += 2;
            } else {
                decoded.write(encoded[i]);
            }
        }
        return characters(ByteBuffer.wrap(decoded.toByteArray()));
    }

    private static Optional<String> characters(ByteBuffer bytes) {
        CharBuffer read = CharBuffer.allocate(bytes.remaining());
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        while (decoder.decode(bytes, read, true).isError()) {
            if ((bytes.get() & 0xC0) != 0x80) {
                return Optional.empty();
            }
            read.put(REPLACEMENT);
        }
        return Optional.of(read.flip().toString());
    }
}
