package org.tandemml.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The serving service, as an application calls it. */
final class Serving {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String url;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(10))
                    .build();

    /**
     * An answer.
     *
     * @param model the model and version that answered, for example {@code breast-cancer/2}; empty
     *     if none did
     */
    record Answer(int status, String model, String body) {
        JsonNode json() {
            return Json.parse(body);
        }
    }

    Serving(String url) {
        this.url = url;
    }

    String invocations(String model) {
        return url + "/models/" + model + "/invocations";
    }

    Answer predict(String model, String body) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(invocations(model)))
                        .timeout(PATIENCE)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    answer.statusCode(),
                    answer.headers().firstValue("Tandem-Model").orElse(""),
                    answer.body());
        } catch (IOException unreachable) {
            throw new DemoException("Serving does not answer at " + url, unreachable);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new DemoException("Interrupted", interrupted);
        }
    }

    /** Asks until a version answers. */
    Answer await(String model, String version, String body) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Answer answer = predict(model, body);
            if (answer.status() == 200 && answer.model().equals(model + "/" + version)) {
                return answer;
            }
            Pause.orGiveUp(
                    deadline,
                    "%s/%s to answer; the last answer was %d %s: %s"
                            .formatted(
                                    model,
                                    version,
                                    answer.status(),
                                    answer.model(),
                                    answer.body()));
        }
    }
}
