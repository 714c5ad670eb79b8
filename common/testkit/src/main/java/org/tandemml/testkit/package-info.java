/** For tests: real services and sample data. */
@NullMarked
package org.tandemml.testkit;

import org.jspecify.annotations.NullMarked;
