package org.tandemml.e2e;

import org.tandemml.e2e.Backends.Stores;

class JavaClientIT extends JavaClientJourney {
    JavaClientIT() {
        super(Stores.DISK_AND_EMBEDDED);
    }
}
