package org.tandemml.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** 1 GiB goes in and comes out of a registry that has a heap of 128 MiB. */
class LargeArtifactIT {
    private static final int CHUNK = 1 << 20;
    private static final int CHUNKS = 1024;

    @TempDir Path folder;

    @Test
    void aGibibytePassesThroughASmallHeap() throws Exception {
        try (Service registry =
                Service.registry(
                        folder.resolve("home"),
                        Map.of(),
                        List.of("-Xmx128m", "-XX:+ExitOnOutOfMemoryError"))) {
            URI target =
                    registry.url().resolve("/api/2.0/mlflow-artifacts/artifacts/0/large/data.bin");
            String sent = put(target);
            String received = get(target);
            assertThat(received).isEqualTo(sent);
            assertThat(registry.get("/health").statusCode()).isEqualTo(200);
        }
    }

    /** As the stock Python client does: it reads the answer when it has sent everything. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "PUT /api/2.0/mlflow-artifacts/artifacts/..%2fx",
                "POST /api/2.0/mlflow/experiments/create"
            })
    void whatIsSentAfterARefusalTakesNoMemory(String call) throws Exception {
        try (Service registry =
                Service.registry(
                        folder.resolve("home"),
                        Map.of("TANDEM_MAX_JSON_BODY", "1M"),
                        List.of("-Xmx128m", "-XX:+ExitOnOutOfMemoryError"))) {
            try (Socket socket = new Socket("127.0.0.1", registry.url().getPort())) {
                OutputStream out = socket.getOutputStream();
                out.write(
                        (call
                                        + " HTTP/1.1\r\nHost: localhost\r\nContent-Type:"
                                        + " application/json\r\nContent-Length: 3000000000\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                byte[] chunk = new byte[CHUNK];
                try {
                    for (int i = 0; i < CHUNKS; i++) {
                        out.write(chunk);
                    }
                } catch (IOException cutOff) {
                    // So much is not listened to; what counts is that the registry goes on.
                }
            }
            assertThat(registry.get("/health").statusCode()).isEqualTo(200);
        }
    }

    private static byte[] chunk(int number) {
        byte[] chunk = new byte[CHUNK];
        new java.util.Random(number).nextBytes(chunk);
        return chunk;
    }

    private static String put(URI target) throws IOException, NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        HttpURLConnection connection = (HttpURLConnection) target.toURL().openConnection();
        connection.setRequestMethod("PUT");
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode((long) CHUNK * CHUNKS);
        try (var body = connection.getOutputStream()) {
            for (int i = 0; i < CHUNKS; i++) {
                byte[] chunk = chunk(i);
                digest.update(chunk);
                body.write(chunk);
            }
        }
        assertThat(connection.getResponseCode()).isEqualTo(200);
        connection.disconnect();
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String get(URI source) throws IOException, NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        HttpURLConnection connection = (HttpURLConnection) source.toURL().openConnection();
        assertThat(connection.getResponseCode()).isEqualTo(200);
        byte[] buffer = new byte[CHUNK];
        try (InputStream body = connection.getInputStream()) {
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
