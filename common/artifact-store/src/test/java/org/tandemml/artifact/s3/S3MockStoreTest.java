package org.tandemml.artifact.s3;

import org.tandemml.testkit.S3Server;

/** The contract on Adobe's S3Mock. */
final class S3MockStoreTest extends S3StoreContract {
    @Override
    protected S3Server start() {
        return S3Server.s3mock();
    }

    /** S3Mock writes over the file that it is sending to others, which S3 does not. */
    @Override
    protected boolean replacesAtOnce() {
        return false;
    }
}
