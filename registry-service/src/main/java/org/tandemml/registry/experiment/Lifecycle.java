package org.tandemml.registry.experiment;

import java.util.Arrays;

/** Whether an experiment or a run is there or has been deleted; deleted things can be restored. */
public enum Lifecycle {
    ACTIVE("active"),
    DELETED("deleted");

    private final String wireName;

    Lifecycle(String wireName) {
        this.wireName = wireName;
    }

    /** {@code active} or {@code deleted}, on the wire and in the database. */
    public String wireName() {
        return wireName;
    }

    /** The constant that the database names so. */
    public static Lifecycle ofWireName(String wireName) {
        return Arrays.stream(values())
                .filter(stage -> stage.wireName.equals(wireName))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("lifecycle_stage " + wireName));
    }
}
