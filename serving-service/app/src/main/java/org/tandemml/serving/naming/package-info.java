/** What is configured to be served, and under which name and reference it is asked for. */
@NullMarked
package org.tandemml.serving.naming;

import org.jspecify.annotations.NullMarked;
