package org.tandemml.registry.registeredmodel.rest;

/** A version as the answer for its registered model shows it. */
public interface LatestVersionBody {}
