/**
 * Reads what Python wrote with pickle, cloudpickle, joblib or skops, without Python and without
 * running anything: a stack machine of our own that builds inert records of known classes, numpy
 * arrays and plain values, and refuses everything else by name and place.
 */
@NullMarked
package org.tandemml.serving.engine.pickle;

import org.jspecify.annotations.NullMarked;
