package org.tandemml.registry.experiment.persistence;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.MapKeyColumn;
import jakarta.persistence.Table;
import java.util.Map;
import java.util.TreeMap;

/** A row of {@code experiments} with its tags. Rows are inserted by SQL, see the service. */
@Entity
@Table(name = "experiments")
public class ExperimentEntity {
    @Id
    @Column(name = "experiment_id")
    public long id;

    @Column(name = "name", nullable = false)
    public String name = "";

    @Column(name = "artifact_location", nullable = false, updatable = false)
    public String artifactLocation = "";

    @Column(name = "lifecycle_stage", nullable = false)
    public String lifecycleStage = "";

    @Column(name = "creation_time", nullable = false, updatable = false)
    public long creationTime;

    @Column(name = "last_update_time", nullable = false)
    public long lastUpdateTime;

    @ElementCollection
    @CollectionTable(
            name = "experiment_tags",
            joinColumns = @JoinColumn(name = "experiment_id", nullable = false))
    @MapKeyColumn(name = "key")
    @Column(name = "value", nullable = false)
    public Map<String, String> tags = new TreeMap<>();
}
