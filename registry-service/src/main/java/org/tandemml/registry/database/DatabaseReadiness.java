package org.tandemml.registry.database;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when the database answers. Alive in any case: a restart would not bring it back. */
@Readiness
@Singleton
final class DatabaseReadiness implements HealthCheck {
    private final DatabaseWatch watch;

    DatabaseReadiness(DatabaseWatch watch) {
        this.watch = watch;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("database").status(watch.isUp()).build();
    }
}
