package org.tandemml.http.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A connection whose clock stands still unless it is told to go on. */
class ConnectionGuardTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String PUT =
            "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 10000000\r\n\r\n";

    private final List<String> asked = new ArrayList<>();
    private EmbeddedChannel connection;

    @BeforeEach
    void connect() {
        connection =
                new EmbeddedChannel(
                        new ConnectionGuard(Duration.ofSeconds(10)),
                        new HttpRequestDecoder(),
                        new HttpResponseEncoder(),
                        new ChannelInboundHandlerAdapter() {
                            @Override
                            public void channelRead(ChannelHandlerContext context, Object message) {
                                if (message instanceof HttpRequest request) {
                                    asked.add(request.uri());
                                }
                                ReferenceCountUtil.release(message);
                            }
                        });
        connection.freezeTime();
    }

    @AfterEach
    void close() {
        connection.finishAndReleaseAll();
    }

    @Test
    void aHeadThatTricklesIsEnded() {
        for (char c : "GET / HTT".toCharArray()) {
            send(String.valueOf(c));
            pass(1);
            assertThat(connection.isOpen()).isTrue();
        }
        pass(1);
        assertThat(connection.isOpen()).isFalse();
        assertThat(sent()).startsWith("HTTP/1.1 408 Request Timeout\r\n");
        assertThat(asked).isEmpty();
    }

    @Test
    void theSecondHeadOfAConnectionIsWatchedToo() {
        send(GET);
        pass(3_600);
        assertThat(connection.isOpen()).isTrue();
        answer();
        pass(3_600);
        assertThat(connection.isOpen()).isTrue();
        sent();
        send("G");
        pass(10);
        assertThat(connection.isOpen()).isFalse();
        assertThat(sent()).startsWith("HTTP/1.1 408 ");
    }

    @Test
    void aHeadThatComesInTimeIsRead() {
        send("GET / HTTP/1.1\r\nHost");
        pass(9);
        send(": a\r\n\r\n");
        pass(60);
        assertThat(asked).hasSize(1);
        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void aBodyMustKeepUpAPace() {
        send(PUT);
        pass(30);
        assertThat(connection.isOpen()).isTrue();
        pass(10);
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void aSlowLineMayUpload() {
        send(PUT);
        for (int i = 0; i < 100; i++) {
            pass(10);
            send("b".repeat(10 << 10));
            assertThat(connection.isOpen()).isTrue();
        }
        assertThat(asked).hasSize(1);
    }

    @Test
    void aBodyThatIsNotReadIsWaitedFor() {
        send(PUT);
        connection.config().setAutoRead(false);
        pass(3_600);
        assertThat(connection.isOpen()).isTrue();
        connection.config().setAutoRead(true);
        pass(40);
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void whatIsPipelinedWaitsForAnswers() {
        int requests = 2_000;
        send(GET.repeat(requests));
        int first = asked.size();
        // What fits in one portion, and no more however long it takes.
        assertThat(first).isBetween(1, 400);
        assertThat(connection.config().isAutoRead()).isFalse();
        pass(60);
        assertThat(asked).hasSize(first);
        for (int i = 0; i < requests; i++) {
            assertThat(asked.size()).isBetween(i + 1, i + 400);
            answer();
        }
        assertThat(asked).hasSize(requests);
        assertThat(connection.config().isAutoRead()).isTrue();
        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void nothingIsReadForAClientThatDoesNotReadItsAnswers() {
        send(GET);
        connection.write(response(1 << 20));
        assertThat(connection.config().isAutoRead()).isFalse();
        send(GET);
        assertThat(asked).hasSize(1);
        connection.flush();
        connection.runPendingTasks();
        assertThat(asked).hasSize(2);
        assertThat(connection.config().isAutoRead()).isTrue();
    }

    @Test
    void whatIsNoHeadIsAnsweredAsAllErrorsAre() {
        send(GET + "garbage\r\n\r\n");
        answer();
        assertThat(sent()).isEqualTo("HTTP/1.1 200 OK\r\n\r\n");
        answer();
        assertThat(sent())
                .startsWith("HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\n")
                .contains("\r\nconnection: close\r\n")
                .contains(
                        "\r\n\r\n{\"error_code\":\"BAD_REQUEST\",\"message\":\"What was sent is no");
    }

    @Test
    void aPathThatIsTooLongIsToldSo() {
        send("GET /" + "a".repeat(5_000) + " HTTP/1.1\r\n\r\n");
        answer();
        assertThat(sent())
                .startsWith("HTTP/1.1 414 ")
                .contains("\"RESOURCE_LIMIT_EXCEEDED\"", "4096");
    }

    @Test
    void headersThatAreTooLongAreToldSoInTheFormOfThePath() {
        send("GET /api/tandem/v1/x?y HTTP/1.1\r\nA: " + "a".repeat(9_000) + "\r\n\r\n");
        answer();
        assertThat(sent())
                .startsWith("HTTP/1.1 431 ")
                .contains("application/problem+json", "\"RESOURCE_LIMIT_EXCEEDED\"", "8192");
    }

    @Test
    void theAnswerToHeadHasNoBody() {
        send("HEAD /x HTTP/1.1\r\nA: " + "a".repeat(9_000) + "\r\n\r\n");
        answer();
        assertThat(sent()).isEqualTo("HTTP/1.1 200 OK\r\n\r\n");
    }

    private void send(String text) {
        connection.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }

    private void answer() {
        connection.writeAndFlush(response(0));
        connection.runPendingTasks();
    }

    private static FullHttpResponse response(int length) {
        return new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.OK,
                Unpooled.wrappedBuffer(new byte[length]));
    }

    private void pass(long seconds) {
        connection.advanceTimeBy(seconds, TimeUnit.SECONDS);
        connection.runScheduledPendingTasks();
    }

    private String sent() {
        connection.flush();
        StringBuilder text = new StringBuilder();
        for (ByteBuf b = connection.readOutbound(); b != null; b = connection.readOutbound()) {
            text.append(b.toString(StandardCharsets.US_ASCII));
            b.release();
        }
        return text.toString();
    }
}
