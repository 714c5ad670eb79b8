package org.tandemml.serving.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tandemml.serving.source.RegistryWire.UriAnswer;

/** Servers that misbehave. */
class RegistryHttpTest {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch end = new CountDownLatch(1);
    private final HttpServer server;

    RegistryHttpTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private RegistryHttp http(HttpHandler handler) {
        server.createContext("/", handler);
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        RegistryAddress address =
                RegistryAddress.of(url, Optional.of("token"), Optional.empty(), Optional.empty());
        return new RegistryHttp(
                address,
                new RegistryHttp.Patience(
                        Duration.ofSeconds(5), Duration.ofSeconds(3), Duration.ofSeconds(1)));
    }

    private void sleepUntilTheEnd() {
        try {
            end.await();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void givesUpOnAServerThatNeverAnswers() {
        RegistryHttp http = http(exchange -> sleepUntilTheEnd());

        assertThatThrownBy(() -> http.json("/x", UriAnswer.class))
                .isInstanceOf(SourceException.class)
                .extracting(failure -> ((SourceException) failure).temporary())
                .isEqualTo(true);
    }

    @Test
    void givesUpOnABodyThatStops() {
        RegistryHttp http =
                http(
                        exchange -> {
                            exchange.sendResponseHeaders(200, 1000);
                            exchange.getResponseBody().write('{');
                            exchange.getResponseBody().flush();
                            sleepUntilTheEnd();
                        });

        assertThatThrownBy(() -> http.json("/x", UriAnswer.class))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("stopped sending");
    }

    @Test
    void waitsForABodyThatComesSlowly() throws Exception {
        int pieces = 10;
        RegistryHttp http =
                http(
                        exchange -> {
                            exchange.sendResponseHeaders(200, pieces);
                            for (int i = 0; i < pieces; i++) {
                                pause();
                                exchange.getResponseBody().write('x');
                                exchange.getResponseBody().flush();
                            }
                            exchange.close();
                        });
        AtomicInteger received = new AtomicInteger();

        http.file("/x", bytes -> received.addAndGet(drain(bytes)), 100);

        assertThat(received).hasValue(pieces);
    }

    private static int drain(java.nio.ByteBuffer bytes) {
        int count = bytes.remaining();
        bytes.position(bytes.limit());
        return count;
    }

    private static void pause() {
        try {
            Thread.sleep(250);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void takesNoCutFileForAWholeOne() {
        RegistryHttp http =
                http(
                        exchange -> {
                            exchange.sendResponseHeaders(200, 1000);
                            exchange.getResponseBody().write(new byte[500]);
                            exchange.getResponseBody().flush();
                            // Ends the connection in the middle of the body.
                            server.stop(0);
                        });

        assertThatThrownBy(() -> http.file("/x", RegistryHttpTest::drain, 1000))
                .isInstanceOf(SourceException.class);
    }

    @Test
    void followsNoRedirect() {
        AtomicInteger elsewhere = new AtomicInteger();
        RegistryHttp http =
                http(
                        exchange -> {
                            if (exchange.getRequestURI().getPath().equals("/elsewhere")) {
                                elsewhere.incrementAndGet();
                            }
                            exchange.getResponseHeaders().add("Location", "/elsewhere");
                            exchange.sendResponseHeaders(302, -1);
                            exchange.close();
                        });

        assertThatThrownBy(() -> http.json("/x", UriAnswer.class))
                .hasMessageContaining("status 302");
        assertThat(elsewhere).hasValue(0);
    }

    @Test
    void saysThatItIsNoMlflowServer() {
        RegistryHttp http =
                http(
                        exchange -> {
                            exchange.sendResponseHeaders(200, 0);
                            exchange.getResponseBody().write("<html>".getBytes("UTF-8"));
                            exchange.close();
                        });

        assertThatThrownBy(() -> http.json("/x?secret=1", UriAnswer.class))
                .hasMessageContaining("not the JSON")
                .hasMessageNotContaining("secret");
    }
}
