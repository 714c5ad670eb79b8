package org.tandemml.serving.scoring;

/** The body of a prediction, whole. */
public record ScoringBody(byte[] bytes) {}
