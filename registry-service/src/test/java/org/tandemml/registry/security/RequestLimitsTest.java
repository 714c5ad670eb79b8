package org.tandemml.registry.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemml.registry.testing.RawHttp;

/** Requests that are odd before anybody reads what they say. */
@QuarkusTest
class RequestLimitsTest {
    private static final String SEARCH = "/api/2.0/mlflow/experiments/search";
    private static final String CREATE = "/api/2.0/mlflow/experiments/create";
    private static final String JSON = "Content-Type: application/json";

    private RawHttp http;

    @BeforeEach
    void connect() {
        http = new RawHttp(RestAssured.port);
    }

    @Test
    void headersHaveACap() throws IOException {
        String one = "X-Long: " + "h".repeat(40_000);
        assertThat(http.send("GET", SEARCH + "?max_results=1", one).status()).isEqualTo(431);
        String[] many = new String[2_000];
        for (int i = 0; i < many.length; i++) {
            many[i] = "X-" + i + ": " + "h".repeat(20);
        }
        assertThat(http.send("GET", SEARCH + "?max_results=1", many).status()).isEqualTo(431);
    }

    @Test
    void theRequestLineHasACap() throws IOException {
        String fits = SEARCH + "?max_results=1&x=" + "u".repeat(60_000);
        assertThat(http.send("GET", fits).status()).isEqualTo(200);
        assertThat(http.send("GET", fits + "u".repeat(10_000)).status()).isEqualTo(414);
    }

    @Test
    void aBodyMayComeInTheSmallestPieces() throws IOException {
        String name = "in pieces " + UUID.randomUUID();
        byte[] body = ("{\"name\": \"" + name + "\"}").getBytes(StandardCharsets.UTF_8);
        try (Socket socket = http.open("POST", CREATE, 0, JSON, "Transfer-Encoding: chunked")) {
            OutputStream out = socket.getOutputStream();
            for (byte b : body) {
                out.write(new byte[] {'1', '\r', '\n', b, '\r', '\n'});
                out.flush();
            }
            out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(RawHttp.read(socket.getInputStream()).status()).isEqualTo(200);
        }
    }

    @Test
    void aBodyOfUnknownLengthHasTheSameCap() throws IOException {
        byte[] piece = new byte[1 << 20];
        java.util.Arrays.fill(piece, (byte) ' ');
        try (Socket socket = http.open("POST", CREATE, 0, JSON, "Transfer-Encoding: chunked")) {
            OutputStream out = socket.getOutputStream();
            for (int i = 0; i < 34; i++) {
                out.write("100000\r\n".getBytes(StandardCharsets.US_ASCII));
                out.write(piece);
                out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(RawHttp.read(socket.getInputStream()).status()).isEqualTo(413);
        } catch (java.net.SocketException cut) {
            // The server may close instead of reading on.
            assertThat(cut).isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: -1",
                "Content-Length: 99999999999999999999",
                "Content-Length: 1, 2",
                "Content-Length: abc",
                "Transfer-Encoding: chunked\r\nContent-Length: 5",
                "Transfer-Encoding: gzip",
                "Transfer-Encoding: chunked, identity",
                "Content-Type: \u00e9\u00e9",
                "Content-Type: application/json; charset=klingon",
                "Content-Type: ;;;",
                "Accept: ;;;",
                "Accept: image/png",
                "Range: bytes=0-1",
                "If-Modified-Since: yesterday",
                "Expect: something-else"
            })
    void anOddHeaderIsTheCallersMistakeOrNoMatter(String header) throws IOException {
        try (Socket socket = http.open("POST", SEARCH, 0, header)) {
            socket.getOutputStream().write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            byte[] answer = socket.getInputStream().readAllBytes();
            if (answer.length > 0) {
                int status =
                        Integer.parseInt(
                                new String(answer, StandardCharsets.US_ASCII).split(" ")[1]);
                assertThat(status).isBetween(200, 499);
            }
        }
    }
}
