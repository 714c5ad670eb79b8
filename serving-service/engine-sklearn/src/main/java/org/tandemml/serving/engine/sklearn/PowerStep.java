package org.tandemml.serving.engine.sklearn;

import org.tandemml.model.Texts;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.PredictionException;
import org.tandemml.serving.engine.pickle.PyObject;

/** PowerTransformer without its scaler: Yeo and Johnson's function, or Box and Cox's. */
record PowerStep(double[] lambdas, boolean positive) implements Transformer {

    static PowerStep of(PyObject model, int width) throws ModelLoadException {
        double[] lambdas =
                Transformers.numbers(model.array("lambdas_"), model.where("lambdas_"), width);
        String method = model.text("method");
        if (!method.equals("yeo-johnson") && !method.equals("box-cox")) {
            throw new ModelLoadException(
                    "The model's %s is '%s', which is none."
                            .formatted(model.where("method"), Texts.excerpt(method)));
        }
        return new PowerStep(lambdas, method.equals("box-cox"));
    }

    @Override
    public Need[] needs() {
        return Need.numbers(lambdas.length);
    }

    @Override
    public int width() {
        return lambdas.length;
    }

    @Override
    public Batch apply(Batch in) {
        double[][] columns = new double[lambdas.length][in.rows()];
        for (int i = 0; i < lambdas.length; i++) {
            double[] values = in.numbers(i);
            for (int row = 0; row < values.length; row++) {
                if (positive && values[row] <= 0) {
                    throw new PredictionException(
                            row,
                            "Row %d: feature %d is not above zero, which Box and Cox's function needs."
                                    .formatted(row, i));
                }
                columns[i][row] =
                        positive
                                ? power(values[row], lambdas[i])
                                : yeoJohnson(values[row], lambdas[i]);
            }
        }
        return new Batch(in.rows(), java.util.Arrays.<Object>asList((Object[]) columns))
                .inFormatOf(in);
    }

    /** (x^lambda - 1) / lambda, whose limit at 0 is the logarithm. */
    private static double power(double x, double lambda) {
        double log = Math.log(x);
        return Math.abs(lambda) < 1e-19 ? log : Math.expm1(lambda * log) / lambda;
    }

    private static double yeoJohnson(double x, double lambda) {
        double log = Math.log1p(Math.abs(x));
        if (x >= 0) {
            return Math.abs(lambda) < Math.ulp(1.0) ? log : Math.expm1(lambda * log) / lambda;
        }
        double other = 2 - lambda;
        return Math.abs(other) <= Math.ulp(1.0) ? -log : -Math.expm1(other * log) / other;
    }
}
