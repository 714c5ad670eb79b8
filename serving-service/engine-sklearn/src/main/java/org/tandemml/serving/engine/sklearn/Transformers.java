package org.tandemml.serving.engine.sklearn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.Texts;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.Dtype;
import org.tandemml.serving.engine.pickle.PyArray;
import org.tandemml.serving.engine.pickle.PyName;
import org.tandemml.serving.engine.pickle.PyObject;
import org.tandemml.serving.engine.pickle.PyValues;

/** Reads the steps that make columns of columns. */
final class Transformers {
    private static final int MAX_DEPTH = 32;

    private final Version version;
    private int depth;

    Transformers(Version version) {
        this.version = version;
    }

    /**
     * Reads a step.
     *
     * @param width how many columns reach it
     */
    Transformer read(PyObject model, int width) throws ModelLoadException {
        if (++depth > MAX_DEPTH) {
            throw new ModelLoadException(
                    "The model's steps are nested more than %d deep.".formatted(MAX_DEPTH));
        }
        Transformer step =
                switch (model.simpleType()) {
                    case "Pipeline" -> chain(model, width);
                    case "ColumnTransformer" -> split(model, width);
                    case "FunctionTransformer" -> identity(model, width);
                    case "StandardScaler" -> standard(model, width);
                    case "MinMaxScaler" -> minMax(model, width);
                    case "RobustScaler" ->
                            shifted(
                                    width,
                                    numbers(model, "center_", width, 0),
                                    numbers(model, "scale_", width, 1));
                    case "MaxAbsScaler" -> maxAbs(model, width);
                    case "OneHotEncoder" -> OneHot.of(model, width);
                    case "OrdinalEncoder" -> Ordinal.of(model, width);
                    case "SimpleImputer" -> Imputer.of(model, width);
                    case "PolynomialFeatures" -> Polynomial.of(model, width);
                    case "FeatureUnion" -> union(model, width);
                    case "Normalizer" -> RowNorm.of(model, width);
                    case "Binarizer" -> binary(model, width);
                    case "KBinsDiscretizer" -> Bins.of(model, width, version);
                    case "PowerTransformer" -> power(model, width);
                    case "QuantileTransformer" -> Quantiles.of(model, width);
                    case "TargetEncoder" -> TargetMeans.of(model, width);
                    case "KNNImputer" -> NeighbourImputer.of(model, width);
                    case "CountVectorizer", "TfidfVectorizer", "HashingVectorizer" ->
                            Vectorizer.of(model);
                    case "TfidfTransformer" -> TermWeights.of(model, width);
                    case "RBFSampler" -> RandomFeatures.waves(model);
                    case "Nystroem" -> RandomFeatures.likeness(model);
                    case "IterativeImputer" ->
                            ChainedImputer.of(model, width, this, new Estimators(version));
                    case "MissingIndicator" -> indicated(model, width);
                    case "PCA", "IncrementalPCA", "TruncatedSVD", "FastICA" ->
                            Projection.of(model, width, version);
                    case "VarianceThreshold",
                            "SelectKBest",
                            "SelectPercentile",
                            "SelectFromModel",
                            "SelectFpr",
                            "SelectFdr",
                            "SelectFwe",
                            "RFE",
                            "RFECV",
                            "SequentialFeatureSelector" ->
                            Selection.of(model, width);
                    default ->
                            throw new ModelLoadException(
                                    "The model has the step %s, which is not served."
                                            .formatted(Texts.excerpt(model.type())));
                };
        if (step.needs().length != width) {
            throw new ModelLoadException(
                    "The model's step %s takes %d columns, %d reach it."
                            .formatted(model.simpleType(), step.needs().length, width));
        }
        depth--;
        return step;
    }

    private Transformer chain(PyObject model, int width) throws ModelLoadException {
        List<Transformer> steps = new ArrayList<>();
        int now = width;
        for (Object step : model.list("steps")) {
            List<@Nullable Object> pair = PyValues.list(step, model.where("steps"));
            Object value = pair.size() == 2 ? pair.get(1) : null;
            if (value == null || "passthrough".equals(value)) {
                continue;
            }
            Transformer read = read(PyValues.object(value, model.where("steps")), now);
            steps.add(read);
            now = read.width();
        }
        return steps.isEmpty() ? Passage.of(width) : new Chain(steps);
    }

    /** The columns of each part stand in a dictionary since 1.0, as numbers. */
    private Transformer split(PyObject model, int width) throws ModelLoadException {
        if (model.has("transformer_weights")) {
            throw new ModelLoadException(
                    "The model's %s are not served.".formatted(model.where("transformer_weights")));
        }
        Object indices = model.get("_transformer_to_input_indices");
        Map<?, ?> places = indices instanceof Map<?, ?> map ? map : Map.of();
        Map<String, Integer> names = names(model);
        List<ColumnSplit.Part> parts = new ArrayList<>();
        for (Object each : model.list("transformers_")) {
            List<@Nullable Object> triple = PyValues.list(each, model.where("transformers_"));
            if (triple.size() != 3) {
                throw new ModelLoadException("The model's transformers_ are no triples.");
            }
            Object step = triple.get(1);
            if ("drop".equals(step)) {
                continue;
            }
            Object where = places.get(triple.get(0));
            int[] columns = columns(where == null ? triple.get(2) : where, width, names);
            if (columns.length == 0) {
                continue;
            }
            Transformer read =
                    "passthrough".equals(step)
                            ? Passage.of(columns.length)
                            : read(
                                    PyValues.object(step, model.where("transformers_")),
                                    columns.length);
            parts.add(new ColumnSplit.Part(columns, read));
        }
        return ColumnSplit.of(width, parts);
    }

    /** Each part is given all columns. */
    private Transformer union(PyObject model, int width) throws ModelLoadException {
        if (model.has("transformer_weights")) {
            throw new ModelLoadException(
                    "The model's %s are not served.".formatted(model.where("transformer_weights")));
        }
        int[] all = java.util.stream.IntStream.range(0, width).toArray();
        List<ColumnSplit.Part> parts = new ArrayList<>();
        for (Object each : model.list("transformer_list")) {
            List<@Nullable Object> pair = PyValues.list(each, model.where("transformer_list"));
            Object step = pair.size() == 2 ? pair.get(1) : null;
            if ("drop".equals(step)) {
                continue;
            }
            Transformer read =
                    "passthrough".equals(step)
                            ? Passage.of(width)
                            : read(PyValues.object(step, model.where("transformer_list")), width);
            parts.add(new ColumnSplit.Part(all, read));
        }
        return ColumnSplit.of(width, parts);
    }

    private static Transformer binary(PyObject model, int width) throws ModelLoadException {
        double threshold = model.number("threshold");
        float rounded = (float) threshold;
        return new ByColumn(
                width,
                (value, column) -> value > threshold ? 1 : 0,
                List.of((value, column) -> value > rounded ? 1 : 0));
    }

    /** MissingIndicator: 1 where a value is missing, else 0. */
    private static Transformer indicated(PyObject model, int width) throws ModelLoadException {
        if (!(model.get("missing_values") instanceof Double missing) || !missing.isNaN()) {
            throw new ModelLoadException(
                    "The model's %s is something else than NaN, which is not served."
                            .formatted(model.where("missing_values")));
        }
        int[] features = model.array("features_").ints(model.where("features_"));
        for (int feature : features) {
            if (feature < 0 || feature >= width) {
                throw new ModelLoadException("The model's indicator names no column.");
            }
        }
        ByColumn flags = new ByColumn(features.length, (value, column) -> value != value ? 1 : 0);
        return new Chain(List.of(Kept.of(width, features, Need.numbers(features.length)), flags));
    }

    private Transformer power(PyObject model, int width) throws ModelLoadException {
        Transformer power = PowerStep.of(model, width);
        return model.flag("standardize")
                ? new Chain(List.of(power, read(model.object("_scaler"), width)))
                : power;
    }

    private static Map<String, Integer> names(PyObject model) throws ModelLoadException {
        Map<String, Integer> names = new HashMap<>();
        if (model.get("feature_names_in_") instanceof PyArray array) {
            @Nullable Object[] values = array.values(model.where("feature_names_in_"));
            for (int i = 0; i < values.length; i++) {
                names.put(String.valueOf(values[i]), i);
            }
        }
        return names;
    }

    /** Columns by number, name, flag or range. */
    private static int[] columns(@Nullable Object spec, int width, Map<String, Integer> names)
            throws ModelLoadException {
        List<Integer> columns = new ArrayList<>();
        if (spec instanceof PyObject object && object.simpleType().equals("_RemainderColsList")) {
            return columns(object.get("data"), width, names);
        }
        if (spec instanceof PyObject object && object.type().equals("builtins.slice")) {
            return range(object.arguments(), width);
        }
        List<@Nullable Object> items =
                spec instanceof PyArray array
                        ? java.util.Arrays.asList(array.values("columns"))
                        : spec instanceof List
                                ? PyValues.list(spec, "columns")
                                : java.util.Arrays.asList(spec);
        for (int i = 0; i < items.size(); i++) {
            Object item = items.get(i);
            if (item instanceof Boolean flag) {
                if (flag) {
                    columns.add(i);
                }
            } else if (item instanceof String name && names.containsKey(name)) {
                columns.add(names.get(name));
            } else {
                int column = PyValues.integer(item, "columns of a ColumnTransformer");
                columns.add(column < 0 ? column + width : column);
            }
        }
        for (int column : columns) {
            if (column < 0 || column >= width) {
                throw new ModelLoadException(
                        "The model's ColumnTransformer takes column %d of %d."
                                .formatted(column, width));
            }
        }
        return columns.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int[] range(List<@Nullable Object> bounds, int width) throws ModelLoadException {
        int from = bounds.get(0) == null ? 0 : PyValues.integer(bounds.get(0), "slice");
        int to = bounds.get(1) == null ? width : PyValues.integer(bounds.get(1), "slice");
        int first = Math.max(0, from < 0 ? from + width : from);
        int end = Math.min(width, to < 0 ? to + width : to);
        if (bounds.size() > 2 && bounds.get(2) != null) {
            throw new ModelLoadException("The model's ColumnTransformer takes a slice in steps.");
        }
        int[] columns = new int[Math.max(0, end - first)];
        java.util.Arrays.setAll(columns, i -> first + i);
        return columns;
    }

    /** Without a function it changes nothing; HistGradientBoosting checks numbers with one. */
    private static Transformer identity(PyObject model, int width) throws ModelLoadException {
        Object function = model.get("func");
        boolean checks =
                function instanceof PyObject partial
                        && partial.type().equals("functools.partial")
                        && partial.arguments().size() == 1
                        && partial.arguments().get(0) instanceof PyName name
                        && name.name().equals("sklearn.utils.validation.check_array");
        if (function != null && !checks) {
            throw new ModelLoadException(
                    "The model has a FunctionTransformer with the function %s: a server without Python cannot call it."
                            .formatted(PyValues.kind(function)));
        }
        return Passage.of(width);
    }

    private Transformer standard(PyObject model, int width) throws ModelLoadException {
        double[] mean =
                model.flag("with_mean") ? numbers(model, "mean_", width, 0) : new double[width];
        double[] scale =
                model.flag("with_std") ? numbers(model, "scale_", width, 1) : filled(width, 1);
        if (!version.isAtLeast(new Version(1, 8))) {
            return shifted(width, mean, scale);
        }
        // The mean and the scale take the format of the columns first.
        double[] narrowMean = mean.clone();
        double[] narrowScale = scale.clone();
        Maths.roundToBinary32(narrowMean);
        Maths.roundToBinary32(narrowScale);
        return new ByColumn(
                width,
                less(mean).then(dividedBy(scale)),
                List.of(less(narrowMean), dividedBy(narrowScale)));
    }

    static Transformer shifted(int width, double[] centre, double[] scale) {
        return new ByColumn(width, less(centre), dividedBy(scale));
    }

    static ByColumn.Change less(double[] centre) {
        return (value, column) -> value - centre[column];
    }

    private static ByColumn.Change dividedBy(double[] scale) {
        return (value, column) -> value / scale[column];
    }

    private static Transformer maxAbs(PyObject model, int width) throws ModelLoadException {
        ByColumn.Change scaled = dividedBy(numbers(model, "scale_", width, 1));
        return model.flag("clip")
                ? new ByColumn(width, scaled, clipped(-1, 1))
                : new ByColumn(width, scaled);
    }

    private static ByColumn.Change clipped(double low, double high) {
        return (value, column) -> value < low ? low : value > high ? high : value;
    }

    private static Transformer minMax(PyObject model, int width) throws ModelLoadException {
        double[] scale = numbers(model, "scale_", width, 1);
        double[] least = numbers(model, "min_", width, 0);
        ByColumn.Change scaled = (value, column) -> value * scale[column];
        ByColumn.Change moved = (value, column) -> value + least[column];
        if (!model.flag("clip")) {
            return new ByColumn(width, scaled, moved);
        }
        List<@Nullable Object> range = model.list("feature_range");
        double low = PyValues.number(range.get(0), model.where("feature_range"));
        double high = PyValues.number(range.get(1), model.where("feature_range"));
        return new ByColumn(width, scaled, moved, clipped(low, high));
    }

    private static double[] numbers(PyObject model, String name, int width, double absent)
            throws ModelLoadException {
        if (model.has(name)) {
            return numbers(model.array(name), model.where(name), width);
        }
        return filled(width, absent);
    }

    private static double[] filled(int width, double value) {
        double[] values = new double[width];
        java.util.Arrays.fill(values, value);
        return values;
    }

    /** Whether a step's answers are asked for in binary32. */
    static boolean asksBinary32(PyObject model) {
        Object dtype = model.get("dtype");
        return dtype instanceof PyName name && name.name().equals("numpy.float32")
                || dtype instanceof Dtype type && type.isSingle();
    }

    /** So many numbers. */
    static double[] numbers(PyArray array, String where, int width) throws ModelLoadException {
        double[] values = array.doubles(where);
        if (values.length != width) {
            throw new ModelLoadException(
                    "The model's %s is for %d columns, %d reach it."
                            .formatted(where, values.length, width));
        }
        return values;
    }
}
