package org.tandemml.registry.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.AttributeKey;
import org.tandemml.model.TandemException;
import org.tandemml.model.Texts;
import org.tandemml.registry.experiment.Tag;

/** The limits of what can be logged to a run; logged models have the same. */
public final class RunLimits {
    /** The tag that is always the run's name. */
    static final String NAME_TAG = "mlflow.runName";

    static final int MAX_NAME_LENGTH = 256;
    static final int MAX_METRICS = 1000;
    static final int MAX_PARAMS = 100;
    static final int MAX_TAGS = 100;
    static final int MAX_ENTRIES = 1000;
    static final int MAX_DATASETS = 1000;
    static final int MAX_MODELS = 1000;

    private static final int MAX_DATASET_NAME = 500;
    private static final int MAX_DATASET_DIGEST = 36;
    private static final int MAX_PARAM_LENGTH = 6000;
    private static final int MAX_TAG_LENGTH = 8000;

    private RunLimits() {}

    /**
     * A tag within its limits: a long value is cut off, as MLflow does by default.
     *
     * @param path what stands before the field's name in messages
     */
    public static Tag checked(String path, Tag tag) {
        AttributeKey.require(path + "key", tag.key());
        if (tag.key().equals(NAME_TAG)) {
            Texts.requireLength(path + "value", tag.value(), MAX_NAME_LENGTH);
        }
        return new Tag(tag.key(), cut(tag.value(), MAX_TAG_LENGTH));
    }

    /** A param within its limits: a long value is cut off, as MLflow does by default. */
    public static Param checked(String path, Param param) {
        AttributeKey.require(path + "key", param.key());
        return new Param(param.key(), cut(param.value(), MAX_PARAM_LENGTH));
    }

    /** Refuses a list that is longer than its limit. */
    static void requireAtMost(String what, int count, int max) {
        if (count > max) {
            throw TandemException.invalid(
                    "A batch logging request can contain at most "
                            + max
                            + " "
                            + what
                            + ". Got "
                            + count
                            + ". Please split up the request and try again.");
        }
    }

    /** A point within its limits. */
    static LoggedMetric checked(String path, LoggedMetric logged) {
        AttributeKey.require(path + "key", logged.metric().key());
        if (logged.metric().timestamp() < 0) {
            throw TandemException.invalid(
                    "Invalid value "
                            + logged.metric().timestamp()
                            + " for parameter '"
                            + path
                            + "timestamp' supplied: expected 0 or more milliseconds.");
        }
        requireLength(path + "dataset_name", logged.datasetName(), MAX_DATASET_NAME);
        requireLength(path + "dataset_digest", logged.datasetDigest(), MAX_DATASET_DIGEST);
        return logged;
    }

    /**
     * A dataset and its tags within their limits.
     *
     * @param path what stands before the field's name in messages
     */
    static DatasetInput checked(String path, DatasetInput input) {
        Dataset dataset = input.dataset();
        requireLength(path + "dataset.name", dataset.name(), MAX_DATASET_NAME);
        requireLength(path + "dataset.digest", dataset.digest(), MAX_DATASET_DIGEST);
        requireLength(path + "dataset.source_type", dataset.sourceType(), MAX_NAME_LENGTH);
        requireLength(path + "dataset.source", dataset.source(), 65_535);
        requireLength(path + "dataset.schema", dataset.schema(), 1_048_575);
        requireLength(path + "dataset.profile", dataset.profile(), 16_777_215);
        Map<String, Tag> byKey = new LinkedHashMap<>();
        for (int i = 0; i < input.tags().size(); i++) {
            Tag tag = input.tags().get(i);
            requireLength(path + "tags[" + i + "].key", tag.key(), 255);
            requireLength(path + "tags[" + i + "].value", tag.value(), 500);
            byKey.put(tag.key(), tag);
        }
        return new DatasetInput(dataset, List.copyOf(byKey.values()));
    }

    private static void requireLength(String field, @Nullable String text, int max) {
        if (text != null) {
            Texts.requireLength(field, text, max);
        }
    }

    /** At most so many characters, never half of a pair. */
    static String cut(String value, int max) {
        if (value.length() <= max) {
            return value;
        }
        int end = Character.isHighSurrogate(value.charAt(max - 1)) ? max - 1 : max;
        return value.substring(0, end);
    }
}
