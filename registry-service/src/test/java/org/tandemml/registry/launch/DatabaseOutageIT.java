package org.tandemml.registry.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tandemml.registry.database.DatabaseLogin;
import org.tandemml.registry.testing.FaultyLine;
import org.tandemml.registry.testing.TestDatabase;

/** The packaged registry over a database of its user's, and what happens when that is away. */
class DatabaseOutageIT {
    private static final String READ = "/api/2.0/mlflow/experiments/get?experiment_id=0";
    private static final String WRITE = "/api/2.0/mlflow/experiments/create";

    /** The driver's own time-out is a minute; who answers before it has noticed the outage. */
    private static final Duration BEFORE_ANY_TIMEOUT = Duration.ofSeconds(40);

    @TempDir Path folder;

    private FaultyLine line;
    private RegistryProcess registry;

    @BeforeEach
    void start() throws Exception {
        DatabaseLogin login = TestDatabase.fresh();
        URI server = URI.create(login.url().substring("jdbc:".length()));
        line = new FaultyLine(server.getPort());
        registry =
                RegistryProcess.start(
                        folder.resolve("home"),
                        Map.of(
                                "TANDEM_DATABASE_URL",
                                "jdbc:postgresql://127.0.0.1:" + line.port() + server.getPath(),
                                "TANDEM_DATABASE_USERNAME",
                                login.username(),
                                "TANDEM_DATABASE_PASSWORD",
                                login.password()));
        assertThat(registry.get(READ).statusCode()).isEqualTo(200);
    }

    @AfterEach
    void stop() throws Exception {
        line.mend();
        registry.close();
        line.close();
    }

    @Test
    void aDatabaseThatHangsIsAnOutageNotAWait() throws Exception {
        line.hang();

        askInTheOutage();
        line.mend();

        comesBack();
    }

    @Test
    void aDatabaseThatIsGoneIsAnOutage() throws Exception {
        line.cut();

        askInTheOutage();
        line.mend();

        comesBack();
    }

    private void askInTheOutage() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(8);
        try {
            List<Future<HttpResponse<String>>> answers = new ArrayList<>();
            long begin = System.nanoTime();
            for (int i = 0; i < 8; i++) {
                String name = "{\"name\": \"in the outage " + i + "\"}";
                Callable<HttpResponse<String>> call =
                        i % 2 == 0 ? () -> registry.get(READ) : () -> registry.post(WRITE, name);
                answers.add(clients.submit(call));
            }
            for (Future<HttpResponse<String>> answer : answers) {
                HttpResponse<String> response = answer.get();
                assertThat(response.statusCode())
                        .as(() -> response.body() + registry.log())
                        .isEqualTo(503);
                assertThat(response.headers().firstValue("Retry-After")).isPresent();
                assertThat(response.body()).contains("TEMPORARILY_UNAVAILABLE");
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(BEFORE_ANY_TIMEOUT);
        } finally {
            clients.shutdownNow();
        }
        registry.awaitStatus("/q/health/ready", 503);
        assertThat(registry.get("/q/health/live").statusCode()).isEqualTo(200);
        assertThat(registry.get("/health").statusCode()).isEqualTo(200);
        assertThat(registry.get(READ).statusCode()).isEqualTo(503);
    }

    private void comesBack() throws Exception {
        registry.awaitStatus("/q/health/ready", 200);
        for (int i = 0; i < 40; i++) {
            HttpResponse<String> answer = registry.get(READ);
            int number = i;
            assertThat(answer.statusCode())
                    .as(() -> number + " " + answer.body() + registry.log())
                    .isEqualTo(200);
        }
    }
}
