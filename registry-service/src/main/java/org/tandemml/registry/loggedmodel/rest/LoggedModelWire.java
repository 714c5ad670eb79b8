package org.tandemml.registry.loggedmodel.rest;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.tandemml.registry.experiment.rest.TagWire;
import org.tandemml.registry.loggedmodel.LoggedModelStatus;
import org.tandemml.registry.run.rest.ParamWire;
import org.tandemml.registry.wire.LenientText;
import org.tandemml.registry.wire.LenientTexts;
import org.tandemml.registry.wire.WireRequest;

/** The requests of the calls about logged models. */
final class LoggedModelWire {
    private LoggedModelWire() {}

    @Schema(name = "CreateLoggedModel")
    record Create(
            @LenientText @Nullable String experimentId,
            @Nullable String name,
            @Nullable String modelType,
            @Nullable String sourceRunId,
            @Nullable List<ParamWire> params,
            @Nullable List<TagWire> tags)
            implements WireRequest {}

    @Schema(name = "FinalizeLoggedModel")
    record Finish(@Nullable String modelId, @Nullable LoggedModelStatus status)
            implements WireRequest {}

    @Schema(name = "SetLoggedModelTags")
    record SetTags(@Nullable String modelId, @Nullable List<TagWire> tags) implements WireRequest {}

    @Schema(name = "LogLoggedModelParams")
    record AddParams(@Nullable String modelId, @Nullable List<ParamWire> params)
            implements WireRequest {}

    @Schema(name = "SearchLoggedModels")
    record Search(
            @LenientTexts @Nullable List<String> experimentIds,
            @Nullable String filter,
            @Nullable List<Dataset> datasets,
            @Nullable Integer maxResults,
            @Nullable List<OrderBy> orderBy,
            @Nullable String pageToken)
            implements WireRequest {}

    @Schema(name = "LoggedModelDataset")
    record Dataset(@Nullable String datasetName, @Nullable String datasetDigest) {}

    @Schema(name = "LoggedModelOrderBy")
    record OrderBy(
            @Nullable String fieldName,
            @Nullable Boolean ascending,
            @Nullable String datasetName,
            @Nullable String datasetDigest) {}

    /** The query of a listing. */
    @Schema(name = "ListLoggedModelArtifacts")
    record Directory(@Nullable String artifactDirectoryPath) implements WireRequest {}

    /** The query of a download. */
    @Schema(name = "DownloadLoggedModelArtifact")
    record File(@Nullable String artifactFilePath) implements WireRequest {}
}
