package org.tandemml.http.edge;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a client goes on sending after its request was answered is thrown away: unread it would pile
 * up in memory. A client that sends much more is cut off; until then it can read why it was
 * refused. It belongs before every other handler, since each of them may answer early.
 */
final class UnreadBodies implements Handler<RoutingContext> {
    private static final long MAX_DISCARDED = 256L << 20;

    /** From a hundred thousand bytes on. */
    private static final int DIGITS_OF_LARGE = 6;

    @Override
    public void handle(RoutingContext call) {
        HttpServerRequest request = call.request();
        if (request.version() != HttpVersion.HTTP_2 && mayBeLarge(request)) {
            call.addHeadersEndHandler(
                    sent -> {
                        if (!request.isEnded()) {
                            call.response().putHeader(HttpHeaders.CONNECTION, "close");
                        }
                    });
            call.addEndHandler(
                    answered -> {
                        if (!request.isEnded()) {
                            discard(request);
                        }
                    });
        }
        call.next();
    }

    /** A small body fits in the buffers of the connection, which then serves the next request. */
    private static boolean mayBeLarge(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null
                ? request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null
                : length.length() >= DIGITS_OF_LARGE;
    }

    private static void discard(HttpServerRequest request) {
        AtomicLong discarded = new AtomicLong();
        request.handler(
                bytes -> {
                    if (discarded.addAndGet(bytes.length()) > MAX_DISCARDED) {
                        request.connection().close();
                    }
                });
        request.resume();
    }
}
