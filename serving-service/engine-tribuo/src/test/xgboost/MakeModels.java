import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.ensemble.VotingCombiner;
import org.tribuo.classification.xgboost.XGBoostClassificationTrainer;
import org.tribuo.ensemble.BaggingTrainer;
import org.tribuo.impl.ArrayExample;
import org.tribuo.multilabel.MultiLabel;
import org.tribuo.multilabel.MultiLabelFactory;
import org.tribuo.multilabel.baseline.IndependentMultiLabelTrainer;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.xgboost.XGBoostRegressionTrainer;
import org.tribuo.regression.xgboost.XGBoostRegressionTrainer.RegressionType;
import org.tribuo.transform.TransformTrainer;
import org.tribuo.transform.TransformationMap;
import org.tribuo.transform.transformations.MeanStdDevTransformation;

/**
 * Makes small models with XGBoost inside of Tribuo, with Tribuo's own answers. They are kept as
 * files because XGBoost is native code, which the build does without. Run with the class path of
 * tribuo-classification-xgboost, tribuo-regression-xgboost and tribuo-multilabel-core 4.3.2 and the
 * folder to write to.
 */
final class MakeModels {
    private static final String[] FEATURES = {"age", "balance", "kind@new", "tenure"};

    private final Path folder;

    private MakeModels(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] arguments) throws Exception {
        new MakeModels(Path.of(arguments[0])).run();
    }

    private void run() throws Exception {
        Map<String, Object> plain =
                Map.of("max_depth", 4, "eta", 0.4, "nthread", 1, "seed", 1, "alpha", 0.1);
        Map<String, Object> classes =
                with(plain, Map.of("objective", "multi:softprob", "num_class", 3));
        Map<String, Object> pair =
                with(plain, Map.of("objective", "multi:softprob", "num_class", 2));
        Map<String, Object> squares = with(plain, Map.of("objective", "reg:squarederror"));
        Function<double[], Label> three =
                x -> new Label(x[0] + x[1] > 0.7 ? "good" : x[3] > 0.4 ? "bad" : "so so");
        Function<double[], Label> two = x -> new Label(x[0] * x[1] > x[3] ? "yes" : "no");
        MutableDataset<Label> labelled = dataset(new LabelFactory(), three);
        save("three-labels", new XGBoostClassificationTrainer(6, classes).train(labelled));
        save(
                "two-labels",
                new XGBoostClassificationTrainer(5, pair)
                        .train(dataset(new LabelFactory(), two)));
        save("dart", new XGBoostClassificationTrainer(6, with(classes, Map.of("booster", "dart", "rate_drop", 0.3))).train(labelled));
        save(
                "standardised",
                new TransformTrainer<>(
                                new XGBoostClassificationTrainer(4, classes),
                                new TransformationMap(List.of(new MeanStdDevTransformation())))
                        .train(labelled));
        save(
                "bagged",
                new BaggingTrainer<>(
                                new XGBoostClassificationTrainer(3, classes), new VotingCombiner(), 3)
                        .train(labelled));
        MutableDataset<Regressor> measured =
                dataset(
                        new RegressionFactory(),
                        x ->
                                new Regressor(
                                        new String[] {"west", "north wind"},
                                        new double[] {3 * x[0] - x[1], x[1] * x[3]}));
        save("two-numbers", new XGBoostRegressionTrainer(RegressionType.LINEAR, 6, squares).train(measured));
        save("linear", new XGBoostRegressionTrainer(RegressionType.LINEAR, 9, with(squares, Map.of("booster", "gblinear"))).train(measured));
        save(
                "one-number",
                new XGBoostRegressionTrainer(RegressionType.LINEAR, 6, squares)
                        .train(
                                dataset(
                                        new RegressionFactory(),
                                        x -> new Regressor("price", 3 * x[0] - x[1] + x[3]))));
        save(
                "several-labels",
                new IndependentMultiLabelTrainer(new XGBoostClassificationTrainer(4, pair))
                        .train(
                                dataset(
                                        new MultiLabelFactory(),
                                        x ->
                                                new MultiLabel(
                                                        Stream.of(
                                                                        x[0] > 0 ? "warm" : "",
                                                                        x[3] > x[1] ? "wet" : "")
                                                                .filter(name -> !name.isEmpty())
                                                                .map(Label::new)
                                                                .collect(Collectors.toSet())))));
    }

    private static Map<String, Object> with(Map<String, Object> plain, Map<String, ?> more) {
        Map<String, Object> parameters = new TreeMap<>(plain);
        parameters.putAll(more);
        return parameters;
    }

    private static <T extends Output<T>> MutableDataset<T> dataset(
            OutputFactory<T> factory, Function<double[], T> target) {
        MutableDataset<T> dataset =
                new MutableDataset<>(new SimpleDataSourceProvenance("synthetic", factory), factory);
        for (double[] row : rows(160, 7)) {
            double[] known = Arrays.stream(row).map(x -> Double.isNaN(x) ? 0 : x).toArray();
            dataset.add(example(target.apply(known), row));
        }
        return dataset;
    }

    /** NaN is absent, as some of the two last features are. */
    private static List<double[]> rows(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<double[]> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double[] row = random.doubles(FEATURES.length, -2, 2).toArray();
            row[2] = random.nextInt(3) == 0 ? Double.NaN : random.nextInt(3);
            row[3] = random.nextInt(5) == 0 ? Double.NaN : row[3];
            rows.add(row);
        }
        return rows;
    }

    private static <T extends Output<T>> Example<T> example(T output, double[] row) {
        ArrayExample<T> example = new ArrayExample<>(output);
        for (int i = 0; i < row.length; i++) {
            if (!Double.isNaN(row[i])) {
                example.add(FEATURES[i], row[i]);
            }
        }
        return example;
    }

    private <T extends Output<T>> void save(String name, Model<T> model) throws Exception {
        Path place = Files.createDirectories(folder.resolve(name).resolve("model"));
        model.serializeToFile(place.resolve("model.tribuo"));
        String columns =
                Stream.of(FEATURES)
                        .map(
                                feature ->
                                        "{\"type\": \"double\", \"name\": \"%s\", \"required\": %s}"
                                                .formatted(
                                                        feature,
                                                        !feature.equals(FEATURES[2])
                                                                && !feature.equals(FEATURES[3])))
                        .collect(Collectors.joining(", ", "[", "]"));
        Files.writeString(
                place.resolve("MLmodel"),
                "flavors:\n  tribuo:\n    data: model.tribuo\n    tribuo_version: 4.3.2\n"
                        + "signature:\n  inputs: '"
                        + columns
                        + "'\n  outputs: null\n  params: null\n");
        List<double[]> rows = new ArrayList<>(rows(20, 99));
        rows.add(new double[] {0, 0, 0, 0});
        rows.add(new double[] {-0.0, 1e30, 1, -1e30});
        rows.add(new double[] {1, -1, Double.NaN, Double.NaN});
        Path base = folder.resolve(name);
        Files.writeString(base.resolve("input.json"), input(rows));
        Files.writeString(
                base.resolve("expected_invocations.json"),
                rows.stream()
                        .map(row -> answer(model, row))
                        .collect(Collectors.joining(",\n", "{\"predictions\": [\n", "]}\n")));
        Files.writeString(
                base.resolve("meta.json"),
                "{\"format\": \"tribuo\", \"tolerance\": {\"absolute\": 0, \"relative\": 0}}\n");
    }

    private static String input(List<double[]> rows) {
        String names =
                Stream.of(FEATURES)
                        .map("\"%s\""::formatted)
                        .collect(Collectors.joining(", ", "[", "]"));
        String data =
                rows.stream()
                        .map(
                                row ->
                                        Arrays.stream(row)
                                                .mapToObj(x -> Double.isNaN(x) ? "null" : "" + x)
                                                .collect(Collectors.joining(", ", "[", "]")))
                        .collect(Collectors.joining(",\n", "[\n", "]"));
        return "{\"dataframe_split\": {\"columns\": %s, \"data\": %s}}\n".formatted(names, data);
    }

    private static <T extends Output<T>> String answer(Model<T> model, double[] row) {
        T unknown = model.getOutputIDInfo().getDomain().iterator().next();
        Prediction<T> prediction = model.predict(example(unknown, row));
        if (prediction.getOutput() instanceof Label label) {
            Map<String, Double> scores = new TreeMap<>();
            prediction
                    .getOutputScores()
                    .forEach((key, score) -> scores.put(key, ((Label) score).getScore()));
            return "{\"prediction\": \"%s\", \"probabilities\": %s}"
                    .formatted(label.getLabel(), object(scores));
        }
        if (prediction.getOutput() instanceof MultiLabel labels) {
            return "{\"prediction\": %s, \"probabilities\": {}}"
                    .formatted(
                            labels.getLabelSet().stream()
                                    .map(label -> '"' + label.getLabel() + '"')
                                    .sorted()
                                    .collect(Collectors.joining(", ", "[", "]")));
        }
        Regressor numbers = (Regressor) prediction.getOutput();
        if (numbers.size() == 1) {
            return String.valueOf(numbers.getValues()[0]);
        }
        Map<String, Double> byName = new TreeMap<>();
        for (int i = 0; i < numbers.size(); i++) {
            byName.put(numbers.getNames()[i], numbers.getValues()[i]);
        }
        return object(byName);
    }

    private static String object(Map<String, Double> numbers) {
        return numbers.entrySet().stream()
                .map(entry -> "\"%s\": %s".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
