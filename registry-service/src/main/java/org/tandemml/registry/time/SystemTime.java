package org.tandemml.registry.time;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Makes the system's clock a bean, so that a test may put another one in its place. */
final class SystemTime {
    private SystemTime() {}

    @Produces
    @Singleton
    static Clock clock() {
        return Clock.systemUTC();
    }
}
