package org.tandemml.serving.engine.sklearn;

import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.PyArray;
import org.tandemml.serving.engine.pickle.PyObject;
import org.tandemml.serving.engine.predict.Labels;

/**
 * SVC and NuSVC: the label has most of the votes of the pairs; probabilities, where the model was
 * trained for them, come from Platt's functions and may name another label.
 *
 * @param a Platt's slopes, one for each pair; empty without probabilities
 * @param b Platt's offsets
 */
record SvmClassifier(
        Labels labels, SupportVectors vectors, double[] a, double[] b, boolean oneVersusOne)
        implements Estimator.Classifier {
    private static final double LEAST = 1e-7;

    static SvmClassifier of(PyObject model) throws ModelLoadException {
        SupportVectors vectors = SupportVectors.of(model);
        Labels labels = Classes.of(model);
        vectors.requireClasses(labels.names().size());
        if (model.flag("break_ties")) {
            throw new ModelLoadException(
                    "The model's %s breaks ties by the decision function, which is not served."
                            .formatted(model.simpleType()));
        }
        double[] a = platt(model, "_probA", "probA_");
        double[] b = platt(model, "_probB", "probB_");
        if (a.length != b.length || a.length != 0 && a.length != vectors.intercepts().length) {
            throw new ModelLoadException("The model's probabilities do not fit its classes.");
        }
        return new SvmClassifier(
                labels, vectors, a, b, model.text("decision_function_shape", "ovr").equals("ovo"));
    }

    private static double[] platt(PyObject model, String name, String older)
            throws ModelLoadException {
        Object value = model.has(name) ? model.get(name) : model.get(older);
        return value instanceof PyArray array ? array.doubles(model.where(name)) : new double[0];
    }

    @Override
    public int features() {
        return vectors.features();
    }

    @Override
    public int[] predict(Batch rows) {
        Checks.requireFinite(rows, vectors.name());
        double[] matrix = rows.matrix();
        int[] best = new int[rows.rows()];
        for (int row = 0; row < best.length; row++) {
            int[] votes = votes(vectors.pairs(matrix, row * features()));
            for (int i = 1; i < votes.length; i++) {
                best[row] = votes[i] > votes[best[row]] ? i : best[row];
            }
        }
        return best;
    }

    private int[] votes(double[] pairs) {
        int classes = size();
        int[] votes = new int[classes];
        int pair = 0;
        for (int i = 0; i < classes; i++) {
            for (int j = i + 1; j < classes; j++) {
                votes[pairs[pair++] > 0 ? i : j]++;
            }
        }
        return votes;
    }

    @Override
    public double[] decision(Batch rows) {
        Checks.requireFinite(rows, vectors.name());
        double[] matrix = rows.matrix();
        int classes = size();
        int width = classes == 2 ? 1 : oneVersusOne ? vectors.intercepts().length : classes;
        double[] decision = new double[rows.rows() * width];
        for (int row = 0; row < rows.rows(); row++) {
            double[] pairs = vectors.pairs(matrix, row * features());
            if (classes == 2) {
                decision[row] = -pairs[0];
            } else {
                System.arraycopy(
                        oneVersusOne ? pairs : oneVersusRest(pairs),
                        0,
                        decision,
                        row * width,
                        width);
            }
        }
        return decision;
    }

    /** Votes, and the sum of what the pairs say squeezed below half a vote. */
    private double[] oneVersusRest(double[] pairs) {
        int classes = size();
        double[] votes = new double[classes];
        double[] sums = new double[classes];
        int pair = 0;
        for (int i = 0; i < classes; i++) {
            for (int j = i + 1; j < classes; j++) {
                double confidence = -pairs[pair];
                sums[i] -= confidence;
                sums[j] += confidence;
                votes[pairs[pair] < 0 ? j : i]++;
                pair++;
            }
        }
        for (int i = 0; i < classes; i++) {
            votes[i] += sums[i] / (3 * (Math.abs(sums[i]) + 1));
        }
        return votes;
    }

    @Override
    public double @Nullable [] probabilities(Batch rows) {
        if (a.length == 0) {
            return null;
        }
        Checks.requireFinite(rows, vectors.name());
        double[] matrix = rows.matrix();
        int classes = size();
        double[] result = new double[rows.rows() * classes];
        for (int row = 0; row < rows.rows(); row++) {
            double[] pairs = vectors.pairs(matrix, row * features());
            double[][] likely = new double[classes][classes];
            int pair = 0;
            for (int i = 0; i < classes; i++) {
                for (int j = i + 1; j < classes; j++) {
                    double p = Maths.expit(-(a[pair] * pairs[pair] + b[pair]));
                    likely[i][j] = Math.min(Math.max(p, LEAST), 1 - LEAST);
                    likely[j][i] = 1 - likely[i][j];
                    pair++;
                }
            }
            // For two classes too: the libsvm inside of scikit-learn stops its iteration early.
            double[] coupled = coupled(likely);
            System.arraycopy(coupled, 0, result, row * classes, classes);
        }
        return result;
    }

    /** Pairwise coupling: Wu, Lin and Weng 2004, second method, stopped where libsvm stops. */
    private static double[] coupled(double[][] likely) {
        int k = likely.length;
        double[][] q = new double[k][k];
        double[] p = new double[k];
        for (int t = 0; t < k; t++) {
            p[t] = 1.0 / k;
            for (int j = 0; j < k; j++) {
                if (j != t) {
                    q[t][t] += likely[j][t] * likely[j][t];
                    q[t][j] = -likely[j][t] * likely[t][j];
                }
            }
        }
        double limit = 0.005 / k;
        double[] qp = new double[k];
        for (int round = 0; round < Math.max(100, k); round++) {
            double pqp = 0;
            for (int t = 0; t < k; t++) {
                qp[t] = Maths.dot(q[t], 0, p, 0, k);
                pqp += p[t] * qp[t];
            }
            double worst = 0;
            for (int t = 0; t < k; t++) {
                worst = Math.max(worst, Math.abs(qp[t] - pqp));
            }
            if (worst < limit) {
                break;
            }
            for (int t = 0; t < k; t++) {
                double difference = (-qp[t] + pqp) / q[t][t];
                p[t] += difference;
                pqp =
                        (pqp + difference * (difference * q[t][t] + 2 * qp[t]))
                                / (1 + difference)
                                / (1 + difference);
                for (int j = 0; j < k; j++) {
                    qp[j] = (qp[j] + difference * q[t][j]) / (1 + difference);
                    p[j] /= 1 + difference;
                }
            }
        }
        return p;
    }
}
