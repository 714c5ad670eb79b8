package org.tandemml.serving.engine.tribuo;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.tandemml.serving.engine.predict.Labels;
import org.tandemml.serving.engine.predict.Predictions;
import org.tandemml.serving.engine.predict.Predictions.ScoreKind;
import org.tribuo.Model;
import org.tribuo.Prediction;
import org.tribuo.anomaly.AnomalyFactory;
import org.tribuo.anomaly.Event;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.clustering.ClusterID;
import org.tribuo.clustering.ClusteringFactory;
import org.tribuo.multilabel.MultiLabel;
import org.tribuo.multilabel.MultiLabelFactory;
import org.tribuo.regression.Regressor;

/** The answers of Tribuo's five kinds of models. */
final class OutputKinds {
    private OutputKinds() {}

    /** The labels of a classifier in the order of their ids. */
    static Labels labels(Model<Label> model) {
        return new Labels(
                model.getOutputIDInfo().getDomain().stream()
                        .sorted(
                                (a, b) ->
                                        Integer.compare(
                                                model.getOutputIDInfo().getID(a),
                                                model.getOutputIDInfo().getID(b)))
                        .map(Label::getLabel)
                        .toList(),
                false);
    }

    static ScoreKind scoreKind(Model<?> model) {
        return model.generatesProbabilities() ? ScoreKind.PROBABILITIES : ScoreKind.SCORES;
    }

    static Answers.Kind<Label> classification(Model<Label> model) {
        Labels labels = labels(model);
        Map<String, Integer> index = index(labels.names());
        ScoreKind kind = scoreKind(model);
        return new Answers.Kind<>(
                LabelFactory.UNKNOWN_LABEL,
                rows -> new ClassificationAnswers(labels, index, kind, rows));
    }

    /** The outputs of a regression by name, the order in which Tribuo keeps them. */
    static List<String> dimensions(Model<Regressor> model) {
        return List.copyOf(
                new TreeSet<>(
                        model.getOutputIDInfo().getDomain().stream()
                                .flatMap(output -> Arrays.stream(output.getNames()))
                                .toList()));
    }

    static Answers.Kind<Regressor> regression(Model<Regressor> model) {
        List<String> dimensions = dimensions(model);
        return new Answers.Kind<>(
                new Regressor("unknown", Double.NaN),
                rows -> new RegressionAnswers(dimensions, rows));
    }

    static Answers.Kind<ClusterID> clustering(Model<ClusterID> model) {
        int[] ids =
                model.getOutputIDInfo().getDomain().stream()
                        .mapToInt(ClusterID::getID)
                        .sorted()
                        .toArray();
        Labels clusters = new Labels(Arrays.stream(ids).mapToObj(String::valueOf).toList(), true);
        return new Answers.Kind<>(
                ClusteringFactory.UNASSIGNED_CLUSTER_ID,
                rows -> new ClusteringAnswers(clusters, ids, rows));
    }

    static Answers.Kind<Event> anomaly() {
        return new Answers.Kind<>(AnomalyFactory.UNKNOWN_EVENT, AnomalyAnswers::new);
    }

    static Answers.Kind<MultiLabel> multiLabel(Model<MultiLabel> model) {
        Labels labels =
                new Labels(
                        List.copyOf(
                                new TreeSet<>(
                                        model.getOutputIDInfo().getDomain().stream()
                                                .flatMap(
                                                        output ->
                                                                output.getLabelSet().stream()
                                                                        .map(Label::getLabel))
                                                .toList())),
                        false);
        Map<String, Integer> index = index(labels.names());
        ScoreKind kind = scoreKind(model);
        return new Answers.Kind<>(
                MultiLabelFactory.UNKNOWN_MULTILABEL,
                rows -> new MultiLabelAnswers(labels, index, kind, rows));
    }

    private static Map<String, Integer> index(List<String> names) {
        Map<String, Integer> index = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            index.put(names.get(i), i);
        }
        return index;
    }

    private record ClassificationAnswers(
            Labels labels,
            Map<String, Integer> index,
            ScoreKind kind,
            int[] predicted,
            double[] scores)
            implements Answers<Label> {
        ClassificationAnswers(Labels labels, Map<String, Integer> index, ScoreKind kind, int rows) {
            this(labels, index, kind, new int[rows], new double[rows * labels.names().size()]);
        }

        @Override
        public void add(int row, Prediction<Label> prediction) {
            Label output = prediction.getOutput();
            predicted[row] = output == null ? -1 : index.getOrDefault(output.getLabel(), -1);
            int from = row * labels.names().size();
            if (prediction.getOutputScores().isEmpty()) {
                scores[from] = Double.NaN;
                return;
            }
            for (Label label : prediction.getOutputScores().values()) {
                Integer at = index.get(label.getLabel());
                if (at != null) {
                    scores[from + at] = label.getScore();
                }
            }
        }

        @Override
        public Predictions finish() {
            return new Predictions.Classification(labels, predicted, kind, scores);
        }
    }

    private record RegressionAnswers(List<String> dimensions, double[] values, boolean[] present)
            implements Answers<Regressor> {
        RegressionAnswers(List<String> dimensions, int rows) {
            this(dimensions, new double[rows * dimensions.size()], new boolean[rows]);
        }

        @Override
        public void add(int row, Prediction<Regressor> prediction) {
            Regressor output = prediction.getOutput();
            String[] names = output.getNames();
            double[] numbers = output.getValues();
            for (int i = 0; i < names.length; i++) {
                // Tribuo sorts the dimensions by name, as ours are.
                int at = names.length == dimensions.size() ? i : dimensions.indexOf(names[i]);
                values[row * dimensions.size() + at] = numbers[i];
            }
            present[row] = true;
        }

        @Override
        public Predictions finish() {
            return new Predictions.Regression(dimensions, values, present);
        }
    }

    private record ClusteringAnswers(Labels clusters, int[] ids, int[] assigned)
            implements Answers<ClusterID> {
        ClusteringAnswers(Labels clusters, int[] ids, int rows) {
            this(clusters, ids, new int[rows]);
        }

        @Override
        public void add(int row, Prediction<ClusterID> prediction) {
            assigned[row] = Math.max(-1, Arrays.binarySearch(ids, prediction.getOutput().getID()));
        }

        @Override
        public Predictions finish() {
            return new Predictions.Clustering(clusters, assigned);
        }
    }

    private record AnomalyAnswers(boolean[] anomalous, double[] scores) implements Answers<Event> {
        AnomalyAnswers(int rows) {
            this(new boolean[rows], new double[rows]);
        }

        @Override
        public void add(int row, Prediction<Event> prediction) {
            anomalous[row] = prediction.getOutput().getType() == Event.EventType.ANOMALOUS;
            scores[row] = prediction.getOutput().getScore();
        }

        @Override
        public Predictions finish() {
            return new Predictions.Anomalies(anomalous, scores);
        }
    }

    private static final class MultiLabelAnswers implements Answers<MultiLabel> {
        private final Labels labels;
        private final Map<String, Integer> index;
        private final ScoreKind kind;
        private final int rows;
        private final boolean[] set;
        private final double[] scores;
        private boolean anyScores;

        MultiLabelAnswers(Labels labels, Map<String, Integer> index, ScoreKind kind, int rows) {
            this.labels = labels;
            this.index = index;
            this.kind = kind;
            this.rows = rows;
            set = new boolean[rows * labels.names().size()];
            scores = new double[rows * labels.names().size()];
        }

        @Override
        public void add(int row, Prediction<MultiLabel> prediction) {
            int from = row * labels.names().size();
            for (Label label : prediction.getOutput().getLabelSet()) {
                Integer at = index.get(label.getLabel());
                if (at != null) {
                    set[from + at] = true;
                }
            }
            if (prediction.getOutputScores().isEmpty()) {
                scores[from] = Double.NaN;
                return;
            }
            anyScores = true;
            for (MultiLabel one : prediction.getOutputScores().values()) {
                for (Label label : one.getLabelSet()) {
                    Integer at = index.get(label.getLabel());
                    if (at != null) {
                        scores[from + at] = label.getScore();
                    }
                }
            }
        }

        @Override
        public Predictions finish() {
            // Wrappers of binary models keep no scores: their probabilities are an empty object.
            return new Predictions.MultiLabel(
                    labels, set, anyScores ? kind : ScoreKind.PROBABILITIES, scores, rows);
        }
    }
}
