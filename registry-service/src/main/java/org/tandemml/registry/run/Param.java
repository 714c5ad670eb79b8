package org.tandemml.registry.run;

/** A parameter of a run; it never changes once logged. */
public record Param(String key, String value) {}
