package org.tandemml.registry.loggedmodel.rest;

import java.util.List;
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

    record Create(
            @LenientText @Nullable String experimentId,
            @Nullable String name,
            @Nullable String modelType,
            @Nullable String sourceRunId,
            @Nullable List<ParamWire> params,
            @Nullable List<TagWire> tags)
            implements WireRequest {}

    record Finish(@Nullable String modelId, @Nullable LoggedModelStatus status)
            implements WireRequest {}

    record SetTags(@Nullable String modelId, @Nullable List<TagWire> tags) implements WireRequest {}

    record AddParams(@Nullable String modelId, @Nullable List<ParamWire> params)
            implements WireRequest {}

    record Search(
            @LenientTexts @Nullable List<String> experimentIds,
            @Nullable String filter,
            @Nullable List<Dataset> datasets,
            @Nullable Integer maxResults,
            @Nullable List<OrderBy> orderBy,
            @Nullable String pageToken)
            implements WireRequest {}

    record Dataset(@Nullable String datasetName, @Nullable String datasetDigest) {}

    record OrderBy(
            @Nullable String fieldName,
            @Nullable Boolean ascending,
            @Nullable String datasetName,
            @Nullable String datasetDigest) {}

    /** The query of a listing. */
    record Directory(@Nullable String artifactDirectoryPath) implements WireRequest {}

    /** The query of a download. */
    record File(@Nullable String artifactFilePath) implements WireRequest {}
}
