package org.tandemml.registry.registeredmodel.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/**
 * A row of registered models. Only changed columns are written, so that an entity that was read
 * earlier cannot set the version counter back.
 */
@Entity
@Table(name = "registered_models")
@DynamicUpdate
public class RegisteredModelEntity {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Column(name = "model_number")
    public @Nullable Long modelNumber;

    @Column(name = "name", nullable = false, columnDefinition = "text")
    public String name = "";

    @Column(name = "description", columnDefinition = "text")
    public @Nullable String description;

    @Column(name = "creation_time", nullable = false)
    public long creationTime;

    @Column(name = "last_updated_time", nullable = false)
    public long lastUpdatedTime;

    @Column(name = "last_version", nullable = false)
    public int lastVersion;
}
