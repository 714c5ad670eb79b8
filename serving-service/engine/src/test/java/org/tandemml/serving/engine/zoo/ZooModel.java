package org.tandemml.serving.engine.zoo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.mlmodel.MlModel;
import org.tandemml.model.mlmodel.MlModelFile;
import org.tandemml.model.signature.Schema;
import org.tandemml.serving.engine.ModelRuntimeContract;
import org.tandemml.serving.engine.table.Table;
import org.tandemml.serving.engine.table.Tables;

/**
 * A model of the zoo.
 *
 * @param folder holds {@code model/}, inputs and expected answers
 */
public record ZooModel(Path folder) {
    private static final String ANSWERS = "expected_invocations.json";

    /** Where the zoo is; null where the checkout has none beside it. */
    public static @Nullable Path root() {
        Path at = Path.of("").toAbsolutePath();
        while (at != null) {
            Path zoo = at.resolve("shared/data/models");
            if (Files.isDirectory(zoo)) {
                return zoo;
            }
            at = at.getParent();
        }
        return null;
    }

    /** The good models whose names begin with a prefix; none where there is no zoo. */
    public static List<ZooModel> good(String prefix) {
        return inside(root(), prefix);
    }

    /** The hostile ones. */
    public static List<ZooModel> hostile(String prefix) {
        Path root = root();
        return inside(root == null ? null : root.resolve("hostile"), prefix);
    }

    /** The models that a module keeps for itself: folders of the resource {@code models}. */
    public static List<ZooModel> own(Class<?> test) {
        try {
            return inside(Path.of(Objects.requireNonNull(test.getResource("models")).toURI()), "");
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** One of those. */
    public static ZooModel own(Class<?> test, String name) {
        return own(test).stream()
                .filter(model -> model.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<ZooModel> inside(@Nullable Path parent, String prefix) {
        if (parent == null || !Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(parent)) {
            return folders.filter(folder -> folder.getFileName().toString().startsWith(prefix))
                    .sorted()
                    .map(ZooModel::new)
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    public String name() {
        return folder.getFileName().toString();
    }

    public Path modelFolder() {
        return folder.resolve("model");
    }

    public MlModel mlmodel() {
        return MlModelFile.parse(read("model/MLmodel"));
    }

    /** The inputs that the MLmodel declares. */
    public Schema.Columns schema() {
        return (Schema.Columns)
                Objects.requireNonNull(Objects.requireNonNull(mlmodel().signature()).inputs());
    }

    /** The rows of {@code input.json}, as columns of the declared types. */
    public Table table() {
        return table("input.json", schema());
    }

    /** The model for the contract of runtimes. */
    public ModelRuntimeContract.Sample sample() {
        String answers = new String(read(ANSWERS), StandardCharsets.UTF_8);
        return new ModelRuntimeContract.Sample(
                modelFolder(),
                mlmodel(),
                schema(),
                rows("input.json", schema()),
                answers.substring(answers.indexOf('['), answers.lastIndexOf(']') + 1),
                tolerance().relative());
    }

    /** The rows of a file in MLflow's split form, as columns of a schema. */
    public Table table(String file, Schema.Columns schema) {
        return Tables.of(schema, rows(file, schema));
    }

    private List<@Nullable Object[]> rows(String file, Schema.Columns schema) {
        Map<String, @Nullable Object> split =
                JsonTree.object(JsonTree.object(json(file)).get("dataframe_split"));
        List<@Nullable Object> names = JsonTree.list(split.get("columns"));
        List<@Nullable Object> rows = JsonTree.list(split.get("data"));
        List<@Nullable Object[]> cells = new ArrayList<>();
        for (Object row : rows) {
            @Nullable Object[] ordered = new @Nullable Object[schema.columns().size()];
            for (int i = 0; i < ordered.length; i++) {
                int at = names.indexOf(schema.columns().get(i).name());
                ordered[i] = at < 0 ? null : JsonTree.list(row).get(at);
            }
            cells.add(ordered);
        }
        return cells;
    }

    /** The answers of {@code expected_invocations.json}. */
    public List<@Nullable Object> expected() {
        return JsonTree.list(predictions());
    }

    /** The same in whatever form they are: rows, or outputs by name. */
    public @Nullable Object predictions() {
        return JsonTree.object(json(ANSWERS)).get("predictions");
    }

    /** Whether stock MLflow answers 400, though the trainer answers. */
    public boolean isRefusedByMlflow() {
        return JsonTree.object(json(ANSWERS)).containsKey("http_status");
    }

    /** Whether a server without Python must refuse it. */
    public boolean mustBeRefused() {
        return JsonTree.object(json("meta.json")).containsKey("must_refuse");
    }

    public Tolerance tolerance() {
        Map<String, @Nullable Object> tolerance =
                JsonTree.object(JsonTree.object(json("meta.json")).get("tolerance"));
        return new Tolerance(number(tolerance.get("absolute")), number(tolerance.get("relative")));
    }

    public boolean has(String file) {
        return Files.exists(folder.resolve(file));
    }

    @Override
    public String toString() {
        return name();
    }

    private @Nullable Object json(String file) {
        try {
            return JsonTree.parse(read(file));
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }

    private byte[] read(String file) {
        try {
            return Files.readAllBytes(folder.resolve(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static double number(@Nullable Object value) {
        return ((Number) Objects.requireNonNull(value)).doubleValue();
    }

    /** How far an answer may lie from the expected one. */
    public record Tolerance(double absolute, double relative) {

        /** What is different, for people; null if nothing is. */
        public @Nullable String difference(
                @Nullable Object expected, @Nullable Object actual, String where) {
            if (expected instanceof Number e && actual instanceof Number a) {
                double x = e.doubleValue();
                double y = a.doubleValue();
                boolean close =
                        Double.compare(x, y) == 0
                                || Math.abs(x - y)
                                        <= absolute + relative * Math.max(Math.abs(x), Math.abs(y));
                return close ? null : where + ": " + expected + " but was " + actual;
            }
            if (expected instanceof Map<?, ?> e && actual instanceof Map<?, ?> a) {
                if (!e.keySet().equals(a.keySet())) {
                    return where + ": keys " + e.keySet() + " but were " + a.keySet();
                }
                return e.keySet().stream()
                        .map(key -> difference(e.get(key), a.get(key), where + "." + key))
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null);
            }
            if (expected instanceof List<?> e && actual instanceof List<?> a) {
                if (e.size() != a.size()) {
                    return where + ": " + e.size() + " elements but were " + a.size();
                }
                for (int i = 0; i < e.size(); i++) {
                    String different = difference(e.get(i), a.get(i), where + "[" + i + "]");
                    if (different != null) {
                        return different;
                    }
                }
                return null;
            }
            return Objects.equals(expected, actual)
                    ? null
                    : where + ": " + expected + " but was " + actual;
        }
    }
}
