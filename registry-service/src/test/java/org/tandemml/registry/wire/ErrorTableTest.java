package org.tandemml.registry.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tandemml.registry.testing.MlflowWire;
import org.tandemml.registry.testing.MlflowWire.Answer;
import org.tandemml.registry.testing.TrackingWire;

/** What clients branch on: the status and the word of each refusal that MLflow's calls know. */
@QuarkusTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ErrorTableTest {
    private final MlflowWire wire = new MlflowWire();
    private final TrackingWire tracking = new TrackingWire(wire);
    private Map<String, String> things;

    /** One of each kind, and what is there but deleted. */
    @BeforeEach
    void makeOnce() {
        if (things == null) {
            make();
        }
    }

    private void make() {
        String experiment = tracking.experiment("errors " + UUID.randomUUID());
        String deletedName = "errors " + UUID.randomUUID();
        String deleted = tracking.experiment(deletedName);
        wire.post("experiments/delete", Map.of("experiment_id", deleted)).ok();
        String run = tracking.run(experiment);
        String deletedRun = tracking.run(experiment);
        wire.post("runs/delete", Map.of("run_id", deletedRun)).ok();
        String model = "errors-" + UUID.randomUUID();
        wire.post("registered-models/create", Map.of("name", model)).ok();
        wire.post("registered-models/create", Map.of("name", model + "-2")).ok();
        wire.post("model-versions/create", Map.of("name", model, "source", "s3://b/m")).ok();
        wire.post("runs/log-parameter", Map.of("run_id", run, "key", "p", "value", "1")).ok();
        String logged =
                wire.post(
                                "logged-models",
                                Map.of(
                                        "experiment_id",
                                        experiment,
                                        "params",
                                        List.of(Map.of("key", "p", "value", "1"))))
                        .ok()
                        .at("/model/info/model_id");
        things =
                Map.of(
                        "EXPERIMENT", experiment,
                        "GONE-EXPERIMENT", deleted,
                        "GONE-NAME", deletedName,
                        "RUN", run,
                        "GONE-RUN", deletedRun,
                        "MODEL", model,
                        "LOGGED", logged,
                        "NO-RUN", "0".repeat(32),
                        "NO-LOGGED", "m-" + "0".repeat(32));
    }

    private String filled(String text) {
        String filled = text;
        for (Map.Entry<String, String> thing : things.entrySet()) {
            filled = filled.replace("<" + thing.getKey() + ">", thing.getValue());
        }
        return filled;
    }

    @ParameterizedTest(name = "{0} | {1} | {2} | {3} | {4}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // Of all calls
                "400 | INVALID_PARAMETER_VALUE | missing field | POST experiments/create | {}",
                "400 | INVALID_PARAMETER_VALUE | wrong type | POST experiments/create | {\"name\":5}",
                "400 | INVALID_PARAMETER_VALUE | unknown enum value | POST runs/update | {\"run_id\":\"<RUN>\",\"status\":\"BOGUS\"}",
                "400 | INVALID_PARAMETER_VALUE | unknown enum number | POST runs/update | {\"run_id\":\"<RUN>\",\"status\":99}",
                "400 | INVALID_PARAMETER_VALUE | fraction as int64 | POST runs/log-metric | {\"run_id\":\"<RUN>\",\"key\":\"m\",\"value\":1,\"timestamp\":1.5}",
                "400 | BAD_REQUEST | no JSON | POST experiments/create | nonsense",
                "400 | BAD_REQUEST | a list | POST experiments/create | []",
                "404 | ENDPOINT_NOT_FOUND | unknown path | POST experiments/nothing | {}",
                "405 | BAD_REQUEST | wrong method | PUT experiments/create | {}",
                "501 | NOT_IMPLEMENTED | generative AI | POST traces | {}",
                // Experiments
                "400 | RESOURCE_ALREADY_EXISTS | name taken | POST experiments/create | {\"name\":\"Default\"}",
                "400 | RESOURCE_ALREADY_EXISTS | name of a deleted one | POST experiments/create | {\"name\":\"<GONE-NAME>\"}",
                "400 | INVALID_PARAMETER_VALUE | location with .. | POST experiments/create | {\"name\":\"x\",\"artifact_location\":\"s3://b/../x\"}",
                "404 | RESOURCE_DOES_NOT_EXIST | unknown | GET experiments/get?experiment_id=987654321 |",
                "400 | INVALID_PARAMETER_VALUE | no integer | GET experiments/get?experiment_id=abc |",
                "404 | RESOURCE_DOES_NOT_EXIST | unknown name | GET experiments/get-by-name?experiment_name=nobody |",
                "400 | INVALID_PARAMETER_VALUE | max_results absent | POST experiments/search | {}",
                "400 | INVALID_PARAMETER_VALUE | max_results 0 | POST experiments/search | {\"max_results\":0}",
                "400 | INVALID_PARAMETER_VALUE | rename of a deleted one | POST experiments/update | {\"experiment_id\":\"<GONE-EXPERIMENT>\",\"new_name\":\"x\"}",
                "400 | RESOURCE_ALREADY_EXISTS | rename to a name that is taken | POST experiments/update | {\"experiment_id\":\"<EXPERIMENT>\",\"new_name\":\"Default\"}",
                "404 | RESOURCE_DOES_NOT_EXIST | delete twice | POST experiments/delete | {\"experiment_id\":\"<GONE-EXPERIMENT>\"}",
                "404 | RESOURCE_DOES_NOT_EXIST | restore an active one | POST experiments/restore | {\"experiment_id\":\"<EXPERIMENT>\"}",
                "400 | INVALID_PARAMETER_VALUE | tag of a deleted one | POST experiments/set-experiment-tag | {\"experiment_id\":\"<GONE-EXPERIMENT>\",\"key\":\"k\",\"value\":\"v\"}",
                "404 | RESOURCE_DOES_NOT_EXIST | tag that is missing | POST experiments/delete-experiment-tag | {\"experiment_id\":\"<EXPERIMENT>\",\"key\":\"k\"}",
                // Runs
                "404 | RESOURCE_DOES_NOT_EXIST | run in an unknown experiment | POST runs/create | {\"experiment_id\":\"987654321\"}",
                "400 | INVALID_PARAMETER_VALUE | run in a deleted experiment | POST runs/create | {\"experiment_id\":\"<GONE-EXPERIMENT>\"}",
                "400 | INVALID_PARAMETER_VALUE | run without experiment | POST runs/create | {}",
                "400 | INVALID_PARAMETER_VALUE | two names | POST runs/create | {\"experiment_id\":\"<EXPERIMENT>\",\"run_name\":\"a\",\"tags\":[{\"key\":\"mlflow.runName\",\"value\":\"b\"}]}",
                "404 | RESOURCE_DOES_NOT_EXIST | unknown | GET runs/get?run_id=<NO-RUN> |",
                "400 | INVALID_PARAMETER_VALUE | update of a deleted one | POST runs/update | {\"run_id\":\"<GONE-RUN>\",\"status\":\"FINISHED\"}",
                "400 | INVALID_PARAMETER_VALUE | metric of a deleted one | POST runs/log-metric | {\"run_id\":\"<GONE-RUN>\",\"key\":\"m\",\"value\":1,\"timestamp\":1}",
                "404 | RESOURCE_DOES_NOT_EXIST | metric of an unknown one | POST runs/log-metric | {\"run_id\":\"<NO-RUN>\",\"key\":\"m\",\"value\":1,\"timestamp\":1}",
                "400 | INVALID_PARAMETER_VALUE | metric that is no number | POST runs/log-metric | {\"run_id\":\"<RUN>\",\"key\":\"m\",\"value\":\"abc\",\"timestamp\":1}",
                "400 | INVALID_PARAMETER_VALUE | param with another value | POST runs/log-parameter | {\"run_id\":\"<RUN>\",\"key\":\"p\",\"value\":\"2\"}",
                "400 | INVALID_PARAMETER_VALUE | param as a number | POST runs/log-parameter | {\"run_id\":\"<RUN>\",\"key\":\"q\",\"value\":2}",
                "400 | INVALID_PARAMETER_VALUE | key with * | POST runs/set-tag | {\"run_id\":\"<RUN>\",\"key\":\"a*\",\"value\":\"v\"}",
                "400 | INVALID_PARAMETER_VALUE | key that leads up | POST runs/set-tag | {\"run_id\":\"<RUN>\",\"key\":\"../x\",\"value\":\"v\"}",
                "404 | RESOURCE_DOES_NOT_EXIST | tag that is missing | POST runs/delete-tag | {\"run_id\":\"<RUN>\",\"key\":\"k\"}",
                "400 | INVALID_PARAMETER_VALUE | a param twice in a batch | POST runs/log-batch | {\"run_id\":\"<RUN>\",\"params\":[{\"key\":\"a\",\"value\":\"1\"},{\"key\":\"a\",\"value\":\"1\"}]}",
                "400 | INVALID_PARAMETER_VALUE | model_json without flavors | POST runs/log-model | {\"run_id\":\"<RUN>\",\"model_json\":\"{}\"}",
                "400 | INVALID_PARAMETER_VALUE | max_results 0 | POST runs/search | {\"experiment_ids\":[\"0\"],\"max_results\":0}",
                "400 | INVALID_PARAMETER_VALUE | garbage page_token | POST runs/search | {\"experiment_ids\":[\"0\"],\"page_token\":\"x\"}",
                "400 | INVALID_PARAMETER_VALUE | garbage filter | POST runs/search | {\"experiment_ids\":[\"0\"],\"filter\":\"a b c\"}",
                // Artifacts
                "400 | INVALID_PARAMETER_VALUE | path that leads up | GET artifacts/list?run_id=<RUN>&path=../x |",
                "404 | RESOURCE_DOES_NOT_EXIST | file that is missing | GET /api/2.0/mlflow-artifacts/artifacts/0/nothing |",
                "400 | INVALID_PARAMETER_VALUE | empty upload | POST upload-artifact?run_uuid=<RUN>&path=x |",
                // Registered models
                "400 | RESOURCE_ALREADY_EXISTS | name taken | POST registered-models/create | {\"name\":\"<MODEL>\"}",
                "404 | RESOURCE_DOES_NOT_EXIST | unknown | GET registered-models/get?name=nobody |",
                "400 | RESOURCE_ALREADY_EXISTS | rename to a name that is taken | POST registered-models/rename | {\"name\":\"<MODEL>\",\"new_name\":\"<MODEL>-2\"}",
                "404 | RESOURCE_DOES_NOT_EXIST | delete what is not there | DELETE registered-models/delete | {\"name\":\"nobody\"}",
                "400 | INVALID_PARAMETER_VALUE | DELETE by query | DELETE registered-models/delete?name=<MODEL> |",
                "400 | INVALID_PARAMETER_VALUE | stage | POST registered-models/get-latest-versions | {\"name\":\"<MODEL>\",\"stages\":[\"Nowhere\"]}",
                "400 | INVALID_PARAMETER_VALUE | alias that is missing | GET registered-models/alias?name=<MODEL>&alias=none |",
                "400 | INVALID_PARAMETER_VALUE | alias latest | POST registered-models/alias | {\"name\":\"<MODEL>\",\"alias\":\"Latest\",\"version\":\"1\"}",
                "400 | INVALID_PARAMETER_VALUE | alias v1 | POST registered-models/alias | {\"name\":\"<MODEL>\",\"alias\":\"v1\",\"version\":\"1\"}",
                "404 | RESOURCE_DOES_NOT_EXIST | alias of an unknown version | POST registered-models/alias | {\"name\":\"<MODEL>\",\"alias\":\"a\",\"version\":\"9\"}",
                "400 | INVALID_PARAMETER_VALUE | max_results 0 | GET registered-models/search?max_results=0 |",
                // Model versions
                "404 | RESOURCE_DOES_NOT_EXIST | version of an unknown model | POST model-versions/create | {\"name\":\"nobody\",\"source\":\"s3://b/m\"}",
                "400 | INVALID_PARAMETER_VALUE | source that is no place | POST model-versions/create | {\"name\":\"<MODEL>\",\"source\":\"../x\"}",
                "404 | RESOURCE_DOES_NOT_EXIST | source that names no version | POST model-versions/create | {\"name\":\"<MODEL>\",\"source\":\"models:/nobody/1\"}",
                "400 | INVALID_PARAMETER_VALUE | version that is no integer | GET model-versions/get?name=<MODEL>&version=x |",
                "400 | INVALID_PARAMETER_VALUE | version as a number | POST model-versions/transition-stage | {\"name\":\"<MODEL>\",\"version\":1,\"stage\":\"Staging\"}",
                "404 | RESOURCE_DOES_NOT_EXIST | unknown | GET model-versions/get?name=<MODEL>&version=9 |",
                "400 | INVALID_PARAMETER_VALUE | stage | POST model-versions/transition-stage | {\"name\":\"<MODEL>\",\"version\":\"1\",\"stage\":\"Nowhere\"}",
                "400 | INVALID_PARAMETER_VALUE | archiving in None | POST model-versions/transition-stage | {\"name\":\"<MODEL>\",\"version\":\"1\",\"stage\":\"None\",\"archive_existing_versions\":true}",
                // Logged models
                "404 | RESOURCE_DOES_NOT_EXIST | model in an unknown experiment | POST logged-models | {\"experiment_id\":\"987654321\"}",
                "400 | INVALID_PARAMETER_VALUE | name with a slash | POST logged-models | {\"experiment_id\":\"<EXPERIMENT>\",\"name\":\"a/b\"}",
                "404 | RESOURCE_DOES_NOT_EXIST | unknown | GET logged-models/<NO-LOGGED> |",
                "400 | INVALID_PARAMETER_VALUE | model_id missing in the body | PATCH logged-models/<LOGGED> | {\"status\":\"LOGGED_MODEL_READY\"}",
                "400 | INVALID_PARAMETER_VALUE | param that is there | POST logged-models/<LOGGED>/params | {\"model_id\":\"<LOGGED>\",\"params\":[{\"key\":\"p\",\"value\":\"1\"}]}",
                "404 | RESOURCE_DOES_NOT_EXIST | tag that is missing | DELETE logged-models/<LOGGED>/tags/k |",
                // What is missing but no mistake
                "200 | | tag that is missing | DELETE registered-models/delete-tag | {\"name\":\"<MODEL>\",\"key\":\"k\"}",
                "200 | | alias that is missing | DELETE registered-models/alias | {\"name\":\"<MODEL>\",\"alias\":\"none\"}",
                "200 | | run deleted twice | POST runs/delete | {\"run_id\":\"<GONE-RUN>\"}",
                "200 | | history of an unknown run | GET metrics/get-history?run_id=<NO-RUN>&metric_key=m |",
                "200 | | delete of a file that is missing | DELETE /api/2.0/mlflow-artifacts/artifacts/0/nothing |",
                "200 | | search in no experiment | POST runs/search | {\"experiment_ids\":[]}"
            })
    void anErrorHasItsStatusAndWord(
            int status, String word, String what, String call, String body) {
        String[] parts = filled(call).split(" ");
        String path = parts[1].startsWith("/") ? parts[1] : "/api/2.0/mlflow/" + parts[1];

        Answer answer = wire.send(parts[0], path, body == null ? null : filled(body));

        assertThat(answer.status()).as(what + ": " + answer.text()).isEqualTo(status);
        if (word != null) {
            answer.refused(status, word, "");
        }
    }
}
