package org.tandemml.registry.modelversion.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;

/** The key of a version: its model and its number. */
@Embeddable
public record ModelVersionKey(
        @Column(name = "model_number") long modelNumber, @Column(name = "version") int version) {}
