/** What several tests share: a registry in miniature, models that need no library, waiting. */
@NullMarked
package org.tandemml.serving.testing;

import org.jspecify.annotations.NullMarked;
