package org.tandemml.registry.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemml.registry.testing.MlflowWire;
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
        String target = SEARCH + "?max_results=1";
        assertThat(http.send("GET", target, "X-Long: " + "h".repeat(30_000)).status())
                .isEqualTo(200);
        refused(http.send("GET", target, "X-Long: " + "h".repeat(40_000)), 431, "32768");
        String[] many = new String[2_000];
        for (int i = 0; i < many.length; i++) {
            many[i] = "X-" + i + ": " + "h".repeat(20);
        }
        refused(http.send("GET", target, many), 431, "32768");
        assertThat(http.send("GET", target, "X-Long: " + "h".repeat(300_000)).status())
                .isEqualTo(431);
    }

    private static void refused(RawHttp.Answer answer, int status, String message) {
        new MlflowWire.Answer(answer.status(), answer.text())
                .refused(status, "RESOURCE_LIMIT_EXCEEDED", message);
        assertThat(answer.header("Content-Type")).contains("application/json");
    }

    @Test
    void theRequestLineHasACap() throws IOException {
        String fits = SEARCH + "?max_results=1&x=" + "u".repeat(60_000);
        assertThat(http.send("GET", fits).status()).isEqualTo(200);
        refused(http.send("GET", fits + "u".repeat(10_000)), 414, "65536");
        assertThat(http.send("GET", fits + "u".repeat(250_000)).status()).isEqualTo(414);
    }

    /** Two servers that disagree where a request ends take a part of one for the next. */
    @Test
    void anUnknownFramingEndsTheConnection() throws IOException {
        for (String coding : List.of("gzip", "identity")) {
            RawHttp.Answer answer = http.send("POST", SEARCH, "Transfer-Encoding: " + coding);
            new MlflowWire.Answer(answer.status(), answer.text())
                    .refused(400, "BAD_REQUEST", "Transfer-Encoding");
            assertThat(answer.header("Connection")).contains("close");
        }
    }

    @Test
    void aRequestWithoutAHostIsMalformed() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", RestAssured.port)) {
            socket.getOutputStream()
                    .write(
                            ("GET " + SEARCH + " HTTP/1.1\r\nConnection: close\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            RawHttp.Answer answer = RawHttp.read(socket.getInputStream());
            new MlflowWire.Answer(answer.status(), answer.text())
                    .refused(400, "BAD_REQUEST", "Host");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PUT | /api/2.0/mlflow/experiments/create | OPTIONS, POST",
                "GET | /ajax-api/2.0/mlflow/experiments/create | OPTIONS, POST",
                "TRACE | /api/2.0/mlflow/experiments/search | GET, HEAD, OPTIONS, POST",
                "FOO | /api/2.0/mlflow/logged-models/m-1 | DELETE, GET, HEAD, OPTIONS, PATCH",
                "PATCH | /api/2.0/mlflow-artifacts/artifacts/a/b | DELETE, GET, HEAD, OPTIONS, PUT",
                "POST | /health | GET, HEAD, OPTIONS"
            })
    void aMethodThatAPathDoesNotTakeIsToldWhichItTakes(String method, String path, String allow)
            throws IOException {
        RawHttp.Answer answer = http.send(method, path);
        new MlflowWire.Answer(answer.status(), answer.text()).refused(405, "BAD_REQUEST", allow);
        assertThat(answer.header("Allow")).contains(allow);
    }

    @Test
    void requestsInOneGoAreAnsweredInTheirOrder() throws IOException {
        String request =
                "GET /api/2.0/mlflow/experiments/get?experiment_id=%d HTTP/1.1\r\nHost: localhost\r\n";
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 50; i++) {
            many.append(request.formatted(1_000_000 + i)).append("\r\n");
        }
        many.append(request.formatted(0)).append("Connection: close\r\n\r\n");
        try (Socket socket = new Socket("127.0.0.1", RestAssured.port)) {
            socket.getOutputStream().write(many.toString().getBytes(StandardCharsets.US_ASCII));
            String answers =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher ids = Pattern.compile("10000[0-9]{2}").matcher(answers);
            assertThat(ids.results().map(MatchResult::group).toList())
                    .hasSize(50)
                    .isSorted()
                    .doesNotHaveDuplicates();
            assertThat(answers).endsWith("}").contains("HTTP/1.1 200 OK");
        }
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
