package org.tandemml.serving.engine.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;

/** Java's arrays to and from ONNX Runtime's tensors. */
final class Elements {
    private Elements() {}

    /**
     * A tensor.
     *
     * @param elements {@code float[]}, {@code double[]}, {@code long[]}, {@code int[]} for the
     *     narrow whole numbers, {@code boolean[]} or {@code String[]}; as many as the shape says
     */
    static OnnxTensor tensor(Port port, Object elements, long[] shape) throws OrtException {
        OrtEnvironment environment = OnnxRuntime.environment();
        if (elements instanceof float[] floats) {
            return OnnxTensor.createTensor(environment, FloatBuffer.wrap(floats), shape);
        }
        if (elements instanceof double[] doubles) {
            return OnnxTensor.createTensor(environment, DoubleBuffer.wrap(doubles), shape);
        }
        if (elements instanceof long[] longs) {
            return OnnxTensor.createTensor(environment, LongBuffer.wrap(longs), shape);
        }
        if (elements instanceof boolean[] booleans) {
            byte[] bytes = new byte[booleans.length];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (booleans[i] ? 1 : 0);
            }
            return OnnxTensor.createTensor(
                    environment, ByteBuffer.wrap(bytes), shape, OnnxJavaType.BOOL);
        }
        if (elements instanceof int[] ints) {
            return narrow(environment, port.type(), ints, shape);
        }
        return OnnxTensor.createTensor(environment, (String[]) elements, shape);
    }

    private static OnnxTensor narrow(
            OrtEnvironment environment, OnnxJavaType type, int[] ints, long[] shape)
            throws OrtException {
        switch (type) {
            case INT8, UINT8 -> {
                byte[] bytes = new byte[ints.length];
                for (int i = 0; i < bytes.length; i++) {
                    bytes[i] = (byte) ints[i];
                }
                return OnnxTensor.createTensor(environment, ByteBuffer.wrap(bytes), shape, type);
            }
            case INT16 -> {
                short[] shorts = new short[ints.length];
                for (int i = 0; i < shorts.length; i++) {
                    shorts[i] = (short) ints[i];
                }
                return OnnxTensor.createTensor(environment, ShortBuffer.wrap(shorts), shape);
            }
            default -> {
                return OnnxTensor.createTensor(environment, IntBuffer.wrap(ints), shape);
            }
        }
    }

    /**
     * The elements of a tensor, in the arrays that a tensor column holds.
     *
     * @throws IllegalStateException for an element type that {@link #readable} refuses
     */
    static Object elements(OnnxTensor tensor) throws OrtException {
        switch (tensor.getInfo().type) {
            case FLOAT, FLOAT16, BFLOAT16 -> {
                return array(tensor.getFloatBuffer());
            }
            case DOUBLE -> {
                DoubleBuffer buffer = tensor.getDoubleBuffer();
                double[] doubles = new double[buffer.remaining()];
                buffer.get(doubles);
                return doubles;
            }
            case INT64 -> {
                LongBuffer buffer = tensor.getLongBuffer();
                long[] longs = new long[buffer.remaining()];
                buffer.get(longs);
                return longs;
            }
            case INT32 -> {
                IntBuffer buffer = tensor.getIntBuffer();
                int[] ints = new int[buffer.remaining()];
                buffer.get(ints);
                return ints;
            }
            case INT16 -> {
                ShortBuffer buffer = tensor.getShortBuffer();
                int[] ints = new int[buffer.remaining()];
                Arrays.setAll(ints, buffer::get);
                return ints;
            }
            case INT8, UINT8 -> {
                ByteBuffer buffer = tensor.getByteBuffer();
                int mask = tensor.getInfo().type == OnnxJavaType.UINT8 ? 0xFF : -1;
                int[] ints = new int[buffer.remaining()];
                Arrays.setAll(ints, i -> buffer.get(i) & mask);
                return ints;
            }
            case BOOL -> {
                ByteBuffer buffer = tensor.getByteBuffer();
                boolean[] booleans = new boolean[buffer.remaining()];
                for (int i = 0; i < booleans.length; i++) {
                    booleans[i] = buffer.get(i) != 0;
                }
                return booleans;
            }
            case STRING -> {
                return texts(tensor);
            }
            default ->
                    throw new IllegalStateException(
                            "An output of the type " + tensor.getInfo().onnxType);
        }
    }

    /** Whether answers of this element type can be written: Java has no unsigned ones. */
    static boolean readable(TensorInfo info) {
        return switch (info.onnxType) {
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT16,
                    ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT32,
                    ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT64 ->
                    false;
            default -> info.type != OnnxJavaType.UNKNOWN;
        };
    }

    private static float[] array(FloatBuffer buffer) {
        float[] floats = new float[buffer.remaining()];
        buffer.get(floats);
        return floats;
    }

    private static String[] texts(OnnxTensor tensor) throws OrtException {
        String[] texts = new String[Math.toIntExact(tensor.getInfo().getNumElements())];
        if (texts.length > 0) {
            flatten(tensor.getValue(), texts, 0);
        }
        return texts;
    }

    private static int flatten(Object value, String[] into, int from) {
        int at = from;
        if (value instanceof Object[] items) {
            for (Object item : items) {
                at = flatten(item, into, at);
            }
            return at;
        }
        into[at] = (String) value;
        return at + 1;
    }

    /** One element, as JSON's writer takes it. */
    static Object at(Object elements, int index) {
        if (elements instanceof float[] floats) {
            return floats[index];
        }
        if (elements instanceof double[] doubles) {
            return doubles[index];
        }
        if (elements instanceof long[] longs) {
            return longs[index];
        }
        if (elements instanceof int[] ints) {
            return ints[index];
        }
        if (elements instanceof boolean[] booleans) {
            return booleans[index];
        }
        return ((Object[]) elements)[index];
    }
}
