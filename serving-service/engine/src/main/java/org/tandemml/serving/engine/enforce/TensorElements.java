package org.tandemml.serving.engine.enforce;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.TandemException;
import org.tandemml.model.Texts;

/** The elements of a tensor, in the order they come, in an array that grows. */
abstract class TensorElements {
    private static final int FIRST_GROWTH = 16;
    private static final List<String> DTYPES =
            List.of(
                    "bool", "float16", "float32", "float64", "int16", "int32", "int64", "int8",
                    "object", "str", "uint16", "uint32", "uint64", "uint8");

    final ColumnPlan plan;
    final Intake intake;
    private int count;
    private int capacity;

    private TensorElements(ColumnPlan plan, Intake intake) {
        this.plan = plan;
        this.intake = intake;
    }

    /**
     * Refuses a type that has no elements here.
     *
     * @param dtype numpy's name of the type
     */
    static void requireKnown(String dtype) {
        if (!DTYPES.contains(dtype)) {
            throw TandemException.invalid(
                    "The signature has a tensor of type '"
                            + Texts.excerpt(dtype)
                            + "', which cannot be served; those that can are "
                            + String.join(", ", DTYPES)
                            + ".");
        }
    }

    /** Elements of a known type. */
    static TensorElements of(String dtype, ColumnPlan plan, Intake intake) {
        return switch (dtype) {
            case "float64" -> new Doubles(plan, intake);
            case "float32" -> new Floats(plan, intake, false);
            case "float16" -> new Floats(plan, intake, true);
            case "int8" -> new Ints(plan, intake, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case "uint8" -> new Ints(plan, intake, 0, 0xFF);
            case "int16" -> new Ints(plan, intake, Short.MIN_VALUE, Short.MAX_VALUE);
            case "uint16" -> new Ints(plan, intake, 0, 0xFFFF);
            case "int32" -> new Ints(plan, intake, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case "uint32" -> new Longs(plan, intake, 0, 0xFFFF_FFFFL);
            case "int64" -> new Longs(plan, intake, Long.MIN_VALUE, Long.MAX_VALUE);
            case "uint64" -> new UnsignedLongs(plan, intake);
            case "bool" -> new Booleans(plan, intake);
            case "str" -> new Strings(plan, intake);
            case "object" -> new Objects(plan, intake);
            default -> throw new IllegalStateException("no elements of type " + dtype);
        };
    }

    /**
     * Reads an element, or reports why it cannot be.
     *
     * @param row the row for violations
     */
    final void read(JsonParser parser, JsonToken token, int row) throws IOException {
        if (count == capacity) {
            int wanted = Math.max(FIRST_GROWTH, capacity * 2);
            intake.budget().take((long) wanted - capacity);
            capacity = wanted;
            resize(wanted);
        }
        String problem = readAt(count, parser, token);
        count++;
        if (problem != null) {
            intake.refuse(parser, token, row, plan.name(), plan.expected(), problem);
        }
    }

    /** Reads an element into its place; otherwise says what it is. */
    abstract @Nullable String readAt(int place, JsonParser parser, JsonToken token)
            throws IOException;

    abstract void resize(int cells);

    /** The elements, exactly. */
    final Object toArray() {
        resize(count);
        return array();
    }

    abstract Object array();

    private static final class Doubles extends TensorElements {
        private double[] values = {};

        Doubles(ColumnPlan plan, Intake intake) {
            super(plan, intake);
        }

        @Override
        @Nullable String readAt(int place, JsonParser parser, JsonToken token) throws IOException {
            if (token == JsonToken.VALUE_NULL) {
                values[place] = Double.NaN;
                return null;
            }
            String problem = NumberToken.doubleProblem(parser, token);
            if (problem == null) {
                values[place] = NumberToken.toDouble(parser, token);
            }
            return problem;
        }

        @Override
        void resize(int cells) {
            values = Arrays.copyOf(values, cells);
        }

        @Override
        Object array() {
            return values;
        }
    }

    private static final class Floats extends TensorElements {
        private static final int HALF_MIN_EXPONENT = -14;
        private static final int HALF_FRACTION_BITS = 10;
        private static final float HALF_MAX = 65504;

        private final boolean half;
        private float[] values = {};

        Floats(ColumnPlan plan, Intake intake, boolean half) {
            super(plan, intake);
            this.half = half;
        }

        @Override
        @Nullable String readAt(int place, JsonParser parser, JsonToken token) throws IOException {
            if (token == JsonToken.VALUE_NULL) {
                values[place] = Float.NaN;
                return null;
            }
            String problem = NumberToken.floatProblem(parser, token);
            if (problem != null) {
                return problem;
            }
            float value = NumberToken.toFloat(parser, token);
            values[place] = half ? toHalf(value) : value;
            if (Float.isFinite(value) && Math.abs(values[place]) > HALF_MAX && half) {
                return NumberToken.OUT_OF_RANGE;
            }
            return token == JsonToken.VALUE_NUMBER_INT && values[place] != value
                    ? NumberToken.NOT_EXACT
                    : null;
        }

        /** The nearest binary16, as a float. */
        private static float toHalf(float value) {
            if (!Float.isFinite(value)) {
                return value;
            }
            int exponent = Math.max(Math.getExponent(value), HALF_MIN_EXPONENT);
            float unit = Math.scalb(1f, exponent - HALF_FRACTION_BITS);
            return (float) Math.rint(value / unit) * unit;
        }

        @Override
        void resize(int cells) {
            values = Arrays.copyOf(values, cells);
        }

        @Override
        Object array() {
            return values;
        }
    }

    private static final class Ints extends TensorElements {
        private final int min;
        private final int max;
        private int[] values = {};

        Ints(ColumnPlan plan, Intake intake, int min, int max) {
            super(plan, intake);
            this.min = min;
            this.max = max;
        }

        @Override
        @Nullable String readAt(int place, JsonParser parser, JsonToken token) throws IOException {
            String problem = NumberToken.wholeProblem(parser, token, min, max);
            if (problem == null) {
                values[place] = (int) NumberToken.toLong(parser, token);
            }
            return problem;
        }

        @Override
        void resize(int cells) {
            values = Arrays.copyOf(values, cells);
        }

        @Override
        Object array() {
            return values;
        }
    }

    private static class Longs extends TensorElements {
        private final long min;
        private final long max;
        private long[] values = {};

        Longs(ColumnPlan plan, Intake intake, long min, long max) {
            super(plan, intake);
            this.min = min;
            this.max = max;
        }

        @Override
        @Nullable String readAt(int place, JsonParser parser, JsonToken token) throws IOException {
            String problem = NumberToken.wholeProblem(parser, token, min, max);
            if (problem == null) {
                store(place, NumberToken.toLong(parser, token));
            }
            return problem;
        }

        final void store(int place, long value) {
            values[place] = value;
        }

        @Override
        final void resize(int cells) {
            values = Arrays.copyOf(values, cells);
        }

        @Override
        final Object array() {
            return values;
        }
    }

    /** Up to 2^64 - 1; the upper half stands as negative longs. */
    private static final class UnsignedLongs extends Longs {
        UnsignedLongs(ColumnPlan plan, Intake intake) {
            super(plan, intake, 0, Long.MAX_VALUE);
        }

        @Override
        @Nullable String readAt(int place, JsonParser parser, JsonToken token) throws IOException {
            if (token == JsonToken.VALUE_NUMBER_INT && !NumberToken.isLong(parser)) {
                java.math.BigInteger value = parser.getBigIntegerValue();
                store(place, value.longValue());
                boolean fits = value.signum() > 0 && value.bitLength() <= Long.SIZE;
                return fits ? null : NumberToken.OUT_OF_RANGE;
            }
            return super.readAt(place, parser, token);
        }
    }

    private static final class Booleans extends TensorElements {
        private boolean[] values = {};

        Booleans(ColumnPlan plan, Intake intake) {
            super(plan, intake);
        }

        @Override
        @Nullable String readAt(int place, JsonParser parser, JsonToken token) {
            values[place] = token == JsonToken.VALUE_TRUE;
            return token.isBoolean() ? null : Intake.kind(token);
        }

        @Override
        void resize(int cells) {
            values = Arrays.copyOf(values, cells);
        }

        @Override
        Object array() {
            return values;
        }
    }

    private static final class Strings extends TensorElements {
        private @Nullable String[] values = {};

        Strings(ColumnPlan plan, Intake intake) {
            super(plan, intake);
        }

        @Override
        @Nullable String readAt(int place, JsonParser parser, JsonToken token) throws IOException {
            if (token == JsonToken.VALUE_STRING) {
                values[place] = parser.getText();
                return null;
            }
            return token == JsonToken.VALUE_NULL ? null : Intake.kind(token);
        }

        @Override
        void resize(int cells) {
            values = Arrays.copyOf(values, cells);
        }

        @Override
        Object array() {
            return values;
        }
    }

    /** numpy's {@code object}: anything at all. */
    private static final class Objects extends TensorElements {
        private @Nullable Object[] values = {};

        Objects(ColumnPlan plan, Intake intake) {
            super(plan, intake);
        }

        @Override
        @Nullable String readAt(int place, JsonParser parser, JsonToken token) throws IOException {
            values[place] = JsonValue.read(parser, token);
            return null;
        }

        @Override
        void resize(int cells) {
            values = Arrays.copyOf(values, cells);
        }

        @Override
        Object array() {
            return values;
        }
    }
}
