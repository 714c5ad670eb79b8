package org.tandemml.registry.artifact.rest;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jboss.resteasy.reactive.PathPart;
import org.jspecify.annotations.Nullable;
import org.tandemml.artifact.ArtifactPath;
import org.tandemml.artifact.ArtifactStore;
import org.tandemml.artifact.OpenArtifact;
import org.tandemml.http.ErrorResponses;
import org.tandemml.model.TandemException;

/**
 * Answers with an artifact: the whole of it, a range, or that the client has it already. It leaves
 * as an attachment that no browser interprets. From a local disk the kernel copies it to the
 * connection; from elsewhere it is streamed.
 */
@Singleton
public final class Downloads {
    private final ArtifactStore store;
    private final Vertx vertx;

    Downloads(ArtifactStore store, Vertx vertx) {
        this.store = store;
        this.vertx = vertx;
    }

    /**
     * The answer to a GET or HEAD of an artifact.
     *
     * @throws TandemException {@code RESOURCE_DOES_NOT_EXIST}; {@code INVALID_PARAMETER_VALUE} if
     *     it is a folder
     */
    public Response answer(ArtifactPath path, RoutingContext routing) {
        OpenArtifact artifact = store.open(path);
        routing.addEndHandler(ended -> close(artifact));
        HttpServerRequest request = routing.request();
        String tag = '"' + artifact.tag() + '"';
        if (isKnown(request, artifact, tag)) {
            return headers(Response.notModified(), artifact, tag).build();
        }
        Optional<ByteRange> range;
        try {
            range = range(request, artifact, tag);
        } catch (TandemException unsatisfiable) {
            return Response.fromResponse(ErrorResponses.of(unsatisfiable))
                    .header("Content-Range", "bytes */" + artifact.size())
                    .build();
        }
        Response.ResponseBuilder response =
                headers(Response.status(range.isPresent() ? 206 : 200), artifact, tag)
                        .header(HttpHeaders.CONTENT_TYPE, ContentTypes.of(path.name()))
                        .header(HttpHeaders.CONTENT_DISPOSITION, attachment(path.name()))
                        .header("X-Content-Type-Options", "nosniff")
                        .header("Content-Security-Policy", "sandbox; default-src 'none'");
        range.ifPresent(r -> response.header("Content-Range", r.contentRange(artifact.size())));
        ByteRange sent = range.orElseGet(() -> new ByteRange(0, artifact.size()));
        response.header(HttpHeaders.CONTENT_LENGTH, sent.length());
        if (request.method() != HttpMethod.HEAD && sent.length() > 0) {
            response.entity(content(artifact, sent));
        }
        return response.build();
    }

    private static Optional<ByteRange> range(
            HttpServerRequest request, OpenArtifact artifact, String tag) {
        String condition = request.getHeader("If-Range");
        boolean sameState =
                condition == null || condition.equals(tag) || condition.equals(modified(artifact));
        return sameState
                ? ByteRange.parse(request.getHeader("Range"), artifact.size())
                : Optional.empty();
    }

    private static Object content(OpenArtifact artifact, ByteRange range) {
        return artifact.localFile()
                .<Object>map(file -> new PathPart(file, range.first(), range.length()))
                .orElseGet(() -> artifact.read(range.first(), range.length()));
    }

    private static Response.ResponseBuilder headers(
            Response.ResponseBuilder response, OpenArtifact artifact, String tag) {
        return response.header(HttpHeaders.ETAG, tag)
                .header(HttpHeaders.LAST_MODIFIED, modified(artifact))
                .header("Accept-Ranges", "bytes")
                .header(HttpHeaders.CACHE_CONTROL, "no-cache");
    }

    private static String modified(OpenArtifact artifact) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(
                artifact.modified().atOffset(ZoneOffset.UTC));
    }

    /** Whether the client has it already. A tag says more than a date (RFC 9110, 13.2.2). */
    private static boolean isKnown(HttpServerRequest request, OpenArtifact artifact, String tag) {
        String tags = request.getHeader(HttpHeaders.IF_NONE_MATCH);
        if (tags != null) {
            return matches(tags, tag);
        }
        return date(request.getHeader(HttpHeaders.IF_MODIFIED_SINCE))
                .filter(
                        since ->
                                !artifact.modified().truncatedTo(ChronoUnit.SECONDS).isAfter(since))
                .isPresent();
    }

    /** Empty for what is no date, which counts as if it were not there (RFC 9110, 13.1.3). */
    private static Optional<Instant> date(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from));
        } catch (DateTimeParseException noDate) {
            return Optional.empty();
        }
    }

    private static boolean matches(String condition, String tag) {
        for (String candidate : condition.split(",")) {
            String bare = candidate.strip();
            if (bare.equals("*") || bare.equals(tag) || bare.equals("W/" + tag)) {
                return true;
            }
        }
        return false;
    }

    /** RFC 6266: the name in ASCII for old readers, and in full for all others. */
    private static String attachment(String name) {
        StringBuilder ascii = new StringBuilder();
        name.codePoints()
                .map(c -> c >= ' ' && c < 0x7F && c != '"' && c != '\\' && c != '%' ? c : '_')
                .forEach(ascii::appendCodePoint);
        String full = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
        return "attachment; filename=\""
                + ascii
                + "\"; filename*=UTF-8''"
                + full.replace("*", "%2A");
    }

    /** Not on the event loop: closing may free the blocks of a large deleted file. */
    private void close(OpenArtifact artifact) {
        vertx.executeBlocking(
                () -> {
                    artifact.close();
                    return null;
                },
                false);
    }
}
