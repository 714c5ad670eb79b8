package org.tandemml.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sends the same requests to a real MLflow server and to Tandem. Status, error code and the shape
 * of the JSON are equal, or {@code docs/moving-from-mlflow.md} says how they differ and why.
 */
class DifferentialIT {
    private static final String CASES = "deploy/e2e/src/test/resources/differential/cases.txt";

    @TempDir Path folder;

    @Test
    void tandemAnswersAsMlflowExceptWhereThePageSaysOtherwise() throws Exception {
        String python = System.getenv("TANDEM_PYTHON_3_18_0");
        assumeTrue(python != null, "no Python with mlflow 3.18.0: run deploy/check");
        List<DifferentialCase> cases = DifferentialCase.read(Checkout.root().resolve(CASES));
        AllowedDifferences allowed =
                AllowedDifferences.read(Checkout.root().resolve("docs/moving-from-mlflow.md"));

        List<Difference> found = new ArrayList<>();
        try (MlflowServer mlflow = MlflowServer.start(folder.resolve("mlflow"), python);
                Service tandem = Service.registry(folder.resolve("tandem"), Map.of())) {
            DifferentialTarget theirs = new DifferentialTarget(mlflow.awaitReady().url());
            DifferentialTarget ours = new DifferentialTarget(tandem.url());
            for (DifferentialCase one : cases) {
                found.addAll(Difference.between(one.name(), theirs.send(one), ours.send(one)));
            }
        }

        assertThat(cases).hasSizeGreaterThan(500);
        assertThat(allowed.unlisted(found)).as("differences that the page does not name").isEmpty();
        assertThat(allowed.gone(found)).as("lines of the page that are no longer so").isEmpty();
    }
}
