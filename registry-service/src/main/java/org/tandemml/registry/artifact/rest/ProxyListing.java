package org.tandemml.registry.artifact.rest;

import java.util.List;

/**
 * A folder as the proxy shows it.
 *
 * @param files with their names alone
 */
record ProxyListing(List<FileInfo> files) {}
