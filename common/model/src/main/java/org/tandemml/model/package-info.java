/**
 * What both services agree on: names and URIs, signatures, the MLmodel file and error codes. Plain
 * Java: no framework, no input or output beyond the bytes it is handed.
 */
@NullMarked
package org.tandemml.model;

import org.jspecify.annotations.NullMarked;
