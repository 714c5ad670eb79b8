package org.tandemml.registry.webhook.delivery;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to an address that the caller chose: names are not looked up again, redirects are
 * not followed, and of the answer only its status and {@code Retry-After} are looked at. The
 * certificate, the TLS server name and the Host header are those of the URL.
 */
@Singleton
class PinnedHttp {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int MAX_ANSWER_BYTES = 64 * 1024;
    private static final int MAX_HEADER_BYTES = 16 * 1024;
    private static final int MAX_CONNECTIONS = 64;

    private final HttpClient client;
    private final Duration limit;

    @Inject
    PinnedHttp(Vertx vertx) {
        this(vertx, options(), LIMIT);
    }

    PinnedHttp(Vertx vertx, HttpClientOptions options, Duration limit) {
        this.client = vertx.createHttpClient(options);
        this.limit = limit;
    }

    static HttpClientOptions options() {
        return new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setConnectTimeout((int) LIMIT.toMillis())
                .setKeepAlive(false)
                .setMaxPoolSize(MAX_CONNECTIONS)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setVerifyHost(true);
    }

    @PreDestroy
    void close() {
        client.close();
    }

    /** Sends a request once; waits for its answer, but only for a few seconds. */
    Outcome send(Post post, InetAddress address) {
        Exchange exchange = new Exchange();
        try {
            return client.request(options(post, address))
                    .compose(request -> exchange.send(request, post))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            exchange.end();
            return exchange.outcomeOr("the receiver did not answer in time");
        } catch (ExecutionException failure) {
            exchange.end();
            return exchange.outcomeOr(
                    "the receiver cannot be reached ("
                            + failure.getCause().getClass().getSimpleName()
                            + ")");
        } catch (InterruptedException interrupted) {
            exchange.end();
            Thread.currentThread().interrupt();
            return Outcome.unanswered("this server is stopping");
        }
    }

    private RequestOptions options(Post post, InetAddress address) {
        RequestOptions options =
                new RequestOptions()
                        .setMethod(HttpMethod.POST)
                        .setServer(
                                SocketAddress.inetSocketAddress(
                                        post.url().port(), address.getHostAddress()))
                        .setHost(post.url().host())
                        .setPort(post.url().port())
                        .setSsl(post.url().scheme().equals("https"))
                        .setURI(post.url().target())
                        .setFollowRedirects(false)
                        .setTimeout(limit.toMillis());
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().addAll(post.headers());
        return options.setHeaders(headers.set("Host", post.url().authority()));
    }

    /** One request and its answer. */
    private static final class Exchange {
        private final AtomicReference<@Nullable HttpClientRequest> request =
                new AtomicReference<>();
        private final AtomicReference<@Nullable Outcome> outcome = new AtomicReference<>();

        Future<Outcome> send(HttpClientRequest opened, Post post) {
            request.set(opened);
            return opened.send(Buffer.buffer(post.body())).compose(this::read);
        }

        /** The status decides; the rest of a short answer is read so that its sender can end. */
        private Future<Outcome> read(HttpClientResponse response) {
            Outcome answered =
                    Outcome.answered(
                            response.statusCode(),
                            Backoff.retryAfter(response.getHeader("Retry-After")));
            outcome.set(answered);
            Promise<Outcome> done = Promise.promise();
            long[] read = {0};
            response.handler(
                    part -> {
                        read[0] += part.length();
                        if (read[0] > MAX_ANSWER_BYTES) {
                            done.tryComplete(answered);
                            response.request().connection().close();
                        }
                    });
            response.endHandler(end -> done.tryComplete(answered));
            response.exceptionHandler(cut -> done.tryComplete(answered));
            return done.future();
        }

        Outcome outcomeOr(String reason) {
            Outcome answered = outcome.get();
            return answered == null ? Outcome.unanswered(reason) : answered;
        }

        void end() {
            HttpClientRequest opened = request.get();
            if (opened != null) {
                opened.connection().close();
            }
        }
    }
}
