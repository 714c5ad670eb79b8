package org.tandemml.http.edge;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.nio.charset.StandardCharsets;
import org.tandemml.http.ErrorBody;
import org.tandemml.http.ErrorForm;
import org.tandemml.http.ErrorStatus;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;

/**
 * What is answered to bytes that are no head of a request, or the head of one that is longer than
 * the server reads, in the form of all other errors. Vert.x answers them before any route is asked,
 * with an empty body, and Quarkus lets nobody replace that.
 */
final class UnreadableHead {
    private UnreadableHead() {}

    /**
     * The answer, after which the connection is closed.
     *
     * @param head what the decoder made of it; its result is a failure
     */
    static FullHttpResponse answer(HttpRequest head) {
        TandemException refused = refused(head.decoderResult().cause());
        int status = ErrorStatus.of(refused.code());
        ErrorForm form = ErrorForm.of(head.uri());
        byte[] body = form.body(status, ErrorBody.of(refused)).getBytes(StandardCharsets.UTF_8);
        FullHttpResponse answer =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.valueOf(status),
                        Unpooled.wrappedBuffer(body));
        HttpHeaders headers = answer.headers();
        headers.set(HttpHeaderNames.CONTENT_TYPE, form.mediaType());
        headers.set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        return answer;
    }

    /** Netty's own words name the limit, and nothing that was sent. */
    private static TandemException refused(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return new TandemException(
                    ErrorCode.URI_TOO_LONG,
                    "The path and query of the request are too long: " + cause.getMessage());
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return new TandemException(
                    ErrorCode.HEADERS_TOO_LARGE,
                    "The headers of the request are too long: " + cause.getMessage());
        }
        return new TandemException(
                ErrorCode.BAD_REQUEST,
                "What was sent is no request of HTTP/1.1; expected a line such as 'GET /version"
                        + " HTTP/1.1' and then headers.");
    }
}
