package org.tandemml.registry.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.tandemml.testkit.FaultyLine;
import org.tandemml.testkit.S3Server;

/**
 * Gives the application an S3 server as the root of its artifacts, behind a line that the test can
 * cut; little room in the lane to it, and few threads.
 */
public final class S3Surroundings implements QuarkusTestResourceLifecycleManager {
    public static final String ROOT = "s3://artifacts/tandem";

    private S3Server server;
    private FaultyLine line;

    @Override
    public Map<String, String> start() {
        server = S3Server.s3proxy();
        server.makeBucket("artifacts");
        try {
            line = new FaultyLine(server.port());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return Map.of(
                "tandem.artifacts.root",
                ROOT,
                "tandem.artifacts.s3.endpoint",
                "http://127.0.0.1:" + line.port(),
                "AWS_ACCESS_KEY_ID",
                server.accessKey(),
                "AWS_SECRET_ACCESS_KEY",
                server.secretKey(),
                "tandem.artifacts.s3.max-concurrent",
                "8",
                "quarkus.thread-pool.max-threads",
                "12");
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(line, new TestInjector.MatchesType(FaultyLine.class));
    }

    @Override
    public void stop() {
        try {
            line.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } finally {
            server.close();
        }
    }
}
