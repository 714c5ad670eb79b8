/** The artifact store in a bucket of an S3 server. */
@NullMarked
package org.tandemml.artifact.s3;

import org.jspecify.annotations.NullMarked;
