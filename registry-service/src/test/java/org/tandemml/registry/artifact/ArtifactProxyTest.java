package org.tandemml.registry.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemml.artifact.Sha256;
import org.tandemml.registry.artifactroot.ArtifactRoot;
import org.tandemml.registry.testing.RawHttp;

@QuarkusTest
final class ArtifactProxyTest {
    private static final String PROXY = "/api/2.0/mlflow-artifacts/artifacts";
    private static final String SAID = "hello, artifact";

    @Inject ArtifactRoot root;

    private RawHttp http;
    private String folder;

    @BeforeEach
    void newFolder() {
        http = new RawHttp(io.restassured.RestAssured.port);
        folder = "test/" + UUID.randomUUID();
    }

    @Test
    void whatIsPutIsRead() throws IOException {
        RawHttp.Answer put = put(file("a.bin"), SAID);
        assertThat(put.status()).isEqualTo(200);
        assertThat(put.text()).isEqualTo("{}");
        assertThat(put.header("Tandem-Digest")).contains(digest(SAID).toString());

        RawHttp.Answer got = http.send("GET", file("a.bin"));
        assertThat(got.status()).isEqualTo(200);
        assertThat(got.text()).isEqualTo(SAID);
        assertThat(got.header("Content-Length")).contains("" + SAID.length());
        assertThat(got.header("Content-Type")).contains("application/octet-stream");
        assertThat(got.header("Content-Disposition"))
                .contains("attachment; filename=\"a.bin\"; filename*=UTF-8''a.bin");
        assertThat(got.header("X-Content-Type-Options")).contains("nosniff");
        assertThat(got.header("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).contains("sandbox"));
        assertThat(got.header("ETag")).isPresent();
        assertThat(got.header("Last-Modified")).isPresent();
        assertThat(got.header("Accept-Ranges")).contains("bytes");
    }

    @Test
    void theAjaxTwinIsTheSameStore() throws IOException {
        String twin = file("a.bin").replace("/api/", "/ajax-api/");
        assertThat(put(twin, SAID).status()).isEqualTo(200);
        assertThat(http.send("GET", file("a.bin")).text()).isEqualTo(SAID);
        assertThat(http.send("GET", twin).text()).isEqualTo(SAID);
    }

    @Test
    void anEmptyFileIsPutAndRead() throws IOException {
        assertThat(http.send("PUT", file("empty"), "Content-Length: 0").status()).isEqualTo(200);
        RawHttp.Answer got = http.send("GET", file("empty"));
        assertThat(got.status()).isEqualTo(200);
        assertThat(got.body()).isEmpty();
        assertThat(got.header("Content-Length")).contains("0");
        assertThat(list(folder))
                .isEqualTo("{\"files\":[{\"path\":\"empty\",\"is_dir\":false,\"file_size\":0}]}");
    }

    @Test
    void aChunkedBodyIsTaken() throws IOException {
        try (Socket socket = http.open("PUT", file("chunked"), 0, "Transfer-Encoding: chunked")) {
            OutputStream out = socket.getOutputStream();
            out.write("5\r\nhello\r\n1\r\n!\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(RawHttp.read(socket.getInputStream()).status()).isEqualTo(200);
        }
        assertThat(http.send("GET", file("chunked")).text()).isEqualTo("hello!");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/octet-stream",
                "garbage",
                ""
            })
    void anyContentTypeIsTakenAndNoneReadsTheBody(String type) throws IOException {
        byte[] body = "{a=1&b".getBytes(StandardCharsets.UTF_8);
        RawHttp.Answer put = http.send("PUT", file("any"), body, "Content-Type: " + type);
        assertThat(put.status()).isEqualTo(200);
        assertThat(http.send("GET", file("any")).body()).isEqualTo(body);
    }

    @Test
    void headSaysWhatGetWouldSend() throws IOException {
        put(file("a.json"), SAID);
        RawHttp.Answer head = http.send("HEAD", file("a.json"));
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.header("Content-Length")).contains("" + SAID.length());
        assertThat(head.header("Content-Type")).contains("text/plain; charset=utf-8");
        assertThat(http.send("HEAD", file("missing")).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-4, 'bytes 0-4/15', hello",
        "bytes=7-, 'bytes 7-14/15', artifact",
        "bytes=-8, 'bytes 7-14/15', artifact",
        "bytes=-99, 'bytes 0-14/15', 'hello, artifact'",
        "bytes=14-99, 'bytes 14-14/15', t",
        "bytes=0-0, 'bytes 0-0/15', h"
    })
    void aRangeIsAnsweredWithIt(String range, String contentRange, String part) throws IOException {
        put(file("a.bin"), SAID);
        RawHttp.Answer got = http.send("GET", file("a.bin"), "Range: " + range);
        assertThat(got.status()).isEqualTo(206);
        assertThat(got.header("Content-Range")).contains(contentRange);
        assertThat(got.header("Content-Length")).contains("" + part.length());
        assertThat(got.text()).isEqualTo(part);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes=",
                "bytes=-",
                "bytes=a-b",
                "bytes=5-2",
                "bytes=0-1,3-4",
                "lines=0-1",
                "bytes=9"
            })
    void aRangeThatIsNoneIsIgnored(String range) throws IOException {
        put(file("a.bin"), SAID);
        RawHttp.Answer got = http.send("GET", file("a.bin"), "Range: " + range);
        assertThat(got.status()).isEqualTo(200);
        assertThat(got.text()).isEqualTo(SAID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=15-", "bytes=99-100", "bytes=-0"})
    void aRangeOutsideIs416(String range) throws IOException {
        put(file("a.bin"), SAID);
        RawHttp.Answer got = http.send("GET", file("a.bin"), "Range: " + range);
        assertThat(got.status()).isEqualTo(416);
        assertThat(got.header("Content-Range")).contains("bytes */15");
        assertThat(got.text()).contains("\"error_code\"");
    }

    @Test
    void anArtifactThatTheClientHasIsNotSentAgain() throws IOException {
        put(file("a.bin"), SAID);
        String tag = http.send("GET", file("a.bin")).header("ETag").orElseThrow();
        RawHttp.Answer same = http.send("GET", file("a.bin"), "If-None-Match: " + tag);
        assertThat(same.status()).isEqualTo(304);
        assertThat(same.body()).isEmpty();
        RawHttp.Answer part =
                http.send("GET", file("a.bin"), "Range: bytes=0-4", "If-Range: " + tag);
        assertThat(part.status()).isEqualTo(206);

        put(file("a.bin"), "another content");

        assertThat(http.send("GET", file("a.bin"), "If-None-Match: " + tag).status())
                .isEqualTo(200);
        RawHttp.Answer whole =
                http.send("GET", file("a.bin"), "Range: bytes=0-4", "If-Range: " + tag);
        assertThat(whole.status()).isEqualTo(200);
        assertThat(whole.text()).isEqualTo("another content");
    }

    @Test
    void aDateCountsWhereThereIsNoTag() throws IOException {
        put(file("a.bin"), SAID);
        String modified = http.send("GET", file("a.bin")).header("Last-Modified").orElseThrow();
        String before = "If-Modified-Since: Sat, 1 Jan 2000 00:00:00 GMT";
        String known = "If-Modified-Since: " + modified;

        assertThat(http.send("GET", file("a.bin"), known).status()).isEqualTo(304);
        assertThat(http.send("GET", file("a.bin"), before).status()).isEqualTo(200);
        assertThat(http.send("GET", file("a.bin"), "If-Modified-Since: today").status())
                .isEqualTo(200);
        assertThat(http.send("GET", file("a.bin"), known, "If-None-Match: \"x\"").status())
                .isEqualTo(200);
        assertThat(
                        http.send("GET", file("a.bin"), "Range: bytes=0-4", "If-Range: " + modified)
                                .status())
                .isEqualTo(206);
        assertThat(
                        http.send(
                                        "GET",
                                        file("a.bin"),
                                        "Range: bytes=0-4",
                                        "If-Range: Sat, 1 Jan 2000 00:00:00 GMT")
                                .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "model.pkl, application/octet-stream",
        "MLmodel, text/plain; charset=utf-8",
        "conda.yaml, text/plain; charset=utf-8",
        "a.JSON, text/plain; charset=utf-8",
        "plot.png, image/png",
        "page.html, text/html; charset=utf-8",
        "noextension, application/octet-stream"
    })
    void theMediaTypeIsGuessedFromTheName(String name, String type) throws IOException {
        put(file(name), SAID);
        assertThat(http.send("GET", file(name)).header("Content-Type")).contains(type);
    }

    @Test
    void aFolderIsListedWithNamesAlone() throws IOException {
        put(file("b/c.txt"), "1");
        put(file("a.txt"), "22");
        assertThat(list(folder))
                .isEqualTo(
                        "{\"files\":[{\"path\":\"a.txt\",\"is_dir\":false,\"file_size\":2},"
                                + "{\"path\":\"b\",\"is_dir\":true}]}");
        assertThat(list(folder + "/b"))
                .isEqualTo("{\"files\":[{\"path\":\"c.txt\",\"is_dir\":false,\"file_size\":1}]}");
        assertThat(list(folder + "/b/")).isEqualTo(list(folder + "/b"));
        assertThat(list(folder + "/a.txt")).isEqualTo("{}");
        assertThat(list(folder + "/missing")).isEqualTo("{}");
        assertThat(http.send("GET", PROXY).text()).contains("\"test\"");
        assertThat(http.send("GET", PROXY + "?path=").text()).contains("\"test\"");
    }

    @Test
    void deletingIsRecursiveAndIdempotent() throws IOException {
        put(file("d/1"), "1");
        put(file("d/2/3"), "1");
        put(file("keep"), "1");
        for (int i = 0; i < 2; i++) {
            RawHttp.Answer deleted = http.send("DELETE", file("d"));
            assertThat(deleted.status()).isEqualTo(200);
            assertThat(deleted.text()).isEqualTo("{}");
        }
        assertThat(list(folder)).contains("keep").doesNotContain("\"d\"");
        assertThat(http.send("DELETE", PROXY + "/").status()).isEqualTo(400);
        assertThat(http.send("GET", file("keep")).status()).isEqualTo(200);
    }

    @Test
    void aMissingFileIs404AndAFolder400() throws IOException {
        put(file("d/1"), "1");
        RawHttp.Answer missing = http.send("GET", file("missing"));
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.text()).startsWith("{\"error_code\":\"RESOURCE_DOES_NOT_EXIST\"");
        RawHttp.Answer aFolder = http.send("GET", file("d"));
        assertThat(aFolder.status()).isEqualTo(400);
        assertThat(aFolder.text()).startsWith("{\"error_code\":\"INVALID_PARAMETER_VALUE\"");
        assertThat(put(file("d"), "x").status()).isEqualTo(409);
        assertThat(put(file("d/1/2"), "x").status()).isEqualTo(409);
    }

    @Test
    void namesAreDecodedOnce() throws IOException {
        assertThat(put(file("a%2fb"), SAID).status()).isEqualTo(200);
        assertThat(http.send("GET", file("a/b")).text()).isEqualTo(SAID);
        for (String refused : List.of("a%252fc", "a%255cc", "a%23c")) {
            RawHttp.Answer answer = put(file(refused), SAID);
            assertThat(answer.status()).as(refused).isEqualTo(400);
            assertThat(answer.text()).contains("INVALID_PARAMETER_VALUE");
        }
        assertThat(list(folder)).contains("\"a\"").doesNotContain("\"a%");
    }

    @Test
    void aDigestThatHoldsIsAccepted() throws Exception {
        String sha256 = "sha-256=:" + base64("SHA-256", SAID) + ":";
        String sha512 = "sha-512=:" + base64("SHA-512", SAID) + ":";
        for (String right :
                List.of(
                        "Tandem-Digest: " + digest(SAID),
                        "Content-Digest: " + sha256,
                        "Content-Digest: " + sha512 + ", " + sha256,
                        "Content-Digest: md5=:AAAA:",
                        "Repr-Digest: " + sha256,
                        "Repr-Digest: " + sha512 + ";q=1",
                        "Content-MD5: " + base64("MD5", SAID))) {
            assertThat(put(file("a"), SAID, right).status()).as(right).isEqualTo(200);
        }
        assertThat(http.send("GET", file("a")).text()).isEqualTo(SAID);
    }

    @Test
    void aWrongDigestIsRefusedWithWhatWasExpectedAndNothingIsKept() throws Exception {
        put(file("a"), SAID);
        List<String> headers =
                List.of(
                        "SHA-256 Content-Digest: sha-256=:%s:",
                        "SHA-256 Content-Digest: SHA-256=:%s:",
                        "SHA-512 Content-Digest: sha-512=:%s:",
                        "SHA-256 Repr-Digest: sha-256=:%s:",
                        "SHA-512 Repr-Digest: sha-512=:%s:",
                        "MD5 Content-MD5: %s");
        for (String header : headers) {
            String algorithm = header.substring(0, header.indexOf(' '));
            String expected = base64(algorithm, "other");
            String wrong = header.substring(algorithm.length() + 1).formatted(expected);
            for (String name : List.of("a", "new")) {
                RawHttp.Answer refused = put(file(name), "changed", wrong);
                assertThat(refused.status()).as(wrong).isEqualTo(400);
                if (algorithm.equals("SHA-256")) {
                    assertThat(refused.text())
                            .contains(digest("changed").toString(), digest("other").toString());
                } else {
                    assertThat(refused.text())
                            .contains(base64(algorithm, "changed"), expected)
                            .contains(wrong.substring(0, wrong.indexOf(':')));
                }
            }
        }
        assertThat(put(file("a"), "changed", "Tandem-Digest: " + digest("other")).status())
                .isEqualTo(400);
        assertThat(http.send("GET", file("a")).text()).isEqualTo(SAID);
        assertThat(http.send("GET", file("new")).status()).isEqualTo(404);
    }

    @Test
    void aDigestThatIsNoneOrContradictsAnotherIsRefused() throws Exception {
        for (String malformed :
                List.of(
                        "Tandem-Digest: sha256:12",
                        "Tandem-Digest: md5:1234",
                        "Content-Digest: sha-256=:AAAA:",
                        "Content-Digest: sha-512=:AAAA:",
                        "Content-Digest: sha-256=:???:",
                        "Content-Digest: sha-256",
                        "Repr-Digest: sha-256",
                        "Content-MD5: AAAA",
                        "Content-MD5: ???")) {
            RawHttp.Answer refused = put(file("a"), SAID, malformed);
            assertThat(refused.status()).as(malformed).isEqualTo(400);
            assertThat(refused.text()).contains("INVALID_PARAMETER_VALUE").contains("expected");
        }
        String other = ": sha-256=:" + base64("SHA-256", "x") + ":";
        for (String contradicting : List.of("Content-Digest" + other, "Repr-Digest" + other)) {
            RawHttp.Answer refused =
                    put(file("a"), SAID, "Tandem-Digest: " + digest(SAID), contradicting);
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.text()).contains("names another SHA-256 digest");
        }
        assertThat(http.send("GET", file("a")).status()).isEqualTo(404);
    }

    @Test
    void aConnectionCutDuringAPutLeavesTheOldFileOrNothing() throws Exception {
        put(file("old"), SAID);
        for (String name : List.of("old", "new")) {
            try (Socket socket = http.open("PUT", file(name), 50_000_000)) {
                socket.getOutputStream().write(new byte[3_000_000]);
                socket.setSoLinger(true, 0);
            }
        }
        // The server notices a cut after the client has gone: wait until nothing is half-written.
        Path staging = root.folder().orElseThrow().resolve(".tandem-staging");
        for (int i = 0; i < 600 && files(staging) > 0; i++) {
            Thread.sleep(50);
        }
        assertThat(files(staging)).isZero();
        assertThat(http.send("GET", file("old")).text()).isEqualTo(SAID);
        assertThat(http.send("GET", file("new")).status()).isEqualTo(404);
    }

    @Test
    void aConnectionCutDuringAGetLeavesNothingOpen() throws Exception {
        byte[] large = new byte[40_000_000];
        http.send("PUT", file("large"), large);
        try (Socket socket = http.open("GET", file("large"), 0)) {
            assertThat(socket.getInputStream().readNBytes(1000)).hasSize(1000);
            socket.setSoLinger(true, 0);
        }
        Path staging = root.folder().orElseThrow().resolve(".tandem-staging");
        for (int i = 0; i < 600 && files(staging) > 0; i++) {
            Thread.sleep(50);
        }
        assertThat(files(staging)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"create", "complete", "abort"})
    void multipartUploadsAreAnsweredSoThatClientsFallBack(String action) throws IOException {
        RawHttp.Answer answer =
                http.send(
                        "POST",
                        "/api/2.0/mlflow-artifacts/mpu/" + action + "/" + folder + "/x",
                        """
                        {"path": "x", "num_parts": 2, "upload_id": "u",
                        "parts": [{"part_number": 1, "etag": "t"}]}
                        """
                                .getBytes(StandardCharsets.UTF_8),
                        "Content-Type: application/json");
        assertThat(answer.status()).isEqualTo(501);
        assertThat(answer.text())
                .startsWith(
                        "{\"error_code\":\"NOT_IMPLEMENTED\","
                                + "\"message\":\"Multipart upload is not supported");
    }

    @ParameterizedTest
    @MethodSource("org.tandemml.registry.testing.PathAttacks#inPaths")
    void noPathLeadsOutOfTheStore(String attack) throws IOException {
        Path canary = root.folder().orElseThrow().resolveSibling("canary");
        Files.writeString(canary, "canary");
        List<String> before = names(root.folder().orElseThrow().getParent());
        try {
            for (String method : List.of("GET", "HEAD", "PUT", "DELETE")) {
                for (String prefix : List.of(PROXY, PROXY.replace("/api/", "/ajax-api/"))) {
                    byte[] body =
                            method.equals("PUT")
                                    ? "attack".getBytes(StandardCharsets.UTF_8)
                                    : new byte[0];
                    RawHttp.Answer answer = http.send(method, prefix + "/" + attack, body);
                    assertThat(answer.status()).as(method + " " + attack).isBetween(400, 499);
                    assertThat(answer.text()).doesNotContain("canary\"").doesNotContain("/tmp");
                }
            }
            assertThat(canary).hasContent("canary");
            assertThat(names(root.folder().orElseThrow().getParent())).isEqualTo(before);
        } finally {
            Files.delete(canary);
        }
    }

    @ParameterizedTest
    @MethodSource("org.tandemml.registry.testing.PathAttacks#inPaths")
    void noListingLeadsOutOfTheStore(String attack) throws IOException {
        Path outside =
                Files.createDirectories(root.folder().orElseThrow().resolveSibling("outside"));
        Files.writeString(outside.resolve("canary"), "canary");
        RawHttp.Answer answer =
                http.send("GET", PROXY + "?path=" + attack.replace("canary", "outside"));
        assertThat(answer.status()).isBetween(400, 499);
        assertThat(answer.text()).doesNotContain("\"canary\"");
    }

    @Test
    void anUnsafePathIsAnsweredAlikeWhetherItExistsOrNot() throws IOException {
        Path canary =
                Files.writeString(
                        root.folder().orElseThrow().resolveSibling("canary-twin"), "canary");
        String there = http.send("GET", PROXY + "/..%2fcanary-twin").text();
        String notThere = http.send("GET", PROXY + "/..%2fcanary-xxxx").text();
        assertThat(there).isEqualTo(notThere.replace("xxxx", "twin"));
        Files.delete(canary);
    }

    @Test
    void aLinkInTheStoreIsNotThere() throws IOException {
        Path canary =
                Files.writeString(
                        root.folder().orElseThrow().resolveSibling("canary-linked"), "canary");
        put(file("a"), "x");
        Files.createSymbolicLink(
                root.folder().orElseThrow().resolve(folder).resolve("link"), canary);
        assertThat(http.send("GET", file("link")).status()).isEqualTo(404);
        assertThat(list(folder)).doesNotContain("link");
        assertThat(put(file("link"), "mine").status()).isEqualTo(200);
        assertThat(canary).hasContent("canary");
        Files.delete(canary);
    }

    private String file(String name) {
        return PROXY + "/" + folder + "/" + name;
    }

    private RawHttp.Answer put(String target, String content, String... headers)
            throws IOException {
        return http.send("PUT", target, content.getBytes(StandardCharsets.UTF_8), headers);
    }

    private String list(String path) throws IOException {
        RawHttp.Answer answer = http.send("GET", PROXY + "?path=" + path);
        assertThat(answer.status()).isEqualTo(200);
        return answer.text();
    }

    private static Sha256 digest(String content) {
        return Sha256.of(Sha256.computation().digest(content.getBytes(StandardCharsets.UTF_8)));
    }

    private static String base64(String algorithm, String content) throws Exception {
        return Base64.getEncoder()
                .encodeToString(
                        MessageDigest.getInstance(algorithm)
                                .digest(content.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(p -> p.getFileName().toString()).sorted().toList();
        }
    }

    private static long files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).filter(p -> !p.endsWith("lock")).count();
        }
    }
}
