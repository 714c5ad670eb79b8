package org.tandemml.e2e;

import org.tandemml.e2e.Backends.Stores;

class JavaClientOnS3IT extends JavaClientJourney {
    JavaClientOnS3IT() {
        super(Stores.S3_AND_EXTERNAL);
    }
}
