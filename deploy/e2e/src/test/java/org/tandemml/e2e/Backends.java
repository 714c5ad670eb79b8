package org.tandemml.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.tandemml.testkit.S3Server;

/** A registry on each pair of stores that the clients' scripts run on. */
final class Backends implements AutoCloseable {
    private static final String BUCKET = "models";
    private static final String DATABASE = "external";

    /** The scripts receive webhooks on this machine. */
    private static final Map<String, String> WEBHOOKS =
            Map.of(
                    "TANDEM_WEBHOOK_ALLOW_PRIVATE_IPS", "true",
                    "TANDEM_WEBHOOK_ALLOWED_SCHEMES", "http,https");

    private final S3Server s3;
    private final Service embedded;
    private final Service external;

    private Backends(S3Server s3, Service embedded, Service external) {
        this.s3 = s3;
        this.embedded = embedded;
        this.external = external;
    }

    /** The two kinds of place that data can be kept in, so paired that each is used once. */
    enum Stores {
        /** Artifacts on the local disk, everything else in the embedded PostgreSQL. */
        DISK_AND_EMBEDDED,
        /** Artifacts on S3, everything else in a PostgreSQL that is given by its JDBC URL. */
        S3_AND_EXTERNAL
    }

    static Backends start(Path folder) throws Exception {
        Path home = folder.resolve("embedded");
        Service embedded = Service.registry(home, WEBHOOKS);
        S3Server s3 = S3Server.s3proxy();
        s3.makeBucket(BUCKET);
        Map<String, String> settings = new HashMap<>(WEBHOOKS);
        settings.put("TANDEM_DATABASE_URL", secondDatabase(home));
        settings.put("TANDEM_DATABASE_USERNAME", "tandem");
        settings.put("TANDEM_DATABASE_PASSWORD", password(home));
        settings.put("TANDEM_ARTIFACTS_ROOT", "s3://" + BUCKET + "/mlflow");
        settings.put("TANDEM_ARTIFACTS_S3_ENDPOINT", s3.endpoint());
        settings.put("TANDEM_ARTIFACTS_S3_ACCESS_KEY", s3.accessKey());
        settings.put("TANDEM_ARTIFACTS_S3_SECRET_KEY", s3.secretKey());
        return new Backends(s3, embedded, Service.registry(folder.resolve("external"), settings));
    }

    Service on(Stores stores) {
        return stores == Stores.DISK_AND_EMBEDDED ? embedded : external;
    }

    /** A database beside the one in use on the first registry's server; the second one's own. */
    private static String secondDatabase(Path home) throws Exception {
        String port = Files.readAllLines(home.resolve("postgres/data/postmaster.pid")).get(3);
        String server = "jdbc:postgresql://127.0.0.1:" + port + "/";
        try (Connection connection =
                        DriverManager.getConnection(server + "postgres", "tandem", password(home));
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + DATABASE);
        }
        return server + DATABASE;
    }

    private static String password(Path home) throws Exception {
        return Files.readString(home.resolve("postgres/password")).strip();
    }

    @Override
    public void close() {
        external.close();
        embedded.close();
        s3.close();
    }
}
