package org.tandemml.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tandemml.e2e.Backends.Stores;

class JavaClientOnS3IT extends JavaClientJourney {
    JavaClientOnS3IT() {
        super(Stores.S3_AND_EXTERNAL);
    }

    /** Here alone, for it takes long: the client starts the Python client's command line. */
    @Test
    void artifactsGoUpAndDown(@TempDir Path folder) throws Exception {
        assumeTrue(System.getenv("TANDEM_PYTHON_3_18_0") != null, "no Python: run deploy/check");
        String run = client.createRun(client.createExperiment(unique("files-"))).getRunId();
        Path up = Files.createDirectories(folder.resolve("up/sub"));
        Files.writeString(up.resolve("b.txt"), "content");

        client.logArtifacts(run, folder.resolve("up").toFile(), "all");

        assertThat(client.downloadArtifacts(run, "all").toPath().resolve("sub/b.txt"))
                .content()
                .isEqualTo("content");
    }
}
