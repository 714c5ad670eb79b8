package org.tandemml.registry.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tandemml.registry.testing.MlflowWire;
import org.tandemml.registry.testing.RawHttp;
import org.tandemml.registry.testing.S3Surroundings;
import org.tandemml.testkit.FaultyLine;

/** What clients see of artifacts when they are on an S3 server. */
@QuarkusTest
@TestProfile(ArtifactsOnS3Test.OnS3.class)
public final class ArtifactsOnS3Test {
    private static final String PROXY = "/api/2.0/mlflow-artifacts/artifacts/";
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** A registry whose artifacts are on an S3 server. */
    public static final class OnS3 implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(S3Surroundings.class));
        }
    }

    /** Set by {@link S3Surroundings}. */
    FaultyLine line;

    private final MlflowWire wire = new MlflowWire();
    private final String folder = "t-" + UUID.randomUUID();

    @AfterEach
    void mend() throws IOException {
        line.mend();
    }

    @Test
    void theProxyStoresListsSendsAndDeletes() throws IOException {
        RawHttp http = new RawHttp(RestAssured.port);
        byte[] content = "0123456789".getBytes(UTF_8);
        assertThat(http.send("PUT", PROXY + folder + "/a%20b.txt", content).status())
                .isEqualTo(200);

        RawHttp.Answer all = http.send("GET", PROXY + folder + "/a%20b.txt");
        assertThat(all.status()).isEqualTo(200);
        assertThat(all.text()).isEqualTo("0123456789");
        assertThat(all.header("Content-Length")).contains("10");
        assertThat(all.header("X-Content-Type-Options")).contains("nosniff");
        assertThat(all.header("Content-Disposition"))
                .hasValueSatisfying(
                        value -> assertThat(value).startsWith("attachment; filename=\"a b.txt\""));
        String tag = all.header("ETag").orElseThrow();

        RawHttp.Answer part = http.send("GET", PROXY + folder + "/a%20b.txt", "Range: bytes=3-6");
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.text()).isEqualTo("3456");
        assertThat(part.header("Content-Range")).contains("bytes 3-6/10");
        assertThat(http.send("GET", PROXY + folder + "/a%20b.txt", "Range: bytes=10-").status())
                .isEqualTo(416);
        assertThat(
                        http.send("GET", PROXY + folder + "/a%20b.txt", "If-None-Match: " + tag)
                                .status())
                .isEqualTo(304);
        RawHttp.Answer head = http.send("HEAD", PROXY + folder + "/a%20b.txt");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("ETag")).contains(tag);
        assertThat(head.header("Content-Length")).contains("10");

        assertThat(wire.send("GET", PROXY.replaceAll("/$", "") + "?path=" + folder, null).text())
                .isEqualTo(
                        "{\"files\":[{\"path\":\"a b.txt\",\"is_dir\":false,\"file_size\":10}]}");
        assertThat(http.send("DELETE", PROXY + folder).status()).isEqualTo(200);
        assertThat(http.send("GET", PROXY + folder + "/a%20b.txt").status()).isEqualTo(404);
    }

    @Test
    void aWrongDigestLeavesNothing() throws IOException {
        RawHttp http = new RawHttp(RestAssured.port);
        String wrong = "Tandem-Digest: sha256:" + "0".repeat(64);
        assertThat(http.send("PUT", PROXY + folder + "/x", new byte[3], wrong).status())
                .isEqualTo(400);
        assertThat(http.send("GET", PROXY + folder + "/x").status()).isEqualTo(404);
    }

    @Test
    void newerClientsAreToldThatTheyMaySendParts() {
        assertThat(
                        wire.send("GET", "/api/3.0/mlflow/server-info", null)
                                .ok()
                                .at("/multipart_uploads_enabled"))
                .isEqualTo("true");
    }

    @Test
    void partsGoStraightToTheServerAndBecomeAFile() throws Exception {
        String mpu = "/api/2.0/mlflow-artifacts/mpu/";
        MlflowWire.Answer begun =
                wire.send(
                                "POST",
                                mpu + "create/" + folder,
                                Map.of("path", "C:\\models\\m.bin", "num_parts", 2))
                        .ok();
        JsonNode credentials = begun.json().get("credentials");
        assertThat(credentials).hasSize(2);
        assertThat(credentials.get(1).get("part_number").asInt()).isEqualTo(2);
        List<Map<String, Object>> parts = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            byte[] bytes = new byte[i == 0 ? 5 << 20 : 3];
            parts.add(
                    Map.of(
                            "part_number",
                            i + 1,
                            "etag",
                            put(credentials.get(i).get("url").asText(), bytes),
                            "url",
                            credentials.get(i).get("url").asText()));
        }
        Map<String, Object> sent =
                Map.of("path", "m.bin", "upload_id", begun.at("/upload_id"), "parts", parts);
        wire.send("POST", mpu + "complete/" + folder, sent).ok();

        MlflowWire.Answer signed =
                wire.send("GET", "/api/2.0/mlflow-artifacts/presigned/" + folder + "/m.bin", null)
                        .ok();
        assertThat(signed.at("/file_size")).isEqualTo(String.valueOf((5 << 20) + 3));
        assertThat(fetch(signed.at("/url"))).hasSize((5 << 20) + 3);
    }

    @Test
    void whatIsWrongWithAMultipartUploadIsSaid() {
        String mpu = "/api/2.0/mlflow-artifacts/mpu/";
        wire.send("POST", mpu + "create/" + folder, Map.of("num_parts", 1)).invalid("path");
        wire.send("POST", mpu + "create/" + folder, Map.of("path", "x", "num_parts", 10_001))
                .invalid("10000");
        wire.send("POST", mpu + "create/" + folder, Map.of("path", "a/..")).invalid("..");
        wire.send("POST", mpu + "complete/" + folder, Map.of("path", "x")).invalid("upload_id");
        wire.send("POST", mpu + "complete/" + folder, Map.of("path", "x", "upload_id", "u"))
                .invalid("parts");
        wire.send("POST", mpu + "abort/" + folder, Map.of("path", "x")).invalid("upload_id");
        String upload =
                wire.send("POST", mpu + "create/" + folder, Map.of("path", "x"))
                        .ok()
                        .at("/upload_id");
        wire.send("POST", mpu + "abort/" + folder, Map.of("path", "x", "upload_id", upload)).ok();
    }

    @Test
    void whereClientsSeeTheServerTheyGetUrlsToIt() throws Exception {
        String experiment =
                wire.post(
                                "experiments/create",
                                Map.of(
                                        "name",
                                        folder,
                                        "artifact_location",
                                        S3Surroundings.ROOT + "/" + folder))
                        .ok()
                        .at("/experiment_id");
        String run =
                wire.post("runs/create", Map.of("experiment_id", experiment))
                        .ok()
                        .at("/run/info/run_id");
        Map<String, Object> file = Map.of("run_id", run, "path", "d/f.txt");
        wire.post("artifacts/presigned-download-url", file)
                .refused(404, "RESOURCE_DOES_NOT_EXIST", "No artifact at");

        put(
                wire.post("artifacts/presigned-upload-url", file).ok().at("/presigned_url"),
                "hello".getBytes(UTF_8));

        MlflowWire.Answer download = wire.post("artifacts/presigned-download-url", file).ok();
        assertThat(download.at("/file_size")).isEqualTo("5");
        assertThat(fetch(download.at("/presigned_url"))).asString(UTF_8).isEqualTo("hello");
        assertThat(
                        wire.get("artifacts/list", Map.of("run_id", run, "path", "d"))
                                .ok()
                                .at("/files/0/path"))
                .isEqualTo("d/f.txt");
        wire.post(
                        "artifacts/presigned-download-url",
                        Map.of("run_id", run, "path", "x", "expiration", 604_801))
                .invalid("expiration");
        wire.post(
                        "artifacts/presigned-upload-url",
                        Map.of("run_id", run, "model_id", "m-x", "path", "x"))
                .invalid("model_id");
    }

    @Test
    void whereArtifactsGoThroughTheProxyNoUploadGoesAroundIt() {
        String run =
                wire.post("runs/create", Map.of("experiment_id", "0")).ok().at("/run/info/run_id");
        Map<String, Object> file = Map.of("run_id", run, "path", "x");
        wire.post("artifacts/presigned-upload-url", file).invalid("proxy");
        wire.post("artifacts/presigned-download-url", file).invalid("proxy");
    }

    @Test
    void aServerThatIsGoneIsUnavailableAndComesBack() throws IOException {
        line.cut();
        wire.send("GET", PROXY + folder + "/x", null)
                .refused(503, "TEMPORARILY_UNAVAILABLE", "cannot be reached");
        wire.get("experiments/get", Map.of("experiment_id", "0")).ok();
        line.mend();
        wire.send("GET", PROXY + folder + "/x", null).refused(404, "RESOURCE_DOES_NOT_EXIST", "x");
    }

    /** More requests hang than the application has threads; those for metadata do not notice. */
    @Test
    void aServerThatHangsKeepsOnlyItsOwnLaneBusy() throws Exception {
        new RawHttp(RestAssured.port).send("PUT", PROXY + folder + "/x", new byte[1]);
        ExecutorService clients = Executors.newCachedThreadPool();
        try {
            line.hang();
            List<Future<Integer>> artifacts = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                artifacts.add(
                        clients.submit(
                                () -> wire.send("GET", PROXY + folder + "/x", null).status()));
            }
            awaitUntilMostAreRefused(artifacts);
            for (int i = 0; i < 20; i++) {
                clients.submit(() -> wire.get("experiments/get", Map.of("experiment_id", "0")).ok())
                        .get(20, TimeUnit.SECONDS);
            }
            line.mend();
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> each : artifacts) {
                statuses.add(each.get(60, TimeUnit.SECONDS));
            }
            assertThat(statuses).containsOnly(200, 503);
            assertThat(statuses).filteredOn(status -> status == 503).hasSize(12);
        } finally {
            clients.shutdownNow();
        }
        assertThat(wire.send("GET", PROXY + folder + "/x", null).status()).isEqualTo(200);
    }

    /** Those that find no room are answered, while the others hang. */
    private static void awaitUntilMostAreRefused(List<Future<Integer>> all)
            throws InterruptedException {
        for (int i = 0; i < 400; i++) {
            if (all.stream().filter(Future::isDone).count() >= 12) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new AssertionError("All requests hang");
    }

    private static String put(String url, byte[] bytes) throws Exception {
        HttpResponse<String> answer =
                HTTP.send(
                        HttpRequest.newBuilder(URI.create(url))
                                .PUT(HttpRequest.BodyPublishers.ofByteArray(bytes))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.headers().firstValue("ETag").orElseThrow();
    }

    private static byte[] fetch(String url) throws Exception {
        return HTTP.send(
                        HttpRequest.newBuilder(URI.create(url)).build(),
                        HttpResponse.BodyHandlers.ofByteArray())
                .body();
    }
}
