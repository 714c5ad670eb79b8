package org.tandemml.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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

    /** Both servers know these names. */
    private static final Map<String, String> WEBHOOKS =
            Map.of(
                    "MLFLOW_WEBHOOK_ALLOW_PRIVATE_IPS", "true",
                    "MLFLOW_WEBHOOK_ALLOWED_SCHEMES", "http,https",
                    "MLFLOW_WEBHOOK_REQUEST_MAX_RETRIES", "0");

    @TempDir Path folder;

    @Test
    void tandemAnswersAsMlflowExceptWhereThePageSaysOtherwise() throws Exception {
        String python = System.getenv("TANDEM_PYTHON_3_18_0");
        assumeTrue(python != null, "no Python with mlflow 3.18.0: run deploy/check");
        List<DifferentialCase> cases = DifferentialCase.read(Checkout.root().resolve(CASES));
        AllowedDifferences allowed =
                AllowedDifferences.read(Checkout.root().resolve("docs/moving-from-mlflow.md"));

        CallCoverage coverage = CallCoverage.of(Checkout.root().resolve("docs/routes.md"));

        List<Difference> found = new ArrayList<>();
        HttpServer receiver = receiver();
        try (MlflowServer mlflow = MlflowServer.start(folder.resolve("mlflow"), python, WEBHOOKS);
                Service tandem = Service.registry(folder.resolve("tandem"), WEBHOOKS)) {
            String hook = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook";
            Map<String, String> known = Map.of("hook", hook);
            DifferentialTarget theirs = new DifferentialTarget(mlflow.awaitReady().url(), known);
            DifferentialTarget ours = new DifferentialTarget(tandem.url(), known);
            for (DifferentialCase one : cases) {
                DifferentialTarget.Answer answer = ours.send(one);
                coverage.add(one, answer);
                found.addAll(Difference.between(one.name(), theirs.send(one), answer));
            }
        } finally {
            receiver.stop(0);
        }

        assertThat(cases).hasSizeGreaterThan(600);
        assertThat(coverage.size()).isGreaterThan(80);
        assertThat(allowed.unlisted(found)).as("differences that the page does not name").isEmpty();
        assertThat(allowed.gone(found)).as("lines of the page that are no longer so").isEmpty();
        assertThat(coverage.lacking()).as("calls without a valid or invalid request").isEmpty();
    }

    /** Accepts all messages of webhooks. */
    private static HttpServer receiver() throws IOException {
        HttpServer receiver =
                HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        receiver.createContext(
                "/",
                exchange -> {
                    exchange.getRequestBody().readAllBytes();
                    exchange.sendResponseHeaders(HttpURLConnection.HTTP_OK, -1);
                    exchange.close();
                });
        receiver.start();
        return receiver;
    }
}
