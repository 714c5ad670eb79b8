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
import org.tandemml.registry.testing.TestDatabase;
import org.tandemml.testkit.FaultyLine;

/** The packaged registry over a database of its user's, and what happens when that is away. */
class DatabaseOutageIT {
    private static final String READ = "/api/2.0/mlflow/experiments/get?experiment_id=0";
    private static final String WRITE = "/api/2.0/mlflow/experiments/create";

    /** In which a caller learns that the database is away; a second more for a busy machine. */
    private static final Duration TO_LEARN = Duration.ofSeconds(2 + 1);

    /** In which the first call succeeds again. */
    private static final Duration TO_RECOVER = Duration.ofSeconds(5);

    /** An answer and how long it took. */
    private record Timed(HttpResponse<String> response, Duration took) {
        static Timed of(Callable<HttpResponse<String>> call) throws Exception {
            long begin = System.nanoTime();
            HttpResponse<String> response = call.call();
            return new Timed(response, Duration.ofNanos(System.nanoTime() - begin));
        }
    }

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
            List<Future<Timed>> answers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String name = "{\"name\": \"in the outage " + i + "\"}";
                Callable<HttpResponse<String>> call =
                        i % 2 == 0 ? () -> registry.get(READ) : () -> registry.post(WRITE, name);
                answers.add(clients.submit(() -> Timed.of(call)));
            }
            for (Future<Timed> answer : answers) {
                HttpResponse<String> response = answer.get().response();
                assertThat(answer.get().took()).isLessThan(TO_LEARN);
                assertThat(response.statusCode())
                        .as(() -> response.body() + registry.log())
                        .isEqualTo(503);
                assertThat(response.headers().firstValue("Retry-After")).isPresent();
                assertThat(response.body()).contains("TEMPORARILY_UNAVAILABLE");
            }
        } finally {
            clients.shutdownNow();
        }
        registry.awaitStatus("/q/health/ready", 503);
        assertThat(registry.get("/q/health/live").statusCode()).isEqualTo(200);
        assertThat(registry.get("/health").statusCode()).isEqualTo(200);
        Timed known = Timed.of(() -> registry.get(READ));
        assertThat(known.response().statusCode()).isEqualTo(503);
        assertThat(known.took()).isLessThan(TO_LEARN);
    }

    /** Called at once when the database is there again. */
    private void comesBack() throws Exception {
        long back = System.nanoTime();
        registry.awaitStatus(READ, 200);
        assertThat(Duration.ofNanos(System.nanoTime() - back)).isLessThan(TO_RECOVER);
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
