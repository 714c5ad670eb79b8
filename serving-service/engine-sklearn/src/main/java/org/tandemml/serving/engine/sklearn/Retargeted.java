package org.tandemml.serving.engine.sklearn;

import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.PyName;
import org.tandemml.serving.engine.pickle.PyObject;
import org.tandemml.serving.engine.pickle.PyValues;

/**
 * TransformedTargetRegressor: what its regressor says, transformed back.
 *
 * @param back what undoes the transformation of the target
 */
record Retargeted(Estimator.Regressor regressor, DoubleUnaryOperator back)
        implements Estimator.Regressor {
    private static final Map<String, DoubleUnaryOperator> FUNCTIONS =
            Map.of(
                    "exp", Math::exp,
                    "expm1", Math::expm1,
                    "log", Math::log,
                    "log1p", Math::log1p,
                    "sqrt", Math::sqrt,
                    "square", value -> value * value);

    static Retargeted of(PyObject model, Estimators reader) throws ModelLoadException {
        if (!(reader.read(model.object("regressor_")) instanceof Estimator.Regressor regressor)
                || regressor.outputs() != 1) {
            throw new ModelLoadException(
                    "The model's %s must have one output.".formatted(model.where("regressor_")));
        }
        return new Retargeted(regressor, inverse(model.object("transformer_")));
    }

    private static DoubleUnaryOperator inverse(PyObject transformer) throws ModelLoadException {
        switch (transformer.simpleType()) {
            case "StandardScaler" -> {
                double scale = transformer.flag("with_std") ? transformer.number("scale_", 1) : 1;
                double mean = transformer.flag("with_mean") ? transformer.number("mean_", 0) : 0;
                return value -> value * scale + mean;
            }
            case "MinMaxScaler" -> {
                double scale = transformer.number("scale_");
                double least = transformer.number("min_");
                return value -> (value - least) / scale;
            }
            case "RobustScaler" -> {
                double scale = transformer.number("scale_", 1);
                double centre = transformer.number("center_", 0);
                return value -> value * scale + centre;
            }
            case "FunctionTransformer" -> {
                return function(transformer);
            }
            default ->
                    throw new ModelLoadException(
                            "The model's target is transformed by a %s, which is not served."
                                    .formatted(transformer.simpleType()));
        }
    }

    /** Numpy's functions are known by name; nothing of the file is called. */
    private static DoubleUnaryOperator function(PyObject transformer) throws ModelLoadException {
        Object function = transformer.get("inverse_func");
        if (function == null) {
            return value -> value;
        }
        if (function instanceof PyName known) {
            for (Map.Entry<String, DoubleUnaryOperator> each : FUNCTIONS.entrySet()) {
                if (KnownClasses.isUfunc(known.name(), each.getKey())) {
                    return each.getValue();
                }
            }
        }
        throw new ModelLoadException(
                "The model's %s is %s: a server without Python cannot call it."
                        .formatted(transformer.where("inverse_func"), PyValues.kind(function)));
    }

    @Override
    public int features() {
        return regressor.features();
    }

    @Override
    public Need[] needs() {
        return regressor.needs();
    }

    @Override
    public int outputs() {
        return 1;
    }

    @Override
    public double[] predict(Batch rows) {
        double[] values = regressor.predict(rows);
        for (int i = 0; i < values.length; i++) {
            values[i] = back.applyAsDouble(values[i]);
        }
        return values;
    }
}
