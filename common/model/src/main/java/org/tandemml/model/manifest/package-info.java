/** What a folder of files holds, as the registry promises it and serving checks it. */
@NullMarked
package org.tandemml.model.manifest;

import org.jspecify.annotations.NullMarked;
