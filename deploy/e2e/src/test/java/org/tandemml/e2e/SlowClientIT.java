package org.tandemml.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that say too little, too much or nonsense, or read too little, and ordinary ones. */
class SlowClientIT {
    private static final Map<String, String> SETTINGS = Map.of("TANDEM_HTTP_HEAD_TIMEOUT", "1s");

    /** Far more than the buffers of two sockets hold, in requests and in answers. */
    private static final int BLOCKS = 2_000;

    private static final int REQUESTS_OF_A_BLOCK = 1_000;
    private static final Duration STILL = Duration.ofSeconds(2);

    /** The registry reads 256 KiB of a request line and of headers, serving less. */
    private static final int MORE_THAN_IS_READ = 300_000;

    private static final int PATIENCE_MILLIS = 60_000;
    private static final byte[] HEALTH =
            "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    @Test
    void bothServicesEndThem(@TempDir Path folder) throws Exception {
        try (Service registry = Service.registry(folder.resolve("registry"), SETTINGS);
                Service serving = Service.serving(folder.resolve("serving"), registry, SETTINGS)) {
            slowClientsAreEnded(registry);
            slowClientsAreEnded(serving);
        }
    }

    private static void slowClientsAreEnded(Service service) throws Exception {
        aHeadWithoutEndIsEnded(service);
        whatIsNoRequestIsAnsweredAsAllErrorsAre(service);
        requestsOfOneConnectionAreAnsweredInTurn(service);
        whoDoesNotReadIsNotReadFrom(service);
        assertThat(service.get("/health").statusCode()).isEqualTo(200);
    }

    private static Socket connect(Service service) throws IOException {
        Socket socket = new Socket("127.0.0.1", service.url().getPort());
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }

    private static void aHeadWithoutEndIsEnded(Service service) throws IOException {
        try (Socket socket = connect(service)) {
            socket.getOutputStream()
                    .write("GET /health HTTP/1.1\r\nHo".getBytes(StandardCharsets.US_ASCII));
            assertThat(reader(socket).readLine()).startsWith("HTTP/1.1 408 ");
        }
    }

    private static void whatIsNoRequestIsAnsweredAsAllErrorsAre(Service service)
            throws IOException {
        String header = "GET /health HTTP/1.1\r\nHost: localhost\r\nX-Long: ";
        assertThat(answer(service, "\u0016\u0003\u0001 garbage\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .contains("content-type: application/json", "\"error_code\":\"BAD_REQUEST\"");
        assertThat(answer(service, header + "x".repeat(MORE_THAN_IS_READ) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431 ")
                .contains("\"error_code\":\"RESOURCE_LIMIT_EXCEEDED\"", "headers");
        assertThat(answer(service, "GET /" + "x".repeat(MORE_THAN_IS_READ) + " HTTP/1.1\r\n\r\n"))
                .startsWith("HTTP/1.1 414 ")
                .contains("\"error_code\":\"RESOURCE_LIMIT_EXCEEDED\"", "path");
    }

    /** Up to the end of its JSON: what was not read lets the connection end in an error. */
    private static String answer(Service service, String request) throws IOException {
        try (Socket socket = connect(service)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            BufferedReader reader = reader(socket);
            StringBuilder text = new StringBuilder();
            int next = reader.read();
            while (next >= 0) {
                text.append((char) next);
                next = next == '}' ? -1 : reader.read();
            }
            return text.toString();
        }
    }

    private static void requestsOfOneConnectionAreAnsweredInTurn(Service service)
            throws IOException {
        try (Socket socket = connect(service)) {
            BufferedReader answers = reader(socket);
            for (int i = 0; i < 100; i++) {
                socket.getOutputStream().write(HEALTH);
                if (i % 2 == 1) {
                    awaitAnswer(answers);
                    awaitAnswer(answers);
                }
            }
        }
    }

    /** A body may end without a line break, so that the next answer begins in its line. */
    private static void awaitAnswer(BufferedReader answers) throws IOException {
        String line = answers.readLine();
        while (!line.contains("HTTP/1.1 ")) {
            line = answers.readLine();
        }
        assertThat(line).contains("HTTP/1.1 200 ");
    }

    /** A service that reads on whatever happens to its answers takes all blocks. */
    private static void whoDoesNotReadIsNotReadFrom(Service service) throws Exception {
        try (Socket socket = connect(service)) {
            AtomicInteger sent = new AtomicInteger();
            CompletableFuture<Void> sending =
                    CompletableFuture.runAsync(() -> sendBlocks(socket, sent));
            int before;
            do {
                before = sent.get();
                Thread.sleep(STILL.toMillis());
            } while (sent.get() > before && !sending.isDone());
            assertThat(sent).hasValueLessThan(BLOCKS);
            assertThat(sending).isNotDone();
        }
    }

    private static void sendBlocks(Socket socket, AtomicInteger sent) {
        byte[] block = new byte[REQUESTS_OF_A_BLOCK * HEALTH.length];
        for (int i = 0; i < REQUESTS_OF_A_BLOCK; i++) {
            System.arraycopy(HEALTH, 0, block, i * HEALTH.length, HEALTH.length);
        }
        try {
            while (sent.get() < BLOCKS) {
                socket.getOutputStream().write(block);
                sent.incrementAndGet();
            }
        } catch (IOException closed) {
            throw new UncheckedIOException(closed);
        }
    }
}
