/**
 * A collection of trained models with their trainers' answers, kept beside the repository, and of
 * folders that must be refused. Tests use it where it is and are skipped where it is not.
 */
@NullMarked
package org.tandemml.serving.engine.zoo;

import org.jspecify.annotations.NullMarked;
