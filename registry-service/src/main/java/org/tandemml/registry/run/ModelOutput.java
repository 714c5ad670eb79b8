package org.tandemml.registry.run;

/** A logged model that a run wrote at a step. */
public record ModelOutput(String modelId, long step) {}
