package org.tandemml.e2e;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.zoo.ExpectedCsv;
import org.tandemml.serving.engine.zoo.JsonTree;
import org.tandemml.serving.engine.zoo.ZooModel;

/** What a model must answer: what MLflow would, else what its trainer answered. */
final class TrainersAnswers {
    private TrainersAnswers() {}

    /**
     * What is different, for people; null if nothing is.
     *
     * @param predictions what {@code /invocations} answered
     */
    static @Nullable String difference(
            ZooModel model, ZooModel.Tolerance tolerance, @Nullable Object predictions)
            throws IOException {
        if (model.isRefusedByMlflow() || (predictions instanceof List && declaresOutputs(model))) {
            return differenceByColumn(ExpectedCsv.of(model), tolerance, predictions);
        }
        return tolerance.difference(model.predictions(), predictions, "predictions");
    }

    private static boolean declaresOutputs(ZooModel model) throws IOException {
        return model.has("expected.csv")
                && ExpectedCsv.of(model).names().stream().anyMatch(name -> name.startsWith("out:"));
    }

    private static @Nullable String differenceByColumn(
            ExpectedCsv expected, ZooModel.Tolerance tolerance, @Nullable Object predictions) {
        List<@Nullable Object> answers = JsonTree.list(predictions);
        if (answers.size() != expected.rows().size()) {
            return "predictions: %d rows but were %d"
                    .formatted(expected.rows().size(), answers.size());
        }
        for (int row = 0; row < answers.size(); row++) {
            for (String name : answered(expected.names(), answers.get(row))) {
                Object actual = cell(name, answers.get(row));
                String cell = expected.rows().get(row)[expected.names().indexOf(name)];
                String different =
                        tolerance.difference(wanted(cell, actual), actual, name + " of row " + row);
                if (different != null) {
                    return different;
                }
            }
        }
        return null;
    }

    /** Bare numbers are the probability of the second class, or the only value. */
    private static List<String> answered(List<String> names, @Nullable Object answer) {
        if (answer instanceof Map) {
            return names;
        }
        return List.of(names.contains("p:1") ? "p:1" : names.get(0));
    }

    private static @Nullable Object cell(String column, @Nullable Object answer) {
        if (!(answer instanceof Map<?, ?> fields)) {
            return answer;
        }
        int colon = column.indexOf(':');
        if (colon < 0) {
            return fields.containsKey(column) ? fields.get(column) : fields.get("prediction");
        }
        String name = column.substring(0, colon);
        String index = column.substring(colon + 1);
        return switch (name) {
            case "out" -> fields.get(index);
            case "p" -> element(fields.get("probabilities"), index);
            default -> element(fields.get(name), index);
        };
    }

    private static @Nullable Object element(@Nullable Object several, String index) {
        return several instanceof List<?> list
                ? list.get(Integer.parseInt(index))
                : JsonTree.object(several).get(index);
    }

    private static @Nullable Object wanted(String cell, @Nullable Object actual) {
        if (cell.isEmpty()) {
            return null;
        }
        return actual instanceof Number ? Objects.requireNonNull(Double.valueOf(cell)) : cell;
    }
}
