/** Logged models over HTTP. */
@NullMarked
package org.tandemml.registry.loggedmodel.rest;

import org.jspecify.annotations.NullMarked;
