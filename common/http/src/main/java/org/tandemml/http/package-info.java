/**
 * One error code, one status, one body: how both services say over HTTP that something is wrong.
 */
@NullMarked
package org.tandemml.http;

import org.jspecify.annotations.NullMarked;
