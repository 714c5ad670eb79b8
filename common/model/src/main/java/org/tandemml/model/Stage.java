package org.tandemml.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The stage of a model version. Read in any case, written as MLflow writes it. */
public enum Stage {
    NONE("None"),
    STAGING("Staging"),
    PRODUCTION("Production"),
    ARCHIVED("Archived");

    private final String wireName;

    Stage(String wireName) {
        this.wireName = wireName;
    }

    /** {@code None}, {@code Staging}, {@code Production} or {@code Archived}. */
    public String wireName() {
        return wireName;
    }

    /** The stage that this text names, in any case; empty if it names none. */
    public static Optional<Stage> find(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(stage -> stage.wireName.toLowerCase(Locale.ROOT).equals(lower))
                .findFirst();
    }

    /**
     * The stage that this text names, in any case.
     *
     * @throws TandemException {@code INVALID_PARAMETER_VALUE} if it names none
     */
    public static Stage parse(String text) {
        return find(text)
                .orElseThrow(
                        () ->
                                TandemException.invalid(
                                        "Invalid model version stage '"
                                                + Texts.excerpt(text)
                                                + "': expected one of "
                                                + Arrays.stream(values())
                                                        .map(Stage::wireName)
                                                        .collect(Collectors.joining(", "))
                                                + "."));
    }
}
