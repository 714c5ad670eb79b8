package org.tandemml.registry.run.rest;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.tandemml.registry.experiment.rest.TagWire;
import org.tandemml.registry.run.Dataset;
import org.tandemml.registry.run.DatasetInput;
import org.tandemml.registry.wire.Required;

/** A dataset that a run read, on the wire. */
record DatasetInputWire(@Nullable List<TagWire> tags, @Nullable Data dataset) {

    /** The dataset itself. */
    @Schema(name = "Dataset")
    record Data(
            @Nullable String name,
            @Nullable String digest,
            @Nullable String sourceType,
            @Nullable String source,
            @Nullable String schema,
            @Nullable String profile) {}

    static DatasetInputWire of(DatasetInput input) {
        Dataset dataset = input.dataset();
        return new DatasetInputWire(
                TagWire.of(input.tags()),
                new Data(
                        dataset.name(),
                        dataset.digest(),
                        dataset.sourceType(),
                        dataset.source(),
                        dataset.schema(),
                        dataset.profile()));
    }

    /** Inputs that came in. */
    static List<DatasetInput> read(@Nullable List<DatasetInputWire> inputs) {
        List<DatasetInput> read = new ArrayList<>();
        if (inputs != null) {
            for (DatasetInputWire input : inputs) {
                read.add(input.read("datasets[" + read.size() + "]."));
            }
        }
        return read;
    }

    private DatasetInput read(String path) {
        Data data = Required.field(path + "dataset", dataset);
        String digest = data.digest();
        return new DatasetInput(
                new Dataset(
                        Required.field(path + "dataset.name", data.name()),
                        digest == null ? "" : digest,
                        data.sourceType(),
                        data.source(),
                        data.schema(),
                        data.profile()),
                TagWire.read(path + "tags", tags));
    }
}
