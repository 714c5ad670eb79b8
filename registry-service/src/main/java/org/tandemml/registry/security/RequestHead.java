package org.tandemml.registry.security;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import org.tandemml.http.edge.Refusal;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;

/**
 * The limits of a request line and of headers. The server itself cuts off at some multiple of them
 * with an empty body, which clients cannot show; up to there they are told what is too much.
 */
@Singleton
final class RequestHead {
    /** The ids of a hundred runs fit in a query string. */
    static final int MAX_URI_LENGTH = 64 << 10;

    /** Of the names and values of all headers, without what separates them. */
    static final int MAX_HEADERS_LENGTH = 32 << 10;

    void register(@Observes Filters filters) {
        filters.register(RequestHead::check, BrowserRules.PRIORITY - 1);
    }

    /** What fails before the first filter has been asked, such as a request without a Host. */
    void register(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(RequestHead::answerFailure);
    }

    private static void check(RoutingContext call) {
        HttpServerRequest request = call.request();
        if (request.uri().length() > MAX_URI_LENGTH) {
            refuse(
                    call,
                    ErrorCode.URI_TOO_LONG,
                    "The path and query of the request are longer than "
                            + MAX_URI_LENGTH
                            + " characters.");
        } else if (headersLength(request) > MAX_HEADERS_LENGTH) {
            refuse(
                    call,
                    ErrorCode.HEADERS_TOO_LARGE,
                    "The headers of the request are longer than "
                            + MAX_HEADERS_LENGTH
                            + " characters.");
        } else if (isFramedInAnUnknownWay(request)) {
            // Where its body ends is unknown, so what follows is no request.
            call.response().putHeader(HttpHeaders.CONNECTION, "close");
            refuse(
                    call,
                    ErrorCode.BAD_REQUEST,
                    "The header Transfer-Encoding may only be 'chunked'.");
        } else {
            call.next();
        }
    }

    private static long headersLength(HttpServerRequest request) {
        long length = 0;
        for (Map.Entry<String, String> header : request.headers()) {
            length += header.getKey().length() + header.getValue().length();
        }
        return length;
    }

    private static boolean isFramedInAnUnknownWay(HttpServerRequest request) {
        return request.headers().getAll(HttpHeaders.TRANSFER_ENCODING).stream()
                .anyMatch(coding -> !coding.strip().equalsIgnoreCase("chunked"));
    }

    private static void answerFailure(RoutingContext call) {
        if (call.statusCode() == 400 && !call.response().headWritten()) {
            refuse(
                    call,
                    ErrorCode.BAD_REQUEST,
                    "The request is malformed; HTTP/1.1 wants one Host header.");
        } else {
            call.next();
        }
    }

    private static void refuse(RoutingContext call, ErrorCode code, String message) {
        Refusal.answer(call, new TandemException(code, message));
    }
}
