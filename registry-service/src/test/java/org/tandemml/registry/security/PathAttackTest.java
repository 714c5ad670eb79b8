package org.tandemml.registry.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemml.registry.security.ApiRoutes.ApiRoute;
import org.tandemml.registry.testing.MlflowWire;
import org.tandemml.registry.testing.RawHttp;
import org.tandemml.registry.testing.TrackingWire;

/**
 * Every place where a caller's text becomes a path, against every way to write a path that leads
 * elsewhere. Canaries lie beside the store and beside the folders of other runs.
 */
@QuarkusTest
class PathAttackTest {
    private static final String PROXY = "/api/2.0/mlflow-artifacts/";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONTENT = "canary " + UUID.randomUUID();

    @ConfigProperty(name = "tandem.home")
    Path home;

    private final MlflowWire wire = new MlflowWire();
    private final TrackingWire tracking = new TrackingWire(wire);
    private RawHttp http;
    private String run;
    private String loggedModel;
    private String model;
    private List<Path> canaries;

    @BeforeEach
    void setUp() throws IOException {
        http = new RawHttp(RestAssured.port);
        String experiment = tracking.experiment("paths " + UUID.randomUUID());
        run = tracking.run(experiment);
        loggedModel =
                wire.post("logged-models", Map.of("experiment_id", experiment, "name", "m"))
                        .ok()
                        .at("/model/info/model_id");
        model = "paths-" + UUID.randomUUID();
        wire.post("registered-models/create", Map.of("name", model)).ok();
        String location = "mlflow-artifacts:/" + experiment + "/" + run + "/artifacts";
        wire.post("model-versions/create", Map.of("name", model, "source", location, "run_id", run))
                .ok();
        Path runFolder = home.resolve("artifacts").resolve(experiment).resolve(run);
        Path modelFolder =
                home.resolve("artifacts")
                        .resolve(experiment)
                        .resolve("models")
                        .resolve(loggedModel);
        Files.createDirectories(runFolder.resolve("artifacts"));
        Files.createDirectories(modelFolder.resolve("artifacts"));
        canaries =
                List.of(
                        home.resolve("canary"),
                        runFolder.resolve("canary"),
                        modelFolder.resolve("canary"));
        for (Path canary : canaries) {
            Files.writeString(canary, CONTENT);
        }
    }

    @AfterEach
    void remove() throws IOException {
        for (Path canary : canaries) {
            Files.deleteIfExists(canary);
        }
    }

    /** Method and target; {@code @} is where the attack goes. */
    private Stream<String> places() {
        String inRun = "?run_id=" + run + "&path=@";
        String inVersion = "?name=" + model + "&version=1&path=@";
        String inModel = "/api/2.0/mlflow/logged-models/" + loggedModel + "/artifacts/";
        return Stream.of(
                "GET /api/2.0/mlflow/artifacts/list" + inRun,
                "GET /get-artifact" + inRun,
                "HEAD /get-artifact" + inRun,
                "POST /api/2.0/mlflow/upload-artifact?run_uuid=" + run + "&path=@",
                "GET /model-versions/get-artifact" + inVersion,
                "HEAD /model-versions/get-artifact" + inVersion,
                "GET " + inModel + "directories?artifact_directory_path=@",
                "GET " + inModel + "files?artifact_file_path=@",
                "HEAD " + inModel + "files?artifact_file_path=@",
                "GET " + PROXY + "artifacts?path=@",
                "GET " + PROXY + "artifacts/@",
                "HEAD " + PROXY + "artifacts/@",
                "PUT " + PROXY + "artifacts/@",
                "DELETE " + PROXY + "artifacts/@",
                "POST " + PROXY + "mpu/create/@",
                "POST " + PROXY + "mpu/complete/@",
                "POST " + PROXY + "mpu/abort/@",
                "GET " + PROXY + "presigned/@",
                "POST /api/2.0/mlflow/artifacts/presigned-download-url",
                "POST /api/2.0/mlflow/artifacts/presigned-upload-url");
    }

    /** A route that takes a path and is not among the places would not be attacked. */
    @Test
    void everyRouteThatTakesAPathIsAttacked() {
        Set<String> names = Set.of("path", "artifactFilePath", "artifactDirectoryPath");
        ApiRoutes.Requests requests = new ApiRoutes.Requests();
        Set<String> taking =
                ApiRoutes.all().stream()
                        .filter(route -> !route.isOfTheTests())
                        .filter(
                                route ->
                                        route.path().contains("{path:")
                                                || requests.of(route).stream()
                                                        .map(Class::getRecordComponents)
                                                        .flatMap(Stream::of)
                                                        .anyMatch(c -> names.contains(c.getName())))
                        .map(ApiRoute::toString)
                        .collect(Collectors.toSet());
        Set<String> attacked =
                places().map(place -> place.replaceFirst("\\?.*", ""))
                        .map(place -> place.replace("@", "{path:.*}"))
                        .map(place -> place.replace(loggedModel, "{model_id}"))
                        .collect(Collectors.toSet());
        assertThat(taking).hasSizeGreaterThan(15);
        assertThat(attacked).isEqualTo(taking);
    }

    @ParameterizedTest
    @MethodSource("org.tandemml.registry.testing.PathAttacks#inPaths")
    void noPlaceLetsAPathOut(String attack) throws IOException {
        List<String> before = Files.list(home).map(Path::toString).sorted().toList();
        for (String place : places().toList()) {
            RawHttp.Answer answer = attack(place, attack);

            int status = answer.status();
            boolean notOffered = status == 501 && place.matches(".*/(mpu|presigned).*");
            assertThat(notOffered || status >= 400 && status < 500)
                    .as(place + " with " + attack + ": " + status + " " + answer.text())
                    .isTrue();
            assertThat(answer.text())
                    .doesNotContain(CONTENT, home.toString(), "\tat ", "Exception");
            assertThat(answer.headers()).noneMatch(h -> h.startsWith("X-Injected"));
            if (attack.contains("canary")) {
                RawHttp.Answer ofNothing = attack(place, attack.replace("canary", "absent"));
                assertThat(ofNothing.status()).as(place + " with " + attack).isEqualTo(status);
                assertThat(ofNothing.text().replace("absent", "canary")).isEqualTo(answer.text());
            }
        }
        assertUntouched(before);
    }

    private RawHttp.Answer attack(String place, String attack) throws IOException {
        String[] call = place.replace("@", attack.replace(" ", "%20")).split(" ", 2);
        boolean sends = !List.of("GET", "HEAD", "DELETE").contains(call[0]);
        ObjectNode body = JSON.createObjectNode().put("path", attack).put("run_id", run);
        return http.send(
                call[0],
                call[1],
                sends ? JSON.writeValueAsBytes(body) : new byte[0],
                "Content-Type: application/json");
    }

    /** As MLflow has it: JAX-RS would drop it, and answer. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/2.0/mlflow/experiments/get;x?experiment_id=0",
                "/ajax-api/2.0/mlflow/experiments/get;x=1?experiment_id=0",
                "/api/2.0/mlflow;x/experiments/get?experiment_id=0",
                "/api;/2.0/mlflow/experiments/get?experiment_id=0",
                "/health;x",
                "/version;"
            })
    void whatFollowsASemicolonBelongsToThePath(String target) throws IOException {
        RawHttp.Answer answer = http.send("GET", target);
        assertThat(answer.status()).as(answer.text()).isEqualTo(404);
        assertThat(answer.text()).contains("ENDPOINT_NOT_FOUND");
    }

    @Test
    void aFileMayHaveASemicolonInItsName() throws IOException {
        String folder = PROXY + "artifacts/semicolons-" + UUID.randomUUID() + "/";
        byte[] content = "1;2".getBytes();
        assertThat(http.send("PUT", folder + "a;b.csv", content).status()).isEqualTo(200);
        for (String name : List.of("a;b.csv", "a%3Bb.csv")) {
            assertThat(http.send("GET", folder + name).text()).as(name).isEqualTo("1;2");
        }
        assertThat(http.send("GET", folder + "a").status()).isEqualTo(404);
    }

    @Test
    void aSemicolonInAQueryBelongsToTheValue() throws IOException {
        String name = "Default;x";
        String byName = "/api/2.0/mlflow/experiments/get-by-name?experiment_name=";
        assertThat(http.send("GET", byName + "Default").status()).isEqualTo(200);
        RawHttp.Answer unknown = http.send("GET", byName + name);
        assertThat(unknown.status()).as(unknown.text()).isEqualTo(404);
        assertThat(unknown.text()).contains("RESOURCE_DOES_NOT_EXIST", name);
        assertThat(http.send("GET", byName + "Default%3Bx").text()).isEqualTo(unknown.text());
        RawHttp.Answer garbage =
                http.send("GET", "/api/2.0/mlflow/experiments/get?experiment_id=0;x");
        assertThat(garbage.status()).as(garbage.text()).isEqualTo(400);
    }

    @ParameterizedTest
    @MethodSource("org.tandemml.registry.testing.PathAttacks#inUris")
    void noSourceAndNoLocationLeadsOut(String attack) throws IOException {
        List<String> before = Files.list(home).map(Path::toString).sorted().toList();
        wire.post("model-versions/create", Map.of("name", model, "source", attack)).invalid("");
        wire.post("model-versions/create", Map.of("name", model, "source", attack, "run_id", run))
                .invalid("");
        wire.post(
                        "experiments/create",
                        Map.of("name", "at " + UUID.randomUUID(), "artifact_location", attack))
                .invalid("");
        assertUntouched(before);
    }

    /** A place that is taken as it is must still not be opened by this service. */
    @Test
    void aPlaceOutsideTheStoreIsOnlyHandedOut() {
        String place = "file://" + home;
        String experiment =
                wire.post(
                                "experiments/create",
                                Map.of(
                                        "name",
                                        "out " + UUID.randomUUID(),
                                        "artifact_location",
                                        place))
                        .ok()
                        .at("/experiment_id");
        String there = tracking.run(experiment);
        for (String path : List.of("canary", "")) {
            MlflowWire.Answer answer =
                    wire.get("artifacts/list", Map.of("run_id", there, "path", path));
            answer.invalid("not in this server's artifact store");
            assertThat(answer.text()).doesNotContain(CONTENT);
        }
        wire.send("GET", "/get-artifact?run_id=" + there + "&path=canary", null)
                .invalid("not in this server's artifact store");
    }

    private void assertUntouched(List<String> before) throws IOException {
        for (Path canary : canaries) {
            assertThat(canary).hasContent(CONTENT);
        }
        assertThat(Files.list(home).map(Path::toString).sorted()).isEqualTo(before);
    }
}
