package org.tandemml.artifact.s3;

import io.minio.Http;
import io.minio.MinioAsyncClient;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.tandemml.model.TandemException;
import org.tandemml.model.Texts;

/**
 * Makes the client of an S3 server. It has threads of its own, so that a server that hangs holds
 * nobody but those who wait for it, and waits for a limited time.
 */
final class S3Connection {
    private static final String AMAZON = "https://s3.amazonaws.com";
    private static final String USUAL_REGION = "us-east-1";
    private static final int MOST_CALLS = 256;
    private static final int IDLE_CONNECTIONS = 32;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);
    private static final Set<Integer> PASSING_STATUSES = Set.of(408, 429, 500, 502, 503, 504);
    private static final long RETRY_DELAY_MS = 100;
    private static final int TRIES = 3;

    private S3Connection() {}

    /**
     * A client; nothing is sent yet.
     *
     * @throws TandemException {@code INVALID_PARAMETER_VALUE} if the endpoint cannot be one
     */
    static MinioAsyncClient open(S3Settings settings) {
        String endpoint = settings.endpoint() == null ? AMAZON : settings.endpoint();
        MinioAsyncClient.Builder builder = MinioAsyncClient.builder();
        try {
            builder.endpoint(endpoint);
            if (settings.region() != null) {
                builder.region(settings.region());
            } else if (settings.endpoint() != null) {
                builder.region(USUAL_REGION);
            }
        } catch (IllegalArgumentException malformed) {
            throw TandemException.invalid(
                    "Invalid S3 endpoint '"
                            + Texts.excerpt(endpoint)
                            + "' or region: expected http://host:port or https://host without a"
                            + " path, and a region like us-east-1.");
        }
        MinioAsyncClient client =
                builder.credentials(settings.accessKey(), settings.secretKey())
                        .httpClient(httpClient(endpoint), true)
                        .build();
        client.setRetry(PASSING_STATUSES, RETRY_DELAY_MS, TRIES);
        if (settings.pathStyle() != null) {
            if (settings.pathStyle()) {
                client.disableVirtualStyleEndpoint();
            } else {
                client.enableVirtualStyleEndpoint();
            }
        }
        return client;
    }

    private static OkHttpClient httpClient(String endpoint) {
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.setMaxRequests(MOST_CALLS);
        dispatcher.setMaxRequestsPerHost(MOST_CALLS);
        return forScheme(endpoint)
                .dispatcher(dispatcher)
                .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, 1, TimeUnit.MINUTES))
                .connectTimeout(CONNECT_TIMEOUT)
                .readTimeout(READ_TIMEOUT)
                .writeTimeout(READ_TIMEOUT)
                .addInterceptor(new CancelUnread())
                .build();
    }

    /** With TLS the library's own, which also takes certificates from {@code SSL_CERT_FILE}. */
    private static OkHttpClient.Builder forScheme(String endpoint) {
        return endpoint.startsWith("http:")
                ? new OkHttpClient.Builder()
                        .protocols(List.of(Protocol.HTTP_1_1))
                        .connectionSpecs(List.of(ConnectionSpec.CLEARTEXT))
                : Http.newDefaultClient().newBuilder();
    }
}
