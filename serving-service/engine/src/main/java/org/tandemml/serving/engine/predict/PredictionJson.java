package org.tandemml.serving.engine.predict;

import java.util.List;
import org.tandemml.serving.engine.predict.Predictions.Anomalies;
import org.tandemml.serving.engine.predict.Predictions.BareLabels;
import org.tandemml.serving.engine.predict.Predictions.Classification;
import org.tandemml.serving.engine.predict.Predictions.Clustering;
import org.tandemml.serving.engine.predict.Predictions.LabelLists;
import org.tandemml.serving.engine.predict.Predictions.MultiLabel;
import org.tandemml.serving.engine.predict.Predictions.Named;
import org.tandemml.serving.engine.predict.Predictions.Numbers;
import org.tandemml.serving.engine.predict.Predictions.Records;
import org.tandemml.serving.engine.predict.Predictions.Regression;
import org.tandemml.serving.engine.predict.Predictions.ScoreKind;

/**
 * Writes predictions as JSON in UTF-8. Always valid JSON: NaN, like no answer, is null; an infinite
 * number is the text {@code "Infinity"} or {@code "-Infinity"}, which requests may hold too.
 * Doubles are the shortest text that reads back as the same double.
 */
public final class PredictionJson {
    private PredictionJson() {}

    /** How much of an answer is written. */
    public enum Detail {
        /** Everything: the label and the probabilities beside it. */
        FULL,
        /**
         * The bare answer of each row: the label, the labels of a multi-label model, the cluster,
         * whether it is an anomaly. The same as {@link #FULL} for numbers and named output fields.
         */
        LABEL
    }

    /** The body {@code {"predictions": [...]}}, an element for each row. */
    public static byte[] body(Predictions predictions, Detail detail) {
        JsonText json = new JsonText(64 + 32 * predictions.rows());
        json.raw("{\"predictions\":");
        array(predictions, detail, json);
        return json.raw('}').toBytes();
    }

    /** The bare array, an element for each row; an object of arrays for {@link Named}. */
    public static byte[] array(Predictions predictions, Detail detail) {
        JsonText json = new JsonText(64 + 32 * predictions.rows());
        array(predictions, detail, json);
        return json.toBytes();
    }

    private static void array(Predictions predictions, Detail detail, JsonText json) {
        if (predictions instanceof Named answer) {
            ArrayText.write(answer, json);
            return;
        }
        RowWriter writer = rowWriter(predictions, detail == Detail.LABEL);
        int rows = predictions.rows();
        json.raw('[');
        for (int row = 0; row < rows; row++) {
            if (row > 0) {
                json.raw(',');
            }
            writer.write(row, json);
        }
        json.raw(']');
    }

    /** Writes the answer of a row. */
    @FunctionalInterface
    private interface RowWriter {
        void write(int row, JsonText json);
    }

    private static RowWriter rowWriter(Predictions predictions, boolean bare) {
        if (predictions instanceof Classification answer) {
            LabelText text = new LabelText(answer.labels());
            return bare
                    ? (row, json) -> text.value(answer.predicted()[row], json)
                    : (row, json) -> classification(answer, text, row, json);
        }
        if (predictions instanceof MultiLabel answer) {
            LabelText text = new LabelText(answer.labels());
            return bare
                    ? (row, json) -> labelSet(answer, text, row, json)
                    : (row, json) -> multiLabel(answer, text, row, json);
        }
        if (predictions instanceof Regression answer) {
            LabelText text = LabelText.keys(answer.dimensions());
            return (row, json) -> regression(answer, text, row, json);
        }
        if (predictions instanceof Clustering answer) {
            LabelText text = new LabelText(answer.clusters());
            return (row, json) -> {
                json.raw(bare ? "" : "{\"cluster\":");
                text.value(answer.assigned()[row], json);
                json.raw(bare ? "" : "}");
            };
        }
        if (predictions instanceof Anomalies answer) {
            return (row, json) -> anomaly(answer, bare, row, json);
        }
        if (predictions instanceof Records answer) {
            RecordText text = new RecordText(answer.table());
            return text::write;
        }
        if (predictions instanceof Numbers answer) {
            return (row, json) -> numbers(answer, row, json);
        }
        if (predictions instanceof BareLabels answer) {
            LabelText text = new LabelText(answer.labels());
            return (row, json) -> text.value(answer.predicted()[row], json);
        }
        if (predictions instanceof LabelLists answer) {
            List<LabelText> texts = answer.labels().stream().map(LabelText::new).toList();
            return (row, json) -> labelList(answer, texts, row, json);
        }
        throw new IllegalStateException("No JSON form for " + predictions.getClass().getName());
    }

    private static void classification(
            Classification answer, LabelText text, int row, JsonText json) {
        json.raw("{\"prediction\":");
        text.value(answer.predicted()[row], json);
        int labels = answer.labels().names().size();
        int from = row * labels;
        if (answer.kind() != ScoreKind.NONE && labels > 0 && !Double.isNaN(answer.scores()[from])) {
            json.raw(answer.kind() == ScoreKind.SCORES ? ",\"scores\":" : ",\"probabilities\":");
            text.object(answer.scores(), from, labels, json);
        }
        json.raw('}');
    }

    private static void labelSet(MultiLabel answer, LabelText text, int row, JsonText json) {
        int labels = answer.labels().names().size();
        json.raw('[');
        boolean first = true;
        for (int label = 0; label < labels; label++) {
            if (answer.set()[row * labels + label]) {
                json.raw(first ? "" : ",");
                text.value(label, json);
                first = false;
            }
        }
        json.raw(']');
    }

    private static void multiLabel(MultiLabel answer, LabelText text, int row, JsonText json) {
        json.raw("{\"prediction\":");
        labelSet(answer, text, row, json);
        if (answer.kind() != ScoreKind.NONE) {
            int labels = answer.labels().names().size();
            int from = row * labels;
            json.raw(answer.kind() == ScoreKind.SCORES ? ",\"scores\":" : ",\"probabilities\":");
            boolean none = labels == 0 || Double.isNaN(answer.scores()[from]);
            text.object(answer.scores(), from, none ? 0 : labels, json);
        }
        json.raw('}');
    }

    private static void regression(Regression answer, LabelText text, int row, JsonText json) {
        int dimensions = answer.dimensions().size();
        if (!answer.present()[row]) {
            json.raw("null");
        } else if (dimensions == 1) {
            json.number(answer.values()[row]);
        } else {
            text.object(answer.values(), row * dimensions, dimensions, json);
        }
    }

    private static void numbers(Numbers answer, int row, JsonText json) {
        int width = answer.width();
        if (!answer.nested()) {
            json.number(answer.values()[row]);
            return;
        }
        json.raw('[');
        for (int i = 0; i < width; i++) {
            json.raw(i == 0 ? "" : ",");
            json.number(answer.values()[row * width + i]);
        }
        json.raw(']');
    }

    private static void labelList(
            LabelLists answer, List<LabelText> texts, int row, JsonText json) {
        json.raw('[');
        for (int i = 0; i < texts.size(); i++) {
            json.raw(i == 0 ? "" : ",");
            texts.get(i).value(answer.predicted()[row * texts.size() + i], json);
        }
        json.raw(']');
    }

    private static void anomaly(Anomalies answer, boolean bare, int row, JsonText json) {
        if (bare) {
            json.bool(answer.anomalous()[row]);
            return;
        }
        json.raw("{\"anomaly\":").bool(answer.anomalous()[row]).raw(",\"score\":");
        json.number(answer.scores()[row]).raw('}');
    }
}
