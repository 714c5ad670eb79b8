package org.tandemml.serving.engine.sklearn;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.PyArray;
import org.tandemml.serving.engine.pickle.PyObject;
import org.tandemml.serving.engine.pickle.PyValues;

/**
 * KBinsDiscretizer: the number of a value's bin, or a column for each bin.
 *
 * @param inner the edges between bins, by input
 * @param apart whether each bin has a column
 * @param near whether values just below an edge lie above it
 */
record Bins(List<double[]> inner, boolean apart, boolean near) implements Transformer {

    static Bins of(PyObject model, int width, Version version) throws ModelLoadException {
        String where = model.where("bin_edges_");
        @Nullable Object[] edges = model.array("bin_edges_").values(where);
        if (edges.length != width) {
            throw new ModelLoadException(
                    "The model's %s are for %d columns, %d reach it."
                            .formatted(where, edges.length, width));
        }
        List<double[]> inner = new ArrayList<>();
        for (Object each : edges) {
            PyArray array = PyValues.array(each, where);
            if (array.size() < 2) {
                throw new ModelLoadException("The model's %s have no bin.".formatted(where));
            }
            double[] all = array.doubles(where);
            inner.add(java.util.Arrays.copyOfRange(all, 1, all.length - 1));
        }
        boolean near = !version.isAtLeast(new Version(1, 1));
        return new Bins(List.copyOf(inner), !model.text("encode").equals("ordinal"), near);
    }

    @Override
    public Need[] needs() {
        return Need.numbers(inner.size());
    }

    @Override
    public int width() {
        return apart ? inner.stream().mapToInt(edges -> edges.length + 1).sum() : inner.size();
    }

    @Override
    public Batch apply(Batch in) {
        Checks.requireFinite(in, "KBinsDiscretizer");
        List<Object> columns = new ArrayList<>();
        for (int i = 0; i < inner.size(); i++) {
            double[] edges = inner.get(i);
            double[] values = in.numbers(i);
            double[][] made = new double[apart ? edges.length + 1 : 1][in.rows()];
            for (int row = 0; row < in.rows(); row++) {
                int bin = bin(edges, values[row]);
                made[apart ? bin : 0][row] = apart ? 1 : bin;
            }
            columns.addAll(List.of((Object[]) made));
        }
        return new Batch(in.rows(), columns).inFormatOf(in);
    }

    private int bin(double[] edges, double value) {
        double compared = near ? value + (1e-8 + 1e-5 * Math.abs(value)) : value;
        int bin = 0;
        while (bin < edges.length && edges[bin] <= compared) {
            bin++;
        }
        return bin;
    }
}
