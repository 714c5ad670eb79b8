/** The serving service: slots, registry client, protocol adapters. */
@NullMarked
package org.tandemml.serving;

import org.jspecify.annotations.NullMarked;
