package org.tandemml.registry.genai;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemml.registry.testing.MlflowWire;

@QuarkusTest
class GenAiWireTest {
    private final MlflowWire wire = new MlflowWire();

    @ParameterizedTest
    @CsvSource({
        "POST,/api/2.0/mlflow/traces",
        "GET,/api/2.0/mlflow/traces?experiment_ids=0",
        "PATCH,/api/2.0/mlflow/traces/tr-1",
        "GET,/api/2.0/mlflow/traces/tr-1/info",
        "DELETE,/api/2.0/mlflow/traces/tr-1/tags",
        "POST,/api/2.0/mlflow/traces/link-to-run",
        "POST,/api/2.0/mlflow/runs/create-promptlab-run",
        "GET,/api/2.0/mlflow/get-trace-artifact?request_id=tr-1",
        "POST,/api/3.0/mlflow/traces",
        "POST,/api/3.0/mlflow/traces/search",
        "GET,/api/3.0/mlflow/traces/tr-1/assessments/a-1",
        "POST,/api/3.0/mlflow/datasets/create",
        "POST,/api/3.0/mlflow/scorers/register",
        "PUT,/api/3.0/mlflow/scorers/online-config",
        "GET,/api/3.0/mlflow/gateway/endpoints/list",
        "GET,/api/3.0/mlflow/workspaces",
        "POST,/ajax-api/3.0/mlflow/traces/search",
        "POST,/v1/traces"
    })
    void aCallForGenerativeAiIsNotImplemented(String method, String path) {
        wire.send(method, path, method.equals("GET") ? null : "{}")
                .refused(501, "NOT_IMPLEMENTED", "This server");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/2.0/mlflow/tracesx",
                "/api/4.0/mlflow/traces",
                "/api/2x0/mlflow/traces",
                "/v1/nothing",
                "/x/api/2.0/mlflow/traces"
            })
    void whatNoMlflowServerKnowsIsNotFound(String path) {
        wire.send("GET", path, null).refused(404, "ENDPOINT_NOT_FOUND", "");
    }

    @Test
    void aTraceIsRefusedWithAWayToStopSendingThem() {
        wire.send("POST", "/v1/traces", "{}")
                .refused(501, "NOT_IMPLEMENTED", "mlflow.tracing.disable()");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/api/2.0/mlflow/gateway-proxy?gateway_path=api/2.0/endpoints/",
        "GET,/ajax-api/2.0/mlflow/gateway-proxy",
        "POST,/ajax-api/2.0/mlflow/gateway-proxy"
    })
    void theGatewayHasNoEndpoints(String method, String path) {
        assertThat(wire.send(method, path, null).ok().text()).isEqualTo("{\"endpoints\":[]}");
    }
}
