package org.tandemml.serving.engine.sklearn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.PyObject;

/** Steps that leave columns out: which ones, their scores say. */
final class Selection {
    private Selection() {}

    static Transformer of(PyObject model, int width) throws ModelLoadException {
        boolean[] kept =
                switch (model.simpleType()) {
                    case "VarianceThreshold" -> varied(model, width);
                    case "SelectKBest" -> best(model, width);
                    case "SelectPercentile" -> percentile(model, width);
                    case "SelectFromModel" -> Importances.kept(model, width);
                    case "SelectFpr" -> unlikely(model, width, model.number("alpha"));
                    case "SelectFdr" -> falsePositives(model, width);
                    case "SelectFwe" -> unlikely(model, width, model.number("alpha") / width);
                    default -> flags(model, width);
                };
        int[] columns = java.util.stream.IntStream.range(0, width).filter(i -> kept[i]).toArray();
        if (columns.length == 0) {
            throw new ModelLoadException(
                    "The model's %s keeps no column.".formatted(model.simpleType()));
        }
        return Kept.of(width, columns, Need.numbers(columns.length));
    }

    private static double[] numbers(PyObject model, String name, int width)
            throws ModelLoadException {
        return Transformers.numbers(model.array(name), model.where(name), width);
    }

    private static boolean[] varied(PyObject model, int width) throws ModelLoadException {
        double[] variances = numbers(model, "variances_", width);
        double threshold = model.number("threshold");
        boolean[] kept = new boolean[width];
        for (int i = 0; i < width; i++) {
            kept[i] = variances[i] > threshold;
        }
        return kept;
    }

    /** Columns that are so unlikely to be chance. */
    private static boolean[] unlikely(PyObject model, int width, double limit)
            throws ModelLoadException {
        double[] chances = numbers(model, "pvalues_", width);
        boolean[] kept = new boolean[width];
        for (int i = 0; i < width; i++) {
            kept[i] = chances[i] < limit;
        }
        return kept;
    }

    /** By the procedure of Benjamini and Hochberg. */
    private static boolean[] falsePositives(PyObject model, int width) throws ModelLoadException {
        double[] chances = numbers(model, "pvalues_", width);
        double[] sorted = chances.clone();
        Arrays.sort(sorted);
        double part = model.number("alpha") / width;
        double limit = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < width; i++) {
            limit = sorted[i] <= part * (i + 1) ? sorted[i] : limit;
        }
        boolean[] kept = new boolean[width];
        for (int i = 0; i < width; i++) {
            kept[i] = chances[i] <= limit;
        }
        return kept;
    }

    private static boolean[] flags(PyObject model, int width) throws ModelLoadException {
        double[] flags = numbers(model, "support_", width);
        boolean[] kept = new boolean[width];
        for (int i = 0; i < width; i++) {
            kept[i] = flags[i] != 0;
        }
        return kept;
    }

    /** Scores, those that are none as the least. */
    private static double[] scores(PyObject model, int width) throws ModelLoadException {
        double[] scores = numbers(model, "scores_", width);
        for (int i = 0; i < width; i++) {
            scores[i] = scores[i] != scores[i] ? -Double.MAX_VALUE : scores[i];
        }
        return scores;
    }

    private static boolean[] best(PyObject model, int width) throws ModelLoadException {
        boolean[] kept = new boolean[width];
        if ("all".equals(model.get("k"))) {
            Arrays.fill(kept, true);
            return kept;
        }
        double[] scores = scores(model, width);
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            order.add(i);
        }
        order.sort(Comparator.comparingDouble(i -> scores[i]));
        for (int i = Math.max(0, width - Math.max(0, model.integer("k"))); i < width; i++) {
            kept[order.get(i)] = true;
        }
        return kept;
    }

    private static boolean[] percentile(PyObject model, int width) throws ModelLoadException {
        double part = model.number("percentile");
        boolean[] kept = new boolean[width];
        if (part == 100) {
            Arrays.fill(kept, true);
            return kept;
        }
        double[] scores = scores(model, width);
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        double place = Math.max(0, Math.min(1, (100 - part) / 100)) * (width - 1);
        int below = (int) Math.floor(place);
        double above = sorted[Math.min(width - 1, below + 1)];
        double threshold = sorted[below] + (above - sorted[below]) * (place - below);
        int room = (int) (width * part / 100);
        for (int i = 0; i < width; i++) {
            kept[i] = part > 0 && scores[i] > threshold;
            room -= kept[i] ? 1 : 0;
        }
        for (int i = 0; i < width && room > 0; i++) {
            if (scores[i] == threshold) {
                kept[i] = true;
                room--;
            }
        }
        return kept;
    }
}
