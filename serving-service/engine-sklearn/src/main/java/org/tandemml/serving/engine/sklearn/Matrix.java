package org.tandemml.serving.engine.sklearn;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.PyArray;
import org.tandemml.serving.engine.pickle.PyObject;
import org.tandemml.serving.engine.pickle.PyValues;

/**
 * A matrix of a model, at least one number in it.
 *
 * @param values rows x columns
 */
record Matrix(int rows, int columns, double[] values) {
    private static final int MAX_CELLS = 1 << 26;

    /** An attribute: an array of two dimensions, or scipy's compressed rows. */
    static Matrix of(PyObject model, String name) throws ModelLoadException {
        String where = model.where(name);
        if (model.get(name) instanceof PyObject sparse && sparse.has("indptr")) {
            return sparse(sparse, where);
        }
        PyArray array = model.array(name);
        if (array.rank() != 2 || array.size() == 0) {
            throw new ModelLoadException(
                    "The model's %s is of shape %s; it must be a matrix."
                            .formatted(where, array.shownShape()));
        }
        return new Matrix(array.length(0), array.length(1), array.doubles(where));
    }

    private static Matrix sparse(PyObject sparse, String where) throws ModelLoadException {
        List<@Nullable Object> shape = sparse.list("_shape");
        int rows = shape.size() == 2 ? PyValues.integer(shape.get(0), where) : 0;
        int columns = shape.size() == 2 ? PyValues.integer(shape.get(1), where) : 0;
        int[] begins = sparse.array("indptr").ints(where);
        int[] places = sparse.array("indices").ints(where);
        double[] numbers = sparse.array("data").doubles(where);
        if (rows < 1 || columns < 1 || (long) rows * columns > MAX_CELLS) {
            throw new ModelLoadException(
                    "The model's %s has %d rows and %d columns; at most %d cells are served."
                            .formatted(where, rows, columns, MAX_CELLS));
        }
        if (begins.length != rows + 1 || places.length != numbers.length) {
            throw new ModelLoadException(
                    "The parts of the model's %s do not fit.".formatted(where));
        }
        double[] values = new double[rows * columns];
        for (int row = 0; row < rows; row++) {
            for (int i = begins[row]; i < begins[row + 1]; i++) {
                if (i < 0 || i >= places.length || places[i] < 0 || places[i] >= columns) {
                    throw new ModelLoadException(
                            "Row %d of the model's %s names a cell that is not there."
                                    .formatted(row, where));
                }
                values[row * columns + places[i]] += numbers[i];
            }
        }
        return new Matrix(rows, columns, values);
    }
}
