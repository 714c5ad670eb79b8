package org.tandemml.registry.webhook.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsServer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemml.registry.testing.HookServer;
import org.tandemml.registry.testing.HookServer.Received;
import org.tandemml.registry.webhook.destination.WebhookUrl;

/** Requests to real servers at an address that their URL does not name. */
class PinnedHttpTest {
    private static final String PASSWORD = "changeit";
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    private static Vertx vertx;

    @TempDir Path folder;

    private PinnedHttp http = new PinnedHttp(vertx, PinnedHttp.options(), Duration.ofSeconds(5));

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() {
        http.close();
    }

    private Outcome post(String url) {
        return http.send(
                new Post(
                        WebhookUrl.parse(url),
                        Map.of("X-Extra", "x"),
                        "body".getBytes(StandardCharsets.UTF_8)),
                HERE);
    }

    @Test
    void theRequestGoesToTheAddressAndNamesTheHost() throws Exception {
        try (HookServer server = HookServer.accepting()) {
            Outcome outcome = post("http://hooks.invalid:" + server.port() + "/a%20b?c=d");
            assertThat(outcome.isAccepted()).isTrue();
            Received received = server.next();
            assertThat(received.header("Host")).isEqualTo("hooks.invalid:" + server.port());
            assertThat(received.path()).isEqualTo("/a%20b?c=d");
            assertThat(received.header("X-Extra")).isEqualTo("x");
            assertThat(received.body()).isEqualTo("body");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void aRedirectIsNotFollowed(int status) throws Exception {
        try (HookServer server = HookServer.answering(request -> status)) {
            Outcome outcome = post("http://hooks.invalid:" + server.port() + "/");
            assertThat(outcome.kind()).isEqualTo(Outcome.Kind.REFUSED);
            assertThat(outcome.reason()).contains("redirect");
            assertThat(server.all()).hasSize(1);
        }
    }

    @Test
    void nobodyListensIsWorthAnotherTry() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, HERE)) {
            port = closed.getLocalPort();
        }
        Outcome outcome = post("http://hooks.invalid:" + port + "/");
        assertThat(outcome.kind()).isEqualTo(Outcome.Kind.RETRY);
        assertThat(outcome.statusClass()).isZero();
    }

    @Test
    void silenceEndsAtTheLimit() throws Exception {
        http.close();
        http = new PinnedHttp(vertx, PinnedHttp.options(), Duration.ofMillis(200));
        CountDownLatch end = new CountDownLatch(1);
        try (HookServer server =
                HookServer.answering(
                        request -> {
                            end.await();
                            return 200;
                        })) {
            Outcome outcome = post("http://hooks.invalid:" + server.port() + "/");
            assertThat(outcome.kind()).isEqualTo(Outcome.Kind.RETRY);
            assertThat(outcome.reason()).contains("in time");
            end.countDown();
        }
    }

    /** An answer without end is cut off; its status counts. */
    @Test
    void ofALongAnswerOnlyTheBeginningIsRead() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 1, HERE)) {
            CompletableFuture<Boolean> cut =
                    CompletableFuture.supplyAsync(() -> answerWithoutEnd(listening));
            Outcome outcome = post("http://hooks.invalid:" + listening.getLocalPort() + "/");
            assertThat(outcome.isAccepted()).isTrue();
            assertThat(cut.get(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static boolean answerWithoutEnd(ServerSocket listening) {
        try (Socket socket = listening.accept()) {
            // An answer before the request is none: the client waits until it has asked.
            if (socket.getInputStream().read(new byte[8192]) < 0) {
                return false;
            }
            socket.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                socket.getOutputStream().write(new byte[8192]);
            }
        } catch (IOException cutOff) {
            return true;
        }
    }

    @Test
    void hugeHeadersAreRefused() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 1, HERE)) {
            CompletableFuture<Boolean> done =
                    CompletableFuture.supplyAsync(() -> answerHugeHeader(listening));
            Outcome outcome = post("http://hooks.invalid:" + listening.getLocalPort() + "/");
            assertThat(outcome.kind()).isEqualTo(Outcome.Kind.RETRY);
            assertThat(outcome.statusClass()).isZero();
            done.get(30, TimeUnit.SECONDS);
        }
    }

    private static boolean answerHugeHeader(ServerSocket listening) {
        try (Socket socket = listening.accept()) {
            InputStream in = socket.getInputStream();
            String header = "HTTP/1.1 200 OK\r\nX-Huge: " + "x".repeat(1 << 20);
            socket.getOutputStream().write(header.getBytes(StandardCharsets.US_ASCII));
            return in.read() >= 0;
        } catch (IOException cutOff) {
            return true;
        }
    }

    @Test
    void tlsIsWithTheHostOfTheUrl() throws Exception {
        Path store = certificate("hooks.example");
        CompletableFuture<List<String>> asked = new CompletableFuture<>();
        HttpsServer server = tlsServer(store, asked);
        try {
            http.close();
            http = new PinnedHttp(vertx, trusting(store), Duration.ofSeconds(5));
            int port = server.getAddress().getPort();
            assertThat(post("https://hooks.example:" + port + "/").isAccepted()).isTrue();
            assertThat(asked.get(30, TimeUnit.SECONDS)).containsExactly("hooks.example");

            Outcome other = post("https://other.example:" + port + "/");
            assertThat(other.kind()).isEqualTo(Outcome.Kind.RETRY);
            assertThat(other.statusClass()).isZero();

            http.close();
            http = new PinnedHttp(vertx, PinnedHttp.options(), Duration.ofSeconds(5));
            assertThat(post("https://hooks.example:" + port + "/").isAccepted())
                    .as("a certificate that nobody vouches for")
                    .isFalse();
        } finally {
            server.stop(0);
        }
    }

    private static HttpClientOptions trusting(Path store) {
        return PinnedHttp.options()
                .setTrustOptions(new PfxOptions().setPath(store.toString()).setPassword(PASSWORD));
    }

    private Path certificate(String host) throws Exception {
        Path store = folder.resolve("server.p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "server",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=" + host,
                                "-ext",
                                "san=dns:" + host,
                                "-ext",
                                "bc:c",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                store.toString(),
                                "-storepass",
                                PASSWORD)
                        .redirectErrorStream(true)
                        .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
        return store;
    }

    private static HttpsServer tlsServer(Path store, CompletableFuture<List<String>> asked)
            throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(HERE, 0), 10);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        ExtendedSSLSession session =
                                (ExtendedSSLSession) ((HttpsExchange) exchange).getSSLSession();
                        asked.complete(
                                session.getRequestedServerNames().stream()
                                        .map(
                                                name ->
                                                        new String(
                                                                name.getEncoded(),
                                                                StandardCharsets.US_ASCII))
                                        .toList());
                        exchange.getRequestBody().readAllBytes();
                        exchange.sendResponseHeaders(200, -1);
                    }
                });
        server.start();
        return server;
    }
}
