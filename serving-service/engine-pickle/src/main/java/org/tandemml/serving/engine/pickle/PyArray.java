package org.tandemml.serving.engine.pickle;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.ModelLoadException;

/**
 * A numpy array. Elements come out row-major, whatever the order in which they were stored. Not
 * changed once its reader has returned.
 */
public final class PyArray {
    private static final int MAX_EMPTY_ITEMS = 1 << 20;
    private static final byte[] NO_BYTES = {};

    private Dtype dtype;
    private int[] shape = {0};
    private byte[] bytes = NO_BYTES;
    private @Nullable Object @Nullable [] objects;
    private boolean fortran;

    /** An array that {@link #setState} will fill. */
    PyArray() throws ModelLoadException {
        this.dtype = Dtype.of("f8");
    }

    private PyArray(Dtype dtype, int[] shape) {
        this.dtype = dtype;
        this.shape = shape;
    }

    /** An array of plain bytes. */
    static PyArray of(Dtype dtype, int[] shape, byte[] bytes, boolean fortran)
            throws ModelLoadException {
        PyArray array = new PyArray(dtype, shape);
        long items = product(shape);
        boolean hollow = dtype.itemSize() == 0 && items > MAX_EMPTY_ITEMS;
        if (dtype.isObject() || hollow || items * dtype.itemSize() != bytes.length) {
            throw new ModelLoadException(
                    "The model has an array of shape %s of %s in %d bytes: they do not fit."
                            .formatted(Arrays.toString(shape), dtype, bytes.length));
        }
        array.bytes = bytes;
        array.fortran = fortran;
        return array;
    }

    /** An array of objects. */
    static PyArray of(int[] shape, List<@Nullable Object> items, boolean fortran)
            throws ModelLoadException {
        PyArray array = new PyArray(Dtype.of("O"), shape);
        if (product(shape) != items.size()) {
            throw new ModelLoadException(
                    "The model has an array of shape %s of %d objects: they do not fit."
                            .formatted(Arrays.toString(shape), items.size()));
        }
        array.objects = items.toArray();
        array.fortran = fortran;
        return array;
    }

    /** Takes the state that numpy pickles: version, shape, type, order, elements. */
    void setState(@Nullable Object state) throws ModelLoadException {
        List<@Nullable Object> parts = PyValues.list(state, "array's state");
        int from = parts.size() - 4;
        if (from < 0 || !(parts.get(from + 1) instanceof Dtype type)) {
            throw PyValues.unexpected(state, "array's state", "shape, type, order and elements");
        }
        int[] lengths = shape(parts.get(from));
        boolean columnMajor = PyValues.number(parts.get(from + 2), "array's order") != 0;
        Object elements = parts.get(from + 3);
        PyArray read =
                elements instanceof byte[] raw
                        ? of(type, lengths, raw, columnMajor)
                        : of(lengths, PyValues.list(elements, "array's elements"), columnMajor);
        if (type.isObject() != (read.objects != null)) {
            throw PyValues.unexpected(elements, "array's elements", "of its type");
        }
        dtype = type;
        shape = read.shape;
        bytes = read.bytes;
        objects = read.objects;
        fortran = columnMajor;
    }

    /** Lengths, checked. */
    static int[] shape(@Nullable Object value) throws ModelLoadException {
        List<@Nullable Object> lengths = PyValues.list(value, "array's shape");
        int[] shape = new int[lengths.size()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = PyValues.integer(lengths.get(i), "array's shape");
        }
        product(shape);
        return shape;
    }

    private static long product(int[] shape) throws ModelLoadException {
        long product = 1;
        if (shape.length > 32) {
            throw new ModelLoadException("The model has an array of rank " + shape.length + ".");
        }
        for (int length : shape) {
            product = length < 0 ? -1 : product * length;
            if (product < 0 || product > Integer.MAX_VALUE) {
                throw new ModelLoadException(
                        "The model has an array of the impossible shape %s."
                                .formatted(Arrays.toString(shape)));
            }
        }
        return product;
    }

    /** The element type. */
    public Dtype dtype() {
        return dtype;
    }

    /** How many dimensions. */
    public int rank() {
        return shape.length;
    }

    /** The length of a dimension. */
    public int length(int dimension) {
        return shape[dimension];
    }

    /** The lengths, for messages. */
    public String shownShape() {
        return Arrays.toString(shape);
    }

    /** How many elements. */
    public int size() {
        int size = 1;
        for (int length : shape) {
            size *= length;
        }
        return size;
    }

    /**
     * The elements as doubles.
     *
     * @param where what the array is, for the message
     * @throws ModelLoadException if they are no numbers
     */
    public double[] doubles(String where) throws ModelLoadException {
        double[] result = new double[size()];
        if (objects != null) {
            for (int i = 0; i < result.length; i++) {
                result[i] = PyValues.number(objects[stored(i)], where);
            }
            return result;
        }
        ByteBuffer buffer = numbers(where);
        for (int i = 0; i < result.length; i++) {
            int at = stored(i) * dtype.itemSize();
            result[i] = dtype.kind() == 'f' ? real(buffer, at) : whole(buffer, at);
        }
        if (dtype.kind() == 'u' && dtype.itemSize() == 8) {
            for (int i = 0; i < result.length; i++) {
                result[i] = result[i] < 0 ? result[i] + 0x1p64 : result[i];
            }
        }
        return result;
    }

    /** The elements as longs; only of whole numbers and booleans. */
    public long[] longs(String where) throws ModelLoadException {
        ByteBuffer buffer = numbers(where);
        if (dtype.kind() == 'f') {
            throw PyValues.unexpected(this, where, "an array of whole numbers");
        }
        long[] result = new long[size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = whole(buffer, stored(i) * dtype.itemSize());
        }
        return result;
    }

    /** The elements as ints. */
    public int[] ints(String where) throws ModelLoadException {
        long[] longs = longs(where);
        int[] result = new int[longs.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = (int) longs[i];
            if (result[i] != longs[i]) {
                throw new ModelLoadException(
                        "The model's %s holds %d, which is out of range."
                                .formatted(where, longs[i]));
            }
        }
        return result;
    }

    /** The elements as what they are: {@code Long}, {@code Double}, {@code Boolean}, texts, ... */
    public @Nullable Object[] values(String where) throws ModelLoadException {
        @Nullable Object[] result = new @Nullable Object[size()];
        ByteBuffer buffer = objects == null ? ByteBuffer.wrap(bytes).order(dtype.order()) : null;
        for (int i = 0; i < result.length; i++) {
            result[i] =
                    objects != null
                            ? objects[stored(i)]
                            : value(java.util.Objects.requireNonNull(buffer), stored(i), where);
        }
        return result;
    }

    /** The only element of an array, as what it is. */
    @Nullable Object single(String where) throws ModelLoadException {
        return values(where)[0];
    }

    private Object value(ByteBuffer buffer, int index, String where) throws ModelLoadException {
        int at = index * dtype.itemSize();
        return switch (dtype.kind()) {
            case 'b' -> whole(buffer, at) != 0;
            case 'i', 'u' -> whole(buffer, at);
            case 'f' -> real(buffer, at);
            case 'U' -> wide(buffer, at);
            case 'S' -> narrow(at);
            default -> throw PyValues.unexpected(this, where, "numbers or texts");
        };
    }

    private String wide(ByteBuffer buffer, int at) throws ModelLoadException {
        StringBuilder text = new StringBuilder();
        int last = 0;
        for (int i = 0; i < dtype.itemSize(); i += 4) {
            int point = buffer.getInt(at + i);
            if (!Character.isValidCodePoint(point)) {
                throw new ModelLoadException("The model has a text that is no Unicode.");
            }
            text.appendCodePoint(point);
            last = point == 0 ? last : text.length();
        }
        return text.substring(0, last);
    }

    private String narrow(int at) {
        int end = at + dtype.itemSize();
        while (end > at && bytes[end - 1] == 0) {
            end--;
        }
        return new String(bytes, at, end - at, StandardCharsets.ISO_8859_1);
    }

    /** A field of an array of structures. */
    public PyArray field(String name, String where) throws ModelLoadException {
        Dtype.Field field = dtype.fields().get(name);
        if (field == null) {
            throw new ModelLoadException(
                    "The model's %s has no field '%s'.".formatted(where, name));
        }
        int width = field.type().itemSize();
        int size = size();
        byte[] picked = new byte[Math.multiplyExact(size, width)];
        for (int i = 0; i < size; i++) {
            System.arraycopy(
                    bytes, stored(i) * dtype.itemSize() + field.offset(), picked, i * width, width);
        }
        return of(field.type(), shape, picked, false);
    }

    /** Whether it is an array of structures with this field. */
    public boolean hasField(String name) {
        return dtype.fields().containsKey(name);
    }

    private ByteBuffer numbers(String where) throws ModelLoadException {
        if (!dtype.isNumber()) {
            throw PyValues.unexpected(this, where, "an array of numbers");
        }
        return ByteBuffer.wrap(bytes).order(dtype.order());
    }

    private long whole(ByteBuffer buffer, int at) {
        boolean signed = dtype.kind() == 'i';
        return switch (dtype.itemSize()) {
            case 1 -> signed ? buffer.get(at) : buffer.get(at) & 0xFF;
            case 2 -> signed ? buffer.getShort(at) : buffer.getShort(at) & 0xFFFF;
            case 4 -> signed ? buffer.getInt(at) : buffer.getInt(at) & 0xFFFF_FFFFL;
            default -> buffer.getLong(at);
        };
    }

    private double real(ByteBuffer buffer, int at) {
        return switch (dtype.itemSize()) {
            case 2 -> half(buffer.getShort(at));
            case 4 -> buffer.getFloat(at);
            default -> buffer.getDouble(at);
        };
    }

    private static double half(short bits) {
        int exponent = bits >> 10 & 0x1F;
        int fraction = bits & 0x3FF;
        double magnitude =
                exponent == 0
                        ? fraction * 0x1p-24
                        : exponent == 31
                                ? fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN
                                : Math.scalb(1 + fraction * 0x1p-10, exponent - 15);
        return bits < 0 ? -magnitude : magnitude;
    }

    /** Where the element with this row-major index is stored. */
    private int stored(int index) {
        if (!fortran || shape.length < 2) {
            return index;
        }
        int rest = index;
        int place = 0;
        int stride = 1;
        int[] position = new int[shape.length];
        for (int i = shape.length - 1; i >= 0; i--) {
            position[i] = rest % shape[i];
            rest /= shape[i];
        }
        for (int i = 0; i < shape.length; i++) {
            place += position[i] * stride;
            stride *= shape[i];
        }
        return place;
    }
}
