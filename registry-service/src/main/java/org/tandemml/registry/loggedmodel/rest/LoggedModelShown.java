package org.tandemml.registry.loggedmodel.rest;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.tandemml.registry.experiment.rest.TagWire;
import org.tandemml.registry.loggedmodel.LoggedModel;
import org.tandemml.registry.run.rest.ParamWire;
import org.tandemml.registry.search.Page;

/** A logged model as MLflow shows it. */
@Schema(name = "LoggedModel")
record LoggedModelShown(Info info, Data data) {

    @Schema(name = "LoggedModelInfo")
    record Info(
            String modelId,
            String experimentId,
            String name,
            long creationTimestampMs,
            long lastUpdatedTimestampMs,
            String artifactUri,
            String status,
            String modelType,
            String sourceRunId,
            List<TagWire> tags,
            List<Registration> registrations) {}

    @Schema(name = "LoggedModelRegistration")
    record Registration(String name, String version) {
        static Registration of(LoggedModel.Registration registration) {
            return new Registration(registration.name(), Integer.toString(registration.version()));
        }
    }

    @Schema(name = "LoggedModelData")
    record Data(List<ParamWire> params, List<Measurement> metrics) {}

    @Schema(name = "LoggedModelMetric")
    record Measurement(
            String key,
            double value,
            long timestamp,
            long step,
            @Nullable String datasetName,
            @Nullable String datasetDigest,
            String modelId,
            String runId) {
        static Measurement of(LoggedModel model, LoggedModel.Measurement measurement) {
            return new Measurement(
                    measurement.metric().key(),
                    measurement.metric().value(),
                    measurement.metric().timestamp(),
                    measurement.metric().step(),
                    given(measurement.datasetName()),
                    given(measurement.datasetDigest()),
                    model.id().value(),
                    measurement.runId());
        }

        private static @Nullable String given(String text) {
            return text.isEmpty() ? null : text;
        }
    }

    /** The answer that holds one model. */
    @Schema(name = "LoggedModelResponse")
    record Found(LoggedModelShown model) {
        static Found of(LoggedModel model) {
            return new Found(LoggedModelShown.of(model));
        }
    }

    /** The answer of a search. */
    @Schema(name = "SearchLoggedModelsResponse")
    record Result(List<LoggedModelShown> models, @Nullable String nextPageToken) {
        static Result of(Page<LoggedModel> page) {
            return new Result(
                    page.items().stream().map(LoggedModelShown::of).toList(), page.nextPageToken());
        }
    }

    static LoggedModelShown of(LoggedModel model) {
        return new LoggedModelShown(
                new Info(
                        model.id().value(),
                        model.experimentId().toString(),
                        model.name(),
                        model.creationTime(),
                        model.lastUpdatedTime(),
                        model.artifactUri(),
                        model.status().name(),
                        model.modelType(),
                        model.sourceRunId(),
                        TagWire.of(model.tags()),
                        model.registrations().stream().map(Registration::of).toList()),
                new Data(
                        model.params().stream()
                                .map(param -> new ParamWire(param.key(), param.value()))
                                .toList(),
                        model.measurements().stream()
                                .map(measurement -> Measurement.of(model, measurement))
                                .toList()));
    }
}
