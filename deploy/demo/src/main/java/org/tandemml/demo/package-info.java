/** The main job on real data, step by step, through stock clients. */
@NullMarked
package org.tandemml.demo;

import org.jspecify.annotations.NullMarked;
