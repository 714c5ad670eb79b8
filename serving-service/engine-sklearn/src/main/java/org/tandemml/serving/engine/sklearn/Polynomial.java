package org.tandemml.serving.engine.sklearn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.PyObject;

/**
 * PolynomialFeatures: products of columns.
 *
 * @param terms the columns that are multiplied, by output
 */
record Polynomial(int inputs, List<int[]> terms) implements Transformer {
    private static final int MAX_TERMS = 1 << 20;

    static Polynomial of(PyObject model, int width) throws ModelLoadException {
        int least = model.has("_min_degree") ? model.integer("_min_degree") : 0;
        int most =
                model.has("_max_degree") ? model.integer("_max_degree") : model.integer("degree");
        if (least < 0 || most < least || most > 32) {
            throw new ModelLoadException("The model's polynomial has an impossible degree.");
        }
        boolean distinct = model.flag("interaction_only");
        List<int[]> terms = new ArrayList<>();
        if (model.flag("include_bias")) {
            terms.add(new int[0]);
        }
        for (int degree = Math.max(1, least); degree <= most; degree++) {
            combine(width, degree, distinct, new int[0], terms);
        }
        return new Polynomial(width, terms);
    }

    private static void combine(
            int width, int degree, boolean distinct, int[] before, List<int[]> terms)
            throws ModelLoadException {
        if (before.length == degree) {
            terms.add(before);
            if (terms.size() > MAX_TERMS) {
                throw new ModelLoadException(
                        "The model's polynomial has more than %d terms.".formatted(MAX_TERMS));
            }
            return;
        }
        int last = before.length == 0 ? 0 : before[before.length - 1] + (distinct ? 1 : 0);
        for (int column = last; column < width; column++) {
            int[] longer = Arrays.copyOf(before, before.length + 1);
            longer[before.length] = column;
            combine(width, degree, distinct, longer, terms);
        }
    }

    @Override
    public Need[] needs() {
        return Need.numbers(inputs);
    }

    @Override
    public int width() {
        return terms.size();
    }

    @Override
    public Batch apply(Batch in) {
        Checks.requireFinite(in, "PolynomialFeatures");
        List<Object> columns = new ArrayList<>(terms.size());
        boolean binary32 = in.isBinary32();
        for (int[] term : terms) {
            double[] product = new double[in.rows()];
            Arrays.fill(product, 1);
            // A term is made of the one without its first column.
            for (int i = term.length - 1; i >= 0; i--) {
                double[] values = in.numbers(term[i]);
                for (int row = 0; row < product.length; row++) {
                    double longer = product[row] * values[row];
                    product[row] = binary32 ? (float) longer : longer;
                }
            }
            columns.add(product);
        }
        return new Batch(in.rows(), columns).inFormatOf(in);
    }
}
