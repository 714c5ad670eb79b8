package org.tandemml.serving.engine.pickle;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.ModelLoadException;

/** An array that joblib writes into the stream behind the record that describes it. */
final class JoblibArray {
    static final String TYPE = "joblib.numpy_pickle.NumpyArrayWrapper";

    private JoblibArray() {}

    /** Reads a value that is a pickle of its own. */
    @FunctionalInterface
    interface Nested {
        @Nullable Object read() throws ModelLoadException;
    }

    static PyArray read(PyObject wrapper, PickleBytes in, Nested nested) throws ModelLoadException {
        if (!(wrapper.get("subclass") instanceof PyName subclass)
                || !subclass.name().equals("numpy.ndarray")
                || !(wrapper.get("dtype") instanceof Dtype type)) {
            throw new ModelLoadException(
                    "The pickle is refused at byte %d: joblib's array is of a kind that is not known."
                            .formatted(in.position()));
        }
        if (type.isObject()) {
            return PyValues.array(nested.read(), "array of objects");
        }
        int[] shape = PyArray.shape(wrapper.get("shape"));
        if (wrapper.has("numpy_array_alignment_bytes")) {
            in.take(in.unsigned8());
        }
        long count = type.itemSize();
        for (int length : shape) {
            count *= length;
        }
        byte[] bytes = Objects.requireNonNull(in.take(count));
        return PyArray.of(type, shape, bytes, "F".equals(wrapper.get("order")));
    }
}
