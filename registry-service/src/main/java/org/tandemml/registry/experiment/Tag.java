package org.tandemml.registry.experiment;

/** A tag of an experiment, a run or a dataset input. */
public record Tag(String key, String value) {}
