package org.tandemml.serving.engine.pmml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pmml4s.common.DataType;
import org.pmml4s.common.DoubleType$;
import org.pmml4s.common.NumericType;
import org.pmml4s.common.OpType;
import org.pmml4s.common.StringType$;
import org.pmml4s.data.DataVal;
import org.pmml4s.data.Series;
import org.pmml4s.metadata.Field;
import org.pmml4s.metadata.OutputField;
import org.pmml4s.metadata.ResultFeature;
import org.pmml4s.model.Cluster;
import org.pmml4s.model.ClusteringModel;
import org.pmml4s.model.MiningModel;
import org.pmml4s.model.Model;
import org.pmml4s.model.MultipleModelMethod;
import org.pmml4s.model.Segment;
import org.pmml4s.model.Segmentation;
import org.pmml4s.model.SupportVectorMachineModel;
import org.tandemml.serving.engine.predict.Labels;
import org.tandemml.serving.engine.predict.Predictions;
import org.tandemml.serving.engine.predict.Predictions.ScoreKind;

/**
 * What a PMML model answers. A model without declared outputs, or whose outputs only repeat the
 * prediction, its probabilities and what is nearest, answers in the form of its kind. One whose
 * outputs say more answers objects: the prediction, its probabilities, and each output by its name.
 */
interface PmmlAnswers {
    /** Answers for a number of rows. */
    Rows rows(int rows);

    /** Collects answers, one a row, into columns. */
    interface Rows {
        /**
         * Takes PMML4S's answer for a row.
         *
         * @param answer the cells of the output fields that {@link #of} set on the model
         */
        void add(int row, Series answer);

        /** All rows. */
        Predictions finish();
    }

    /** Tells a model what to answer. It must not be scored before. */
    static PmmlAnswers of(Model model) {
        OutputField[] declared = declared(model);
        boolean more = saysMore(declared);
        Labels labels = labels(model);
        List<OutputField> ours = ours(model, labels);
        if (ours.isEmpty()) {
            return new PmmlRecords(model.outputFields(), null, 0);
        }
        List<OutputField> wanted = new ArrayList<>();
        if (more) {
            wanted.addAll(List.of(declared));
        }
        int first = wanted.size();
        wanted.addAll(ours);
        answerWith(model, wanted.toArray(new OutputField[0]));
        if (more) {
            // Only where the prediction has probabilities, they follow it.
            return new PmmlRecords(declared, ours.size() > 1 ? labels : null, first);
        }
        if (model.isRegression()) {
            return Numbers::new;
        }
        Labels known = labels == null ? new Labels(List.of(), false) : labels;
        return model instanceof ClusteringModel
                ? rows -> new Clusters(known, rows)
                : rows -> new Classes(known, rows);
    }

    /** Whether a model answers a number, or a label with its probabilities, and nothing else. */
    static boolean plain(Model model) {
        boolean label =
                model.isClassification()
                        && !(model instanceof ClusteringModel)
                        && labels(model) != null;
        return (model.isRegression() || label) && !saysMore(declared(model));
    }

    /** Sets output fields where a model's answer is made: in chains and choices, in a segment. */
    private static void answerWith(Model model, OutputField[] fields) {
        model.setOutputFields(fields);
        if (model instanceof MiningModel mining && mining.segmentation().isDefined()) {
            Segmentation segmentation = mining.segmentation().get();
            Segment[] segments = segmentation.segments();
            if (segmentation.multipleModelMethod().equals(MultipleModelMethod.selectFirst())) {
                for (Segment segment : segments) {
                    answerWith(segment.model(), fields);
                }
            } else if (segmentation.multipleModelMethod().equals(MultipleModelMethod.modelChain())
                    && mining.output().isEmpty()) {
                answerWith(segments[segments.length - 1].model(), fields);
            }
        }
    }

    private static OutputField[] declared(Model model) {
        return model.output().isDefined()
                ? model.output().get().outputFields()
                : new OutputField[0];
    }

    private static boolean saysMore(OutputField[] declared) {
        Set<Object> usual =
                Set.of(
                        ResultFeature.predictedValue(),
                        ResultFeature.probability(),
                        ResultFeature.affinity(),
                        ResultFeature.entityAffinity(),
                        ResultFeature.clusterAffinity(),
                        ResultFeature.clusterId(),
                        ResultFeature.entityId());
        for (OutputField field : declared) {
            if (field.isFinalResult() && !usual.contains(field.feature())) {
                return true;
            }
        }
        return false;
    }

    /** The prediction, then the probability of each class; none for other kinds of models. */
    private static List<OutputField> ours(Model model, @Nullable Labels labels) {
        List<OutputField> fields = new ArrayList<>();
        if (model.isRegression()) {
            fields.add(prediction(DoubleType$.MODULE$, model.opType()));
        } else if (labels != null && model.isClassification()) {
            Field target = model.targetField();
            DataType type = target == null ? StringType$.MODULE$ : target.dataType();
            fields.add(prediction(type, model.opType()));
            // What PMML4S calls the probabilities of a support vector machine are its votes.
            if (!(model instanceof SupportVectorMachineModel)) {
                for (DataVal label : model.classes()) {
                    fields.add(OutputField.probability(label));
                }
            }
        } else if (labels != null) {
            fields.add(prediction(StringType$.MODULE$, model.opType()));
        }
        return fields;
    }

    private static OutputField prediction(DataType type, OpType opType) {
        return OutputField.predictedValue("prediction", "prediction", type, opType);
    }

    /** The classes or clusters; null if the model has none. */
    static @Nullable Labels labels(Model model) {
        if (model instanceof ClusteringModel clustering) {
            List<String> names = new ArrayList<>();
            for (Cluster cluster : clustering.clusters()) {
                // The standard numbers clusters from 1 where they have no id.
                names.add(
                        cluster.id().isDefined()
                                ? Values.text(cluster.id().get())
                                : Integer.toString(names.size() + 1));
            }
            return new Labels(names, false);
        }
        if (!model.isClassification() || model.classes().length == 0) {
            return null;
        }
        List<String> names = new ArrayList<>();
        for (DataVal label : model.classes()) {
            names.add(Values.text(label));
        }
        Field target = model.targetField();
        return new Labels(names, target != null && target.dataType() instanceof NumericType);
    }

    /** Indices of labels by their text. */
    static Map<String, Integer> index(Labels labels) {
        Map<String, Integer> index = new HashMap<>();
        for (int i = 0; i < labels.names().size(); i++) {
            index.put(labels.names().get(i), i);
        }
        return index;
    }

    /** A number a row. */
    final class Numbers implements Rows {
        private final double[] values;
        private final boolean[] present;

        Numbers(int rows) {
            values = new double[rows];
            present = new boolean[rows];
        }

        @Override
        public void add(int row, Series answer) {
            values[row] = Values.number(answer, 0);
            present[row] = !Double.isNaN(values[row]);
        }

        @Override
        public Predictions finish() {
            return new Predictions.Regression(List.of("prediction"), values, present);
        }
    }

    /** A class a row, with probabilities where the model has them. */
    final class Classes implements Rows {
        private final Labels labels;
        private final Map<String, Integer> index;
        private final int[] predicted;
        private final double[] probabilities;

        Classes(Labels labels, int rows) {
            this.labels = labels;
            this.index = index(labels);
            this.predicted = new int[rows];
            this.probabilities = new double[rows * labels.names().size()];
        }

        @Override
        public void add(int row, Series answer) {
            DataVal prediction = Values.cell(answer, 0);
            predicted[row] =
                    prediction == null ? -1 : index.getOrDefault(Values.text(prediction), -1);
            int count = labels.names().size();
            boolean any = false;
            for (int label = 0; label < count; label++) {
                double probability = Values.number(answer, 1 + label);
                any |= !Double.isNaN(probability);
                probabilities[row * count + label] = Double.isNaN(probability) ? 0 : probability;
            }
            if (!any || prediction == null) {
                probabilities[row * count] = Double.NaN;
            }
        }

        @Override
        public Predictions finish() {
            return new Predictions.Classification(
                    labels, predicted, ScoreKind.PROBABILITIES, probabilities);
        }
    }

    /** A cluster a row. */
    final class Clusters implements Rows {
        private final Labels clusters;
        private final Map<String, Integer> index;
        private final int[] assigned;

        Clusters(Labels clusters, int rows) {
            this.clusters = clusters;
            this.index = index(clusters);
            this.assigned = new int[rows];
        }

        @Override
        public void add(int row, Series answer) {
            DataVal cluster = Values.cell(answer, 0);
            assigned[row] = cluster == null ? -1 : index.getOrDefault(Values.text(cluster), -1);
        }

        @Override
        public Predictions finish() {
            return new Predictions.Clustering(clusters, assigned);
        }
    }
}
