package org.tandemml.serving.engine.sklearn;

import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.PyObject;

/**
 * TfidfTransformer: counts of terms, weighted by how rare the terms are.
 *
 * @param sublinear whether 1 + log(count) stands for a count
 * @param weights of the terms; null if all weigh the same
 * @param norm what rows are divided by; null for nothing
 */
record TermWeights(
        int width, boolean sublinear, double @Nullable [] weights, @Nullable RowNorm norm)
        implements Transformer {

    static TermWeights of(PyObject model, int width) throws ModelLoadException {
        double[] weights = null;
        if (model.flag("use_idf")) {
            // Until 1.4 on the diagonal of a sparse matrix.
            PyObject holder = model.has("idf_") ? model : model.object("_idf_diag");
            String name = model.has("idf_") ? "idf_" : "data";
            weights = Transformers.numbers(holder.array(name), model.where("idf_"), width);
        }
        return new TermWeights(
                width,
                model.flag("sublinear_tf"),
                weights,
                model.has("norm") ? RowNorm.of(model, width) : null);
    }

    @Override
    public Need[] needs() {
        return Need.numbers(width);
    }

    @Override
    public Batch apply(Batch in) {
        double[] counts = in.matrix();
        double[] weighted = new double[counts.length];
        for (int at = 0; at < counts.length; at++) {
            if (counts[at] != 0) {
                double count = sublinear ? Math.log(counts[at]) + 1 : counts[at];
                weighted[at] = weights == null ? count : count * weights[at % width];
            }
        }
        Batch made = Batch.of(in.rows(), width, weighted);
        return norm == null ? made : norm.apply(made);
    }
}
