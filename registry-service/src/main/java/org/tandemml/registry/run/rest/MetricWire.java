package org.tandemml.registry.run.rest;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.LoggedModelId;
import org.tandemml.registry.run.LoggedMetric;
import org.tandemml.registry.run.Metric;
import org.tandemml.registry.wire.Required;

/** A point of a metric on the wire; the last three fields only come in. */
record MetricWire(
        @Nullable String key,
        @Nullable Double value,
        @Nullable Long timestamp,
        @Nullable Long step,
        @Nullable String modelId,
        @Nullable String datasetName,
        @Nullable String datasetDigest) {

    static MetricWire of(Metric metric) {
        return new MetricWire(
                metric.key(), metric.value(), metric.timestamp(), metric.step(), null, null, null);
    }

    /** Points that came in. */
    static List<LoggedMetric> read(@Nullable List<MetricWire> metrics) {
        List<LoggedMetric> read = new ArrayList<>();
        if (metrics != null) {
            for (MetricWire metric : metrics) {
                read.add(metric.read("metrics[" + read.size() + "]."));
            }
        }
        return read;
    }

    /**
     * The point that came in.
     *
     * @param path what stands before the field's name in messages
     */
    LoggedMetric read(String path) {
        Metric metric =
                new Metric(
                        Required.field(path + "key", key),
                        Required.field(path + "value", value),
                        Required.field(path + "timestamp", timestamp),
                        step == null ? 0 : step);
        boolean ofModel = modelId != null && !modelId.isEmpty();
        return new LoggedMetric(
                metric,
                ofModel ? new LoggedModelId(modelId) : null,
                datasetName == null ? "" : datasetName,
                datasetDigest == null ? "" : datasetDigest);
    }
}
