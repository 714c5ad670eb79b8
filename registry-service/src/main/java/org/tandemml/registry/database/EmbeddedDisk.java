package org.tandemml.registry.database;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import org.jboss.logging.Logger;
import org.tandemml.registry.home.Home;

/**
 * The disk of the embedded database. PostgreSQL ends when it cannot begin another file of its
 * write-ahead log, which are of 16 MiB each, and does not start again before there is room for one.
 */
@Singleton
final class EmbeddedDisk implements DatabaseDisk {
    private static final Logger LOG = Logger.getLogger(EmbeddedDisk.class);
    private static final long LOG_FILE_BYTES = 16L << 20;

    private final DatabaseConfig config;
    private final Home home;

    EmbeddedDisk(DatabaseConfig config, Home home) {
        this.config = config;
        this.home = home;
    }

    @Override
    public boolean isFull() {
        if (config.url().isPresent()) {
            return false;
        }
        try {
            return Files.getFileStore(home.postgres()).getUsableSpace() < LOG_FILE_BYTES;
        } catch (IOException unknown) {
            LOG.warnf("How much room the database has cannot be told: %s", unknown.getMessage());
            return false;
        }
    }
}
