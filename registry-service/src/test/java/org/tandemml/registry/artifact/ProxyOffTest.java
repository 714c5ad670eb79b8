package org.tandemml.registry.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemml.registry.artifactroot.ArtifactRoot;
import org.tandemml.registry.testing.MlflowWire;
import org.tandemml.registry.testing.RawHttp;
import org.tandemml.registry.testing.TestHome;

@QuarkusTest
@TestProfile(ProxyOffTest.Off.class)
final class ProxyOffTest {

    /** A registry that leaves its clients alone with the store, a folder of their choice. */
    public static final class Off implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Path root = TestHome.fresh().resolve("with blank");
            return Map.of(
                    "tandem.artifacts.serve",
                    "false",
                    "tandem.artifacts.root",
                    root.toUri().toString());
        }
    }

    @jakarta.inject.Inject ArtifactUris uris;
    @jakarta.inject.Inject ArtifactRoot root;

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE"})
    void theProxySaysThatItIsOff(String method) throws IOException {
        RawHttp.Answer answer =
                new RawHttp(RestAssured.port)
                        .send(method, "/api/2.0/mlflow-artifacts/artifacts/a/b", new byte[1]);
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
        assertThat(answer.text()).contains("TANDEM_ARTIFACTS_SERVE");
    }

    @Test
    void runsGetTheRootItself() {
        String uri = root.folder().orElseThrow().toUri().toString().replaceAll("/$", "");
        assertThat(root.uri()).isEqualTo(uri + "/").startsWith("file:///");
        MlflowWire.Answer experiment =
                new MlflowWire().get("experiments/get", Map.of("experiment_id", "0")).ok();
        assertThat(experiment.at("/experiment/artifact_location")).isEqualTo(uri + "/0");
    }

    @Test
    void pathsAndUrisBelowTheRootAreInTheStore() {
        Path folder = root.folder().orElseThrow();
        assertThat(folder).isAbsolute().hasFileName("with blank");
        assertThat(uris.require(folder + "/1/x")).hasToString("1/x");
        // A folder that exists has a URI that ends with a slash.
        String uri = folder.toUri().toString();
        assertThat(uri).startsWith("file:///").endsWith("/with%20blank/");
        assertThat(uris.require(uri + "1/x")).hasToString("1/x");
        assertThat(uris.require(uri.replace("file:///", "file:/") + "1/x")).hasToString("1/x");
        assertThat(uris.find(folder + "-other/1/x")).isEmpty();
    }
}
