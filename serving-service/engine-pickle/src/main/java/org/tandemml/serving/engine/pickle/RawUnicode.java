package org.tandemml.serving.engine.pickle;

import org.tandemml.serving.engine.ModelLoadException;

/** Text as protocol 0 writes it: Latin-1 with {@code \\u} and {@code \\U} escapes. */
final class RawUnicode {
    private RawUnicode() {}

    static String decode(String line, int at) throws ModelLoadException {
        StringBuilder text = new StringBuilder(line.length());
        int i = 0;
        while (i < line.length()) {
            char c = line.charAt(i);
            char next = i + 1 < line.length() ? line.charAt(i + 1) : ' ';
            int digits = c != '\\' ? 0 : next == 'u' ? 4 : next == 'U' ? 8 : 0;
            if (digits == 0) {
                text.append(c);
                i++;
                continue;
            }
            int end = i + 2 + digits;
            String hex = end <= line.length() ? line.substring(i + 2, end) : "";
            if (!hex.matches("[0-9a-fA-F]{4,8}")
                    || !Character.isValidCodePoint((int) Long.parseLong(hex, 16))) {
                throw new ModelLoadException(
                        "The pickle's text at byte %d has a malformed escape.".formatted(at));
            }
            text.appendCodePoint((int) Long.parseLong(hex, 16));
            i = end;
        }
        return text.toString();
    }
}
