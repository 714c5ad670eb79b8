package org.tandemml.registry.registeredmodel;

/** An alias of a registered model and the version that it points to. */
public record VersionAlias(String alias, int version) {}
