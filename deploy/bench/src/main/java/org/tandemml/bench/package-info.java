/** Benchmarks: kernels by JMH, services by the scripts of this module. */
@NullMarked
package org.tandemml.bench;

import org.jspecify.annotations.NullMarked;
