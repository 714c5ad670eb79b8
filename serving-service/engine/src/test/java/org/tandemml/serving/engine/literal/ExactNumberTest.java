package org.tandemml.serving.engine.literal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against the same questions asked of {@link BigDecimal}. */
class ExactNumberTest {
    @Test
    void tellsWhichIntegersADoubleAndAFloatHold() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            long value = random.nextLong() >> random.nextInt(64);
            for (long near = value - 1; near <= value + 1; near++) {
                assertLong(near);
            }
        }
        assertLong(Long.MAX_VALUE);
        assertLong(Long.MIN_VALUE);
        assertLong(Long.MAX_VALUE - 1023);
    }

    private static void assertLong(long value) {
        BigDecimal exact = BigDecimal.valueOf(value);
        boolean asDouble = new BigDecimal((double) value).compareTo(exact) == 0;
        boolean asFloat = new BigDecimal((float) value).compareTo(exact) == 0;
        assertThat(ExactNumber.fitsDouble(value)).as("%d", value).isEqualTo(asDouble);
        assertThat(ExactNumber.fitsFloat(value)).as("%d", value).isEqualTo(asFloat);
        String text = Long.toString(value);
        assertThat(ExactNumber.fitsDouble(text)).as(text).isEqualTo(asDouble);
        assertThat(ExactNumber.fitsFloat(text)).as(text).isEqualTo(asFloat);
    }

    @Test
    void tellsWhichDecimalsAreWhole() {
        Random random = new Random(2);
        for (int i = 0; i < 20_000; i++) {
            assertWholeness(decimal(random));
        }
        assertWholeness("900719925474099.3");
        assertWholeness("9007199254740992.5");
        assertWholeness("99999999999999.9");
        assertWholeness("0.0000000000000000000000000001e28");
        assertWholeness("9223372036854775807.0");
        assertWholeness("9223372036854775808e0");
        assertWholeness("-9223372036854775808.0");
        assertThat(ExactNumber.wholeness("0e99999999999", 0)).isEqualTo(ExactNumber.WHOLE);
        assertThat(ExactNumber.toLong("-0.0e-99999999999", -0.0)).isZero();
        assertThat(ExactNumber.wholeness("1e-99999999999", 0)).isEqualTo(ExactNumber.FRACTION);
    }

    private static String decimal(Random random) {
        String digits = new BigInteger(1 + random.nextInt(70), random).toString();
        int point = random.nextInt(digits.length() + 1);
        String text = "0" + digits.substring(0, point) + "." + digits.substring(point) + "0";
        text = text.replaceFirst("^0+(?=[0-9])", "");
        text = (random.nextBoolean() ? "-" : "") + text;
        return random.nextInt(3) == 0 ? text : text + "e" + (random.nextInt(40) - 20);
    }

    private static void assertWholeness(String text) {
        BigDecimal exact = new BigDecimal(text);
        int expected;
        if (exact.remainder(BigDecimal.ONE).signum() != 0) {
            expected = ExactNumber.FRACTION;
        } else {
            boolean fits = exact.toBigInteger().bitLength() < 64;
            expected = fits ? ExactNumber.WHOLE : ExactNumber.OUT_OF_RANGE;
        }
        double nearest = Double.parseDouble(text);
        int actual = ExactNumber.wholeness(text, nearest);
        if (expected == ExactNumber.FRACTION && exact.abs().compareTo(new BigDecimal("1e19")) > 0) {
            assertThat(actual).as(text).isNotEqualTo(ExactNumber.WHOLE);
        } else {
            assertThat(actual).as(text).isEqualTo(expected);
        }
        if (actual == ExactNumber.WHOLE) {
            assertThat(ExactNumber.toLong(text, nearest))
                    .as(text)
                    .isEqualTo(exact.longValueExact());
        }
    }
}
