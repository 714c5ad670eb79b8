package org.tandemml.registry.event;

/** What can happen to a registered model. The names stand in the table: never change one. */
public enum EventKind {
    /** Data: {@code description}, {@code tags}. */
    MODEL_CREATED,
    /** The description changed. Data: {@code description}, absent if it was cleared. */
    MODEL_UPDATED,
    /** The event stands under the new name. Data: {@code old_name}. */
    MODEL_RENAMED,
    /** The model and all its versions are gone. */
    MODEL_DELETED,
    /** Data: {@code key}, {@code value}. */
    MODEL_TAG_SET,
    /** Data: {@code key}. */
    MODEL_TAG_DELETED,
    /**
     * Data: {@code source}, {@code run_id}, {@code model_id}, {@code description}, {@code tags}.
     */
    VERSION_CREATED,
    /** The description changed. Data: {@code description}, absent if it was cleared. */
    VERSION_UPDATED,
    /** Data: {@code stage} that it was in, {@code aliases} that went with it. */
    VERSION_DELETED,
    /** Data: {@code from}, {@code to}, {@code archived}: the versions that made room. */
    VERSION_STAGE_CHANGED,
    /** Data: {@code key}, {@code value}. */
    VERSION_TAG_SET,
    /** Data: {@code key}. */
    VERSION_TAG_DELETED,
    /** Data: {@code alias}, {@code previous_version} if it pointed to another one. */
    ALIAS_SET,
    /** Data: {@code alias}. */
    ALIAS_DELETED
}
