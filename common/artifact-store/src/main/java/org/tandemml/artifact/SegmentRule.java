package org.tandemml.artifact;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import org.tandemml.model.Decodings;
import org.tandemml.model.TandemException;

/**
 * What one segment of an artifact's path may be: 1 to 255 bytes of UTF-8 of letters, marks, digits,
 * punctuation, symbols and blanks, without {@code /}, {@code \} and {@code #}; not a name that
 * means a folder or a drive. Text that would lead elsewhere once somebody decodes it again, or
 * folds its full-width characters, is refused now. What its decodings may hold is wider otherwise:
 * MLflow names images {@code key%step%12%timestamp%1700000000000%...}, where {@code %12} and {@code
 * %17} happen to stand for control characters, and {@code %2500} for the step 2500.
 */
final class SegmentRule {
    /** Names that begin so belong to the stores themselves. */
    static final String RESERVED_PREFIX = ".tandem-";

    private static final int MAX_BYTES = 255;
    private static final String REFUSED = "/\\#";

    /** Zero-width joiner and non-joiner: scripts and emoji cannot be written without them. */
    private static final Set<Integer> JOINERS = Set.of(0x200C, 0x200D);

    /** What lenient decoders write for bytes that are no UTF-8, such as overlong forms. */
    private static final int REPLACEMENT = 0xFFFD;

    private SegmentRule() {}

    /**
     * @throws TandemException {@code INVALID_PARAMETER_VALUE} if the segment is not allowed
     */
    static void check(String segment) {
        if (segment.isEmpty()) {
            throw ArtifactPath.refused(
                    segment, "a segment is empty; expected names between single slashes");
        }
        if (segment.length() > MAX_BYTES
                || segment.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw ArtifactPath.refused(
                    segment, "a segment is longer than " + MAX_BYTES + " bytes of UTF-8");
        }
        List<String> forms =
                Decodings.of(segment)
                        .orElseThrow(
                                () ->
                                        ArtifactPath.refused(
                                                segment,
                                                "its percent-encoded bytes are not UTF-8, or it"
                                                        + " is encoded many times over"));
        for (String form : forms) {
            checkPlace(segment, form);
            checkPlace(segment, Normalizer.normalize(form, Normalizer.Form.NFKC));
        }
        if (forms.size() > 1) {
            refuseAny(segment, forms.get(1), c -> c == 0);
        }
        checkCharacters(segment, segment);
        checkCharacters(segment, Normalizer.normalize(segment, Normalizer.Form.NFKC));
    }

    private static void checkPlace(String segment, String form) {
        String bare = form.strip();
        if (bare.isEmpty() || bare.equals(".") || bare.equals("..")) {
            throw ArtifactPath.refused(segment, "a segment is blank, '.' or '..'");
        }
        if (form.startsWith(RESERVED_PREFIX)) {
            throw ArtifactPath.refused(
                    segment, "names that begin with '" + RESERVED_PREFIX + "' are reserved");
        }
        if (form.length() > 1 && form.charAt(1) == ':' && isAsciiLetter(form.charAt(0))) {
            throw ArtifactPath.refused(segment, "a segment begins with a drive letter");
        }
        refuseAny(segment, form, c -> c == '/' || c == '\\');
    }

    private static void checkCharacters(String segment, String form) {
        refuseAny(segment, form, c -> !allowed(c));
    }

    private static void refuseAny(String segment, String form, IntPredicate refused) {
        form.codePoints()
                .filter(refused)
                .findFirst()
                .ifPresent(
                        c -> {
                            throw ArtifactPath.refused(
                                    segment,
                                    String.format("the character U+%04X is not allowed", c));
                        });
    }

    private static boolean isAsciiLetter(char c) {
        return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
    }

    private static boolean allowed(int codePoint) {
        if (codePoint == REPLACEMENT) {
            return false;
        }
        if (codePoint < 0x80) {
            return codePoint >= ' ' && codePoint < 0x7F && REFUSED.indexOf(codePoint) < 0;
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            case Character.FORMAT -> JOINERS.contains(codePoint);
            default -> true;
        };
    }
}
