package org.tandemml.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.tandemml.registry.testing.CallsPage;

/** The calls that MLflow does not have are described, and {@code docs/api.md} shows how. */
@QuarkusTest
class OwnCallsTest {
    private static final Path PAGE = Path.of("..", "docs", "api.md");

    private static JsonNode description() throws IOException {
        return new ObjectMapper()
                .readTree(RestAssured.get("/q/openapi?format=json").then().extract().asString());
    }

    @Test
    void sayWhatTheyDoWithAnExampleAndTheirErrors() throws IOException {
        assertThat(CallsPage.of(description(), "/api/tandem/").gaps()).isEmpty();
    }

    /** Run with {@code -Dapi.write=true} to write it anew. */
    @Test
    void areOnThePage() throws IOException {
        String written = CallsPage.of(description(), "/api/tandem/").text();
        if (Boolean.getBoolean("api.write")) {
            Files.writeString(PAGE, written);
        }
        assertThat(PAGE).content().isEqualTo(written);
    }
}
