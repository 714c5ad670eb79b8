package org.tandemml.registry.run.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import org.tandemml.model.RunId;
import org.tandemml.model.TandemException;
import org.tandemml.registry.experiment.rest.TagWire;
import org.tandemml.registry.run.Param;
import org.tandemml.registry.run.RunInputs;
import org.tandemml.registry.run.RunLog;
import org.tandemml.registry.security.Needs;
import org.tandemml.registry.security.Permission;
import org.tandemml.registry.wire.Empty;
import org.tandemml.registry.wire.Required;
import org.tandemml.registry.wire.WireJson;

/** MLflow's calls that log to runs. */
@Path("/api/2.0/mlflow/runs")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
final class RunLogResource {
    private static final List<String> MODEL_FIELDS =
            List.of("artifact_path", "flavors", "utc_time_created", "run_id");

    private final RunLog log;
    private final RunInputs inputs;

    RunLogResource(RunLog log, RunInputs inputs) {
        this.log = log;
        this.inputs = inputs;
    }

    @Needs(Permission.EXPERIMENT_EDIT)
    @POST
    @Path("log-metric")
    public Empty logMetric(RunWire.LogMetric request) {
        RunId run = RunIds.read(request.runId(), request.runUuid());
        log.logMetric(run, request.metric().read(""));
        return Empty.INSTANCE;
    }

    @Needs(Permission.EXPERIMENT_EDIT)
    @POST
    @Path("log-parameter")
    public Empty logParameter(RunWire.LogParameter request) {
        RunId run = RunIds.read(request.runId(), request.runUuid());
        Param param = new ParamWire(request.key(), request.value()).read("");
        log.logParam(run, param);
        return Empty.INSTANCE;
    }

    @Needs(Permission.EXPERIMENT_EDIT)
    @POST
    @Path("set-tag")
    public Empty setTag(RunWire.SetTag request) {
        RunId run = RunIds.read(request.runId(), request.runUuid());
        log.setTag(run, TagWire.read(Required.field("key", request.key()), request.value()));
        return Empty.INSTANCE;
    }

    @Needs(Permission.EXPERIMENT_EDIT)
    @POST
    @Path("delete-tag")
    public Empty deleteTag(RunWire.DeleteTag request) {
        RunId run = RunIds.read(request.runId());
        log.deleteTag(run, Required.field("key", request.key()));
        return Empty.INSTANCE;
    }

    @Needs(Permission.EXPERIMENT_EDIT)
    @POST
    @Path("log-batch")
    public Empty logBatch(RunWire.LogBatch request) {
        RunId run = RunIds.read(request.runId());
        log.logBatch(
                run,
                MetricWire.read(request.metrics()),
                ParamWire.read(request.params()),
                TagWire.read("tags", request.tags()));
        return Empty.INSTANCE;
    }

    @Needs(Permission.EXPERIMENT_EDIT)
    @POST
    @Path("log-model")
    public Empty logModel(RunWire.LogModel request) {
        RunId run = RunIds.read(request.runId());
        String text = Required.field("model_json", request.modelJson());
        ObjectNode model = WireJson.readObject("model_json", text);
        List<String> missing = new ArrayList<>(MODEL_FIELDS);
        model.fieldNames().forEachRemaining(missing::remove);
        if (!missing.isEmpty()) {
            throw TandemException.invalid(
                    "Model json is missing mandatory fields: " + String.join(", ", missing) + ".");
        }
        log.logModel(run, WireJson.write(model));
        return Empty.INSTANCE;
    }

    @Needs(Permission.EXPERIMENT_EDIT)
    @POST
    @Path("log-inputs")
    public Empty logInputs(RunWire.LogInputs request) {
        RunId run = RunIds.read(request.runId());
        inputs.logInputs(
                run,
                DatasetInputWire.read(request.datasets()),
                ModelInputWire.read(request.models()));
        return Empty.INSTANCE;
    }

    @Needs(Permission.EXPERIMENT_EDIT)
    @POST
    @Path("outputs")
    public Empty logOutputs(RunWire.LogOutputs request) {
        RunId run = RunIds.read(request.runId());
        inputs.logOutputs(run, ModelOutputWire.read(Required.field("models", request.models())));
        return Empty.INSTANCE;
    }
}
