package org.tandemml.serving.engine.sklearn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.Texts;
import org.tandemml.model.signature.ColumnSpec;
import org.tandemml.model.signature.ColumnType;
import org.tandemml.model.signature.DataType;
import org.tandemml.model.signature.Schema;
import org.tandemml.model.signature.TensorSpec;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.OpenModel;
import org.tandemml.serving.engine.Predictor;
import org.tandemml.serving.engine.pickle.PyArray;
import org.tandemml.serving.engine.pickle.PyObject;
import org.tandemml.serving.engine.pickle.PyValues;

/** An estimator with the columns that it reads. */
final class SklearnModel implements OpenModel {
    private final Answering answering;
    private final Need[] needs;
    private final @Nullable List<String> names;
    private final TreeKernels kernels;

    private SklearnModel(
            Answering answering, Need[] needs, @Nullable List<String> names, TreeKernels kernels) {
        this.kernels = kernels;
        this.answering = answering;
        this.needs = needs;
        this.names = names;
    }

    static SklearnModel of(PyObject model, Version version, String method)
            throws ModelLoadException {
        Estimators reader = new Estimators(version);
        Estimator estimator = reader.read(model);
        Need[] needs = estimator.needs();
        List<String> names = names(model, 0);
        if (names != null && names.size() != needs.length) {
            throw new ModelLoadException(
                    "The model has %d names for %d columns.".formatted(names.size(), needs.length));
        }
        return new SklearnModel(
                Answering.of(estimator, method, reader), needs, names, reader.kernels());
    }

    /** The names that training saw: those of the model, or of a pipeline's first step. */
    private static @Nullable List<String> names(PyObject model, int depth)
            throws ModelLoadException {
        if (model.get("feature_names_in_") instanceof PyArray array) {
            List<String> names = new ArrayList<>();
            for (Object name : array.values(model.where("feature_names_in_"))) {
                names.add(PyValues.text(name, model.where("feature_names_in_")));
            }
            return names;
        }
        if (depth < 8 && model.get("best_estimator_") instanceof PyObject best) {
            return names(best, depth + 1);
        }
        if (depth < 8 && model.simpleType().equals("Pipeline")) {
            for (Object step : model.list("steps")) {
                List<@Nullable Object> pair = PyValues.list(step, model.where("steps"));
                if (pair.size() == 2 && pair.get(1) instanceof PyObject first) {
                    return names(first, depth + 1);
                }
            }
        }
        return null;
    }

    @Override
    public Schema inputs() {
        List<ColumnSpec> columns = new ArrayList<>();
        for (int i = 0; i < needs.length; i++) {
            DataType type = needs[i] == Need.TEXT ? DataType.STRING : DataType.DOUBLE;
            columns.add(
                    new ColumnSpec(
                            names == null ? null : names.get(i),
                            new ColumnType.Scalar(type),
                            names == null || needs[i] != Need.NOTHING));
        }
        return new Schema.Columns(columns);
    }

    @Override
    public Predictor bind(Schema schema) throws ModelLoadException {
        if (schema instanceof Schema.Tensors tensors) {
            requireMatrix(tensors);
            return new SklearnPredictor(
                    answering, needs, null, new boolean[0], kernels, kernels.check());
        }
        List<ColumnSpec> columns = ((Schema.Columns) schema).columns();
        int[] places = new int[needs.length];
        boolean[] binary32 = new boolean[needs.length];
        boolean byName = names != null && ((Schema.Columns) schema).named();
        if (!byName && columns.size() != needs.length) {
            throw new ModelLoadException(
                    "The signature has %d columns, the model takes %d."
                            .formatted(columns.size(), needs.length));
        }
        for (int i = 0; i < places.length; i++) {
            places[i] = byName ? place(i, columns) : i;
            if (places[i] >= 0) {
                requireReadable(columns.get(places[i]), needs[i]);
            }
            // A column that is not sent, and that nothing reads, leaves the format to the others.
            binary32[i] =
                    places[i] < 0
                            || columns.get(places[i])
                                    .type()
                                    .equals(new ColumnType.Scalar(DataType.FLOAT));
        }
        return new SklearnPredictor(answering, needs, places, binary32, kernels, kernels.check());
    }

    private int place(int feature, List<ColumnSpec> columns) throws ModelLoadException {
        String name = java.util.Objects.requireNonNull(names).get(feature);
        for (int i = 0; i < columns.size(); i++) {
            if (name.equals(columns.get(i).name())) {
                return i;
            }
        }
        if (needs[feature] == Need.NOTHING) {
            return -1;
        }
        throw new ModelLoadException(
                "The signature has no column for the model's feature '%s'."
                        .formatted(Texts.excerpt(name)));
    }

    private static void requireReadable(ColumnSpec column, Need need) throws ModelLoadException {
        boolean readable = need == Need.NOTHING;
        String type = "nested";
        if (column.type() instanceof ColumnType.Scalar scalar) {
            type = scalar.type().wireName();
            readable |=
                    switch (scalar.type()) {
                        case BOOLEAN, INTEGER, LONG, FLOAT, DOUBLE -> need == Need.NUMBER;
                        case STRING -> need == Need.TEXT;
                        case BINARY, DATETIME -> false;
                    };
        }
        if (!readable) {
            throw new ModelLoadException(
                    "The model cannot read the column '%s' of type %s: it needs %s."
                            .formatted(
                                    Texts.excerpt(String.valueOf(column.name())),
                                    type,
                                    need == Need.TEXT ? "texts" : "numbers"));
        }
    }

    private void requireMatrix(Schema.Tensors schema) throws ModelLoadException {
        TensorSpec tensor = schema.tensors().size() == 1 ? schema.tensors().get(0) : null;
        boolean fits =
                tensor != null
                        && tensor.shape().length == 2
                        && tensor.shape()[1] == needs.length
                        && tensor.dtype().matches("u?int\\d+|float(16|32|64)|bool")
                        && Arrays.stream(needs).noneMatch(Need.TEXT::equals);
        if (!fits) {
            throw new ModelLoadException(
                    "The model needs one tensor of numbers of shape [-1, %d]."
                            .formatted(needs.length));
        }
    }

    @Override
    public void close() {
        // Everything is on the heap.
    }
}
