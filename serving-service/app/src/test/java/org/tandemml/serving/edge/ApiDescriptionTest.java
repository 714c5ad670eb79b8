package org.tandemml.serving.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tandemml.serving.testing.SmallLimits;
import org.tandemml.serving.testing.StubRegistryResource;

/** What generators of clients need of {@code /q/openapi}. */
@QuarkusTest
@QuarkusTestResource(StubRegistryResource.class)
@TestProfile(SmallLimits.class)
class ApiDescriptionTest {
    @Test
    void operationsAreNamedByVerbAndNoun() {
        List<String> names =
                RestAssured.get("/q/openapi?format=json")
                        .jsonPath()
                        .getList("paths.collectMany { it.value.values() }.operationId");

        assertThat(names)
                .hasSizeGreaterThan(10)
                .doesNotContainNull()
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z]+([A-Z][a-z]+)+"))
                .contains("predictWithRef", "listModels", "getReadiness");
    }
}
