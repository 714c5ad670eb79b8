package org.tandemml.registry.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;
import org.tandemml.registry.search.fields.FieldType;

class PageTokenTest {
    private static final long DIGEST = PageToken.digest("a search");
    private static final List<FieldType> TYPES =
            List.of(FieldType.REAL, FieldType.INTEGER, FieldType.TEXT, FieldType.TEXT);

    private static List<@Nullable Object> position() {
        return new ArrayList<>(Arrays.asList(-0.5, Long.MIN_VALUE, "é\ud83d\ude80", null));
    }

    @Test
    void keepsEveryValue() {
        String token = PageToken.write(DIGEST, position());
        assertThat(token).matches("[A-Za-z0-9_-]+");
        assertThat(PageToken.read(token, DIGEST, TYPES)).isEqualTo(position());
    }

    @Test
    void keepsNanAndInfinity() {
        List<FieldType> types = List.of(FieldType.REAL, FieldType.REAL);
        String token = PageToken.write(DIGEST, List.of(Double.NaN, Double.NEGATIVE_INFINITY));
        assertThat(PageToken.read(token, DIGEST, types))
                .containsExactly(Double.NaN, Double.NEGATIVE_INFINITY);
    }

    @Test
    void isOfItsOwnSearchOnly() {
        String token = PageToken.write(DIGEST, position());
        assertThatThrownBy(() -> PageToken.read(token, PageToken.digest("another"), TYPES))
                .isInstanceOf(TandemException.class)
                .hasMessageContaining("another request");
    }

    @Test
    void everyCutIsRefused() {
        byte[] whole = Base64.getUrlDecoder().decode(PageToken.write(DIGEST, position()));
        for (int length = 0; length < whole.length; length++) {
            String cut =
                    Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> PageToken.read(cut, DIGEST, TYPES))
                    .as("%s bytes", length)
                    .isInstanceOf(TandemException.class);
        }
    }

    @Test
    void everyChangeIsRefused() {
        Random random = new Random(3);
        byte[] whole = Base64.getUrlDecoder().decode(PageToken.write(DIGEST, position()));
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = whole.clone();
            for (int k = random.nextInt(4); k >= 0; k--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            if (Arrays.equals(bytes, whole)) {
                continue;
            }
            String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            assertThatThrownBy(() -> PageToken.read(token, DIGEST, TYPES))
                    .isInstanceOfSatisfying(
                            TandemException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE));
        }
    }

    @Test
    void aTokenOfAnotherOrderIsRefused() {
        String token = PageToken.write(DIGEST, position());
        for (List<FieldType> types :
                List.of(
                        List.of(FieldType.REAL),
                        List.of(FieldType.TEXT, FieldType.TEXT),
                        List.of(FieldType.INTEGER, FieldType.TEXT, FieldType.REAL))) {
            assertThatThrownBy(() -> PageToken.read(token, DIGEST, types))
                    .as("%s", types)
                    .isInstanceOf(TandemException.class);
        }
    }

    @Test
    void textThatNoStoreKeepsIsRefused() {
        String token = PageToken.write(DIGEST, List.of("a\0b"));
        assertThatThrownBy(() -> PageToken.read(token, DIGEST, List.of(FieldType.TEXT)))
                .isInstanceOf(TandemException.class);
    }
}
