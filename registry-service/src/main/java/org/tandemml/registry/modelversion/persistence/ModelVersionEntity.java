package org.tandemml.registry.modelversion.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/** A row of model versions. Only changed columns are written. */
@Entity
@Table(name = "model_versions")
@DynamicUpdate
public class ModelVersionEntity {
    @EmbeddedId public @Nullable ModelVersionKey key;

    @Column(name = "creation_time", nullable = false)
    public long creationTime;

    @Column(name = "last_updated_time", nullable = false)
    public long lastUpdatedTime;

    @Column(name = "description", columnDefinition = "text")
    public @Nullable String description;

    @Column(name = "source", nullable = false, columnDefinition = "text")
    public String source = "";

    @Column(name = "storage_location", nullable = false, columnDefinition = "text")
    public String storageLocation = "";

    @Column(name = "run_id", nullable = false, columnDefinition = "text")
    public String runId = "";

    @Column(name = "run_link", nullable = false, columnDefinition = "text")
    public String runLink = "";

    @Column(name = "model_id", columnDefinition = "text")
    public @Nullable String modelId;

    @Column(name = "status", nullable = false, columnDefinition = "text")
    public String status = "";

    @Column(name = "status_message", columnDefinition = "text")
    public @Nullable String statusMessage;

    @Column(name = "manifest_id")
    public @Nullable Long manifestId;

    @Column(name = "stage", nullable = false, columnDefinition = "text")
    public String stage = "";
}
