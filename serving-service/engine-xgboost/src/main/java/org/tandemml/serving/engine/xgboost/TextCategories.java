package org.tandemml.serving.engine.xgboost;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.tandemml.serving.engine.ModelLoadException;

/**
 * The codes of a feature's texts: {@code offsets} into the bytes of {@code values}. XGBoost 3.2
 * counts the offsets in characters of the texts but keeps UTF-8 bytes, so texts beyond ASCII are
 * cut in the wrong places and cannot be had back.
 */
final class TextCategories {
    private TextCategories() {}

    static Map<String, Integer> read(Value encoding) throws ModelLoadException {
        int[] offsets = encoding.get("offsets").integers();
        int[] values = encoding.get("values").integers();
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            if (values[i] < 0 || values[i] > 127) {
                throw new ModelLoadException(
                        "%s.values[%d]: %d is no letter of ASCII. XGBoost cuts texts of other letters in the wrong places; give the model codes or plain letters."
                                .formatted(encoding.place(), i, values[i]));
            }
            bytes[i] = (byte) values[i];
        }
        Map<String, Integer> codes = new HashMap<>();
        for (int code = 0; code + 1 < offsets.length; code++) {
            int from = offsets[code];
            int to = offsets[code + 1];
            if (from < 0 || to < from || to > bytes.length) {
                throw new ModelLoadException(
                        "%s.offsets[%d]: bytes %d to %d do not exist, there are %d."
                                .formatted(encoding.place(), code, from, to, bytes.length));
            }
            String text = new String(bytes, from, to - from, StandardCharsets.US_ASCII);
            if (codes.put(text, code) != null) {
                throw new ModelLoadException(
                        "%s: two categories have the same text.".formatted(encoding.place()));
            }
        }
        return codes;
    }
}
