package org.tandemml.serving.engine.sklearn;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.PredictionException;
import org.tandemml.serving.engine.pickle.PyObject;
import org.tandemml.serving.engine.pickle.PyValues;

/**
 * CountVectorizer and HashingVectorizer: how often each term is in a text.
 *
 * @param places of the terms
 * @param width how many places
 */
record Vectorizer(TextAnalyzer analyzer, Places places, int width) implements Transformer {
    private static final int MAX_WIDTH = 1 << 22;
    private static final Need[] TEXT = {Need.TEXT};

    /** Where a term is counted. */
    private interface Places {
        /** Counts a term in the row that begins there. */
        void count(String term, double[] counts, int from);
    }

    /** TfidfVectorizer is the first with weights behind it. */
    static Transformer of(PyObject model) throws ModelLoadException {
        return switch (model.simpleType()) {
            case "CountVectorizer" -> counts(model);
            case "TfidfVectorizer" -> {
                Vectorizer counts = counts(model);
                yield new Chain(
                        List.of(counts, TermWeights.of(model.object("_tfidf"), counts.width())));
            }
            default -> hashed(model);
        };
    }

    private static Vectorizer counts(PyObject model) throws ModelLoadException {
        String where = model.where("vocabulary_");
        if (!(model.get("vocabulary_") instanceof Map<?, ?> given) || given.isEmpty()) {
            throw new ModelLoadException("The model has no %s.".formatted(where));
        }
        Map<String, Integer> terms = new HashMap<>();
        boolean[] taken = new boolean[given.size()];
        for (Map.Entry<?, ?> each : given.entrySet()) {
            int place = PyValues.integer(each.getValue(), where);
            if (place < 0 || place >= taken.length || taken[place]) {
                throw new ModelLoadException(
                        "The model's %s must give each of %d terms a place of its own."
                                .formatted(where, taken.length));
            }
            taken[place] = true;
            terms.put(PyValues.text(each.getKey(), where), place);
        }
        boolean once = model.flag("binary");
        Places places =
                (term, counts, from) -> {
                    Integer place = terms.get(term);
                    if (place != null) {
                        counts[from + place] = once ? 1 : counts[from + place] + 1;
                    }
                };
        return new Vectorizer(TextAnalyzer.of(model), places, taken.length);
    }

    private static Transformer hashed(PyObject model) throws ModelLoadException {
        int width = model.integer("n_features");
        if (width < 1 || width > MAX_WIDTH) {
            throw new ModelLoadException(
                    "The model's %s is %d; at most %d are served."
                            .formatted(model.where("n_features"), width, MAX_WIDTH));
        }
        boolean signs = model.flag("alternate_sign");
        boolean once = model.flag("binary");
        Places places =
                (term, counts, from) -> {
                    int hash = Murmur.hash(term.getBytes(StandardCharsets.UTF_8));
                    // As a long, since the least int has no absolute value.
                    int at = from + (int) (Math.abs((long) hash) % width);
                    counts[at] = once ? 1 : counts[at] + (signs && hash < 0 ? -1 : 1);
                };
        Vectorizer counts = new Vectorizer(TextAnalyzer.of(model), places, width);
        return model.has("norm") ? new Chain(List.of(counts, RowNorm.of(model, width))) : counts;
    }

    @Override
    public Need[] needs() {
        return TEXT.clone();
    }

    @Override
    public Batch apply(Batch in) {
        String[] texts = in.texts(0);
        double[] counts = new double[Math.multiplyExact(in.rows(), width)];
        for (int row = 0; row < in.rows(); row++) {
            String text = texts[row];
            if (text == null) {
                throw new PredictionException(
                        row,
                        "Row %d: the text is missing; the model's vectorizer needs one."
                                .formatted(row));
            }
            int from = row * width;
            analyzer.terms(text, term -> places.count(term, counts, from));
        }
        return Batch.of(in.rows(), width, counts);
    }
}
