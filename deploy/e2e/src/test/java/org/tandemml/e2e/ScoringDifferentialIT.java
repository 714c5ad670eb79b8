package org.tandemml.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sends the same bodies to MLflow's scoring server and to Tandem in {@code mlflow} mode. Status and
 * predictions are equal, or {@code docs/scoring-differences.md} says how they differ and why.
 */
class ScoringDifferentialIT {
    private static final String CASES = "deploy/e2e/src/test/resources/differential/scoring.txt";
    private static final String PAGE = "docs/scoring-differences.md";

    @TempDir Path folder;

    @Test
    void tandemScoresAsMlflowExceptWhereThePageSaysOtherwise() throws Exception {
        String python = System.getenv("TANDEM_PYTHON_3_18_0");
        assumeTrue(python != null, "no Python with mlflow 3.18.0: run deploy/check");
        List<DifferentialCase> cases = ScoringCases.read(Checkout.root().resolve(CASES));
        AllowedDifferences allowed = AllowedDifferences.read(Checkout.root().resolve(PAGE));

        List<Difference> found;
        Path models = folder.resolve("models");
        try (MlflowServer mlflow = MlflowServer.scoring(folder.resolve("mlflow"), python, models)) {
            URI theirs = mlflow.awaitReady().url();
            try (Service tandem = Service.serving(folder.resolve("tandem"), settings(models))) {
                found = differences(cases, theirs, tandem.url());
            }
        }

        assertThat(cases).hasSizeGreaterThan(2500);
        assertThat(allowed.unlisted(found)).as("differences that the page does not name").isEmpty();
        assertThat(allowed.gone(found)).as("lines of the page that are no longer so").isEmpty();
    }

    private static Map<String, String> settings(Path models) throws IOException {
        try (Stream<Path> folders = Files.list(models)) {
            String uris = folders.map(path -> "file:" + path).collect(Collectors.joining(","));
            return Map.of("TANDEM_SERVING_MODELS", uris, "TANDEM_SERVING_ENFORCEMENT", "mlflow");
        }
    }

    private static List<Difference> differences(
            List<DifferentialCase> cases, URI mlflow, URI tandem) throws Exception {
        ExecutorService each = Executors.newFixedThreadPool(2);
        try {
            Future<List<String>> theirs = each.submit(() -> outcomes(cases, mlflow));
            Future<List<String>> ours = each.submit(() -> outcomes(cases, tandem));
            List<Difference> found = new ArrayList<>();
            for (int i = 0; i < cases.size(); i++) {
                String their = theirs.get().get(i);
                String our = ours.get().get(i);
                if (!their.equals(our)) {
                    found.add(new Difference(cases.get(i).name(), their, our));
                }
            }
            return found;
        } finally {
            each.shutdownNow();
        }
    }

    private static List<String> outcomes(List<DifferentialCase> cases, URI server)
            throws IOException {
        DifferentialTarget target = new DifferentialTarget(server, Map.of());
        List<String> outcomes = new ArrayList<>();
        for (DifferentialCase one : cases) {
            DifferentialTarget.Answer answer = target.send(one);
            JsonNode json = answer.json();
            outcomes.add(
                    answer.status()
                            + (answer.failed() || json == null
                                    ? ""
                                    : " " + numbers(json.path("predictions"))));
        }
        return outcomes;
    }

    /** JSON in which 7 and 7.0 are the same. */
    private static String numbers(JsonNode node) {
        if (node.isArray()) {
            List<String> elements = new ArrayList<>();
            node.forEach(element -> elements.add(numbers(element)));
            return elements.toString();
        }
        return node.isNumber() ? Double.toString(node.asDouble()) : node.toString();
    }
}
