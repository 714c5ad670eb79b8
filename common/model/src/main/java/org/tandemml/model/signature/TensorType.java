package org.tandemml.model.signature;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What numpy's names of element types say about their values. */
final class TensorType {
    private static final Pattern NUMBERS = Pattern.compile("(uint|int|float)(8|16|32|64)");

    private TensorType() {}

    /**
     * Whether every value of one type is a value of the other, exactly.
     *
     * @param from numpy's name of a type
     * @param to another; {@code object} takes all values
     */
    static boolean widens(String from, String to) {
        if (from.equals(to) || to.equals("object")) {
            return true;
        }
        Matcher old = NUMBERS.matcher(from);
        Matcher now = NUMBERS.matcher(to);
        if (!old.matches() || !now.matches()) {
            return false;
        }
        boolean signs = !old.group(1).equals("uint");
        boolean fractions = old.group(1).equals("float");
        return switch (now.group(1)) {
            case "uint" -> !signs && bits(old) <= bits(now);
            case "int" -> !fractions && bits(old) + (signs ? 0 : 1) <= bits(now);
            default ->
                    fractions
                            ? bits(old) <= bits(now)
                            : bits(old) - (signs ? 1 : 0) <= significand(bits(now));
        };
    }

    private static int bits(Matcher type) {
        return Integer.parseInt(type.group(2));
    }

    /** The bits of a binary floating-point number that hold its digits (IEEE 754). */
    private static int significand(int bits) {
        return switch (bits) {
            case 16 -> 11;
            case 32 -> 24;
            case 64 -> 53;
            default -> 0;
        };
    }
}
