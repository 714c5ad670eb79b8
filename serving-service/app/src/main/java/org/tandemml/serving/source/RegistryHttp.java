package org.tandemml.serving.source;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.Texts;

/**
 * GET requests to the registry. Each has a deadline and a size; redirects are not followed, so that
 * credentials go nowhere else; no message holds a credential.
 */
final class RegistryHttp {
    private static final long MAX_JSON_BYTES = 64L << 20;
    private static final int MAX_ERROR_BYTES = 64 << 10;

    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
                    .build();

    private final RegistryAddress address;
    private final Patience patience;
    private final HttpClient client;

    /**
     * How long to wait.
     *
     * @param connect for the connection
     * @param answer for the first byte of an answer
     * @param silence between two pieces of an answer
     */
    record Patience(Duration connect, Duration answer, Duration silence) {
        static final Patience USUAL =
                new Patience(Duration.ofSeconds(3), Duration.ofSeconds(10), Duration.ofSeconds(15));
    }

    RegistryHttp(RegistryAddress address, Patience patience) {
        this.address = address;
        this.patience = patience;
        this.client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(patience.connect())
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build();
    }

    /** Percent-encodes a value of a query, or a segment of a path. */
    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * Reads JSON.
     *
     * @param path begins with {@code /}, encoded
     * @return what it says; empty if the registry says that the thing does not exist
     */
    <T> Optional<T> json(String path, Class<T> type) throws SourceException {
        return json(path, type, Answer::saysAbsent);
    }

    /**
     * Reads JSON from a path that the registry need not have.
     *
     * @param path begins with {@code /}, encoded
     * @return what it says; empty if the registry has no such thing, or no such path
     */
    <T> Optional<T> jsonIfKnown(String path, Class<T> type) throws SourceException {
        return json(path, type, Answer::isUnknown);
    }

    private <T> Optional<T> json(String path, Class<T> type, Predicate<Answer> absent)
            throws SourceException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        Answer answer;
        try {
            answer = get(path, bytes -> copy(bytes, body), MAX_JSON_BYTES);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        if (absent.test(answer)) {
            return Optional.empty();
        }
        answer.requireOk(path);
        try {
            return Optional.of(JSON.readValue(body.toByteArray(), type));
        } catch (IOException malformed) {
            throw SourceException.unavailable(
                    "the registry's answer to GET "
                            + withoutQuery(path)
                            + " is not the JSON that MLflow servers give",
                    malformed);
        }
    }

    /**
     * Reads a file.
     *
     * @param path begins with {@code /}, encoded
     * @param limit most bytes it may have
     * @throws IOException if the sink fails
     */
    void file(String path, ByteSink sink, long limit) throws SourceException, IOException {
        get(path, sink, limit).requireOk(path);
    }

    private static void copy(ByteBuffer from, ByteArrayOutputStream to) {
        byte[] bytes = new byte[from.remaining()];
        from.get(bytes);
        to.writeBytes(bytes);
    }

    private Answer get(String path, ByteSink sink, long limit) throws SourceException, IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address.base() + path))
                        .timeout(patience.answer())
                        .header("Accept", "*/*")
                        .GET();
        String authorization = address.authorization();
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        Receiver receiver = new Receiver(sink, limit);
        int status = await(client.sendAsync(request.build(), receiver), receiver).statusCode();
        return new Answer(status, receiver.error());
    }

    /** Waits while bytes keep coming: a large file may take long, a silent registry may not. */
    private HttpResponse<Long> await(
            CompletableFuture<HttpResponse<Long>> answer, Receiver receiver)
            throws SourceException, IOException {
        long before = -1;
        while (true) {
            try {
                return answer.get(patience.silence().toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException silent) {
                long now = receiver.received();
                // Before the first byte the request's own deadline counts.
                if (now >= 0 && now == before) {
                    answer.cancel(true);
                    throw SourceException.unavailable(
                            "the registry at " + address + " stopped sending", silent);
                }
                before = now;
            } catch (InterruptedException stopping) {
                answer.cancel(true);
                Thread.currentThread().interrupt();
                throw SourceException.unavailable("stopped while asking the registry", stopping);
            } catch (ExecutionException failed) {
                throw failure(failed, receiver);
            }
        }
    }

    private SourceException failure(ExecutionException failed, Receiver receiver)
            throws IOException {
        IOException sinkFailure = receiver.sinkFailure();
        if (sinkFailure != null) {
            throw sinkFailure;
        }
        Throwable cause = failed.getCause() == null ? failed : failed.getCause();
        if (receiver.tooLarge()) {
            return SourceException.refused("the registry sends more than was announced or allowed");
        }
        String message = cause.getMessage();
        return SourceException.unavailable(
                "the registry at "
                        + address
                        + " does not answer ("
                        + cause.getClass().getSimpleName()
                        + (message == null ? "" : ": " + Texts.excerpt(message))
                        + ")",
                cause);
    }

    private static String withoutQuery(String path) {
        int query = path.indexOf('?');
        return query < 0 ? path : path.substring(0, query);
    }

    /** The part of an error body that is looked at. */
    record ErrorWire(@Nullable String error_code) {}

    /** A status, and the error body of one that is not 200. */
    private record Answer(int status, byte[] error) {

        /** MLflow answers 404 for most things that do not exist, and 400 for an alias. */
        boolean saysAbsent() {
            if (status != 404 && status != 400) {
                return false;
            }
            try {
                String code = JSON.readValue(error, ErrorWire.class).error_code();
                return "RESOURCE_DOES_NOT_EXIST".equals(code);
            } catch (IOException notMlflow) {
                return false;
            }
        }

        /** No such thing, path or call. */
        boolean isUnknown() {
            return status == 404 || status == 405 || status == 501;
        }

        void requireOk(String path) throws SourceException {
            if (status == 200) {
                return;
            }
            if (status == 401 || status == 403) {
                throw SourceException.unavailable(
                        "the registry refuses the credentials (status " + status + ")", null);
            }
            String message =
                    "the registry answered status " + status + " to GET " + withoutQuery(path);
            throw status >= 500 || status == 408 || status == 429
                    ? SourceException.unavailable(message, null)
                    : SourceException.refused(message);
        }
    }

    /** Sends the bytes of a 200 to the sink and keeps the first ones of any other answer. */
    private static final class Receiver implements HttpResponse.BodyHandler<Long> {
        private final ByteSink sink;
        private final long limit;
        private final ByteArrayOutputStream error = new ByteArrayOutputStream();
        private volatile @Nullable BoundedBody body;
        private volatile @Nullable IOException sinkFailure;

        Receiver(ByteSink sink, long limit) {
            this.sink = sink;
            this.limit = limit;
        }

        @Override
        public HttpResponse.BodySubscriber<Long> apply(HttpResponse.ResponseInfo info) {
            BoundedBody subscriber =
                    info.statusCode() == 200
                            ? new BoundedBody(this::write, limit)
                            : new BoundedBody(bytes -> copy(bytes, error), MAX_ERROR_BYTES);
            body = subscriber;
            return subscriber;
        }

        private void write(ByteBuffer bytes) throws IOException {
            try {
                sink.write(bytes);
            } catch (IOException failure) {
                sinkFailure = failure;
                throw failure;
            }
        }

        byte[] error() {
            return error.toByteArray();
        }

        @Nullable IOException sinkFailure() {
            return sinkFailure;
        }

        boolean tooLarge() {
            BoundedBody current = body;
            return current != null && current.tooLarge();
        }

        long received() {
            BoundedBody current = body;
            return current == null ? -1 : current.received();
        }
    }
}
