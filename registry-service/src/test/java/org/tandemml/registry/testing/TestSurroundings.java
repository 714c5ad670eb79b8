package org.tandemml.registry.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import org.tandemml.registry.database.DatabaseLogin;

/**
 * Gives every {@code @QuarkusTest} of this module a database and a home that are fresh for each
 * start of the application. Found as a service, so no test names it.
 */
public final class TestSurroundings implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        DatabaseLogin login = TestDatabase.fresh();
        return Map.of(
                "quarkus.datasource.jdbc.url", login.url(),
                "quarkus.datasource.username", login.username(),
                "quarkus.datasource.password", login.password(),
                "tandem.home", TestHome.fresh().toString());
    }

    @Override
    public void stop() {
        // Server and homes end with the JVM: other tests may follow in it.
    }
}
