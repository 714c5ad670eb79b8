package org.tandemml.artifact.s3;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minio.ListMultipartUploadsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioAsyncClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.tandemml.artifact.ArtifactPath;
import org.tandemml.artifact.ArtifactStore;
import org.tandemml.artifact.ArtifactStoreContract;
import org.tandemml.artifact.DirectTransfers;
import org.tandemml.artifact.Expectation;
import org.tandemml.artifact.OpenArtifact;
import org.tandemml.artifact.Sha256;
import org.tandemml.model.ErrorCode;
import org.tandemml.testkit.S3Server;

/** The contract on an S3 server, which a subclass starts, and what only S3 can do. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class S3StoreContract extends ArtifactStoreContract {
    private static final ArtifactPath FILE = ArtifactPath.parse("0/run/artifacts/model.bin");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private S3Server server;
    private String bucketName;
    private MinioAsyncClient client;
    private String prefix;
    private S3Store store;

    /** Starts the server. */
    protected abstract S3Server start();

    @BeforeAll
    void startServer() throws Exception {
        server = start();
        bucketName = "bucket-" + UUID.randomUUID();
        client =
                MinioAsyncClient.builder()
                        .endpoint(server.endpoint())
                        .credentials(server.accessKey(), server.secretKey())
                        .region("us-east-1")
                        .build();
        client.makeBucket(MakeBucketArgs.builder().bucket(bucketName).build()).get();
    }

    @AfterAll
    void stopServer() {
        server.close();
    }

    /** Each test has a prefix of its own in the bucket. */
    @BeforeEach
    void open() {
        prefix = "test/" + UUID.randomUUID();
        store = S3Store.open(settings(prefix));
        store.check();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    protected ArtifactStore store() {
        return store;
    }

    @Test
    void contentThatNeedsPartsAndBreaksOffLeavesNothingAndNoUploadBegun() throws Exception {
        byte[] twoParts = new byte[2 * Upload.SMALL_PART_BYTES];
        InputStream cut =
                new SequenceInputStream(
                        new ByteArrayInputStream(twoParts),
                        new InputStream() {
                            @Override
                            public int read() throws IOException {
                                throw new IOException("connection cut");
                            }
                        });
        Expectation size = new Expectation(3L * Upload.SMALL_PART_BYTES, null);

        assertThatThrownBy(() -> store.put(FILE, cut, size)).hasMessage("connection cut");
        assertThatThrownBy(
                        () ->
                                store.put(
                                        FILE,
                                        new ByteArrayInputStream(twoParts),
                                        new Expectation(
                                                (long) twoParts.length,
                                                new Sha256("0".repeat(64)))))
                .satisfies(hasCode(ErrorCode.BAD_REQUEST));

        assertThat(store.stat(FILE)).isEmpty();
        assertThat(uploadsBegun()).isEmpty();
    }

    @Test
    void aPartedUploadOfExactlyWholePartsIsOneObject() throws IOException {
        byte[] twoParts = new byte[2 * Upload.SMALL_PART_BYTES];
        new Random(1).nextBytes(twoParts);
        Sha256 digest = Sha256.of(Sha256.computation().digest(twoParts));

        store.put(
                FILE,
                new ByteArrayInputStream(twoParts),
                new Expectation((long) twoParts.length, digest));

        try (OpenArtifact open = store.open(FILE);
                InputStream content = open.readVerified(digest)) {
            assertThat(content.readAllBytes()).hasSize(twoParts.length);
        }
    }

    @Test
    void aLaterReadOfAReplacedFileFailsRatherThanMixStates() throws IOException {
        put(FILE, "0123456789");
        try (OpenArtifact open = store.open(FILE)) {
            put(FILE, "abcdefghij");
            assertThatThrownBy(() -> open.read(3, 4))
                    .satisfies(hasCode(ErrorCode.RESOURCE_CONFLICT));
            assertThat(open.read(0, 4)).hasBinaryContent("0123".getBytes(US_ASCII));
        }
    }

    @Test
    void aFolderOfMoreThanOnePageIsDeleted() throws IOException {
        for (int i = 0; i < 1005; i++) {
            put(ArtifactPath.parse("many/" + i), "");
        }
        put(ArtifactPath.parse("many2"), "");
        store.delete(ArtifactPath.parse("many"));
        assertThat(names(ArtifactPath.ROOT)).containsExactly("many2");
    }

    @Test
    void whatIsOutsideOfThePrefixIsNotThere() throws IOException {
        put(FILE, "x");
        try (S3Store other = S3Store.open(settings(prefix + "x"))) {
            assertThat(other.list(ArtifactPath.ROOT)).isEmpty();
        }
        try (S3Store above = S3Store.open(settings("test"))) {
            String name = prefix.substring("test/".length());
            assertThat(above.files(ArtifactPath.parse(name))).hasSize(1);
        }
    }

    @Test
    void clientsSendPartsAndFetchByUrlsThatTheStoreSigned() throws Exception {
        DirectTransfers direct = store.directTransfers().orElseThrow();
        ArtifactPath file = ArtifactPath.parse("a/b c+d.bin");
        byte[] first = new byte[Upload.SMALL_PART_BYTES];
        byte[] second = "end".getBytes(US_ASCII);

        DirectTransfers.PartedUpload upload = direct.begin(file, 2, Duration.ofMinutes(5));
        assertThat(store.stat(file)).isEmpty();
        List<DirectTransfers.SentPart> sent =
                List.of(
                        new DirectTransfers.SentPart(1, send(upload.parts().get(0), first)),
                        new DirectTransfers.SentPart(2, send(upload.parts().get(1), second)));
        direct.complete(file, upload.uploadId(), sent);

        DirectTransfers.SignedDownload download = direct.download(file, Duration.ofMinutes(5));
        assertThat(download.size()).isEqualTo(first.length + second.length);
        HttpResponse<byte[]> fetched =
                HTTP.send(
                        HttpRequest.newBuilder(URI.create(download.url().url())).build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        assertThat(fetched.statusCode()).isEqualTo(200);
        assertThat(fetched.body()).hasSize((int) download.size()).endsWith(second);
        assertThat(fetched.headers().firstValue("Content-Disposition"))
                .contains("attachment; filename*=UTF-8''b%20c%2Bd.bin");
    }

    @Test
    void aClientSendsAFileByAUrlThatTheStoreSigned() throws Exception {
        DirectTransfers direct = store.directTransfers().orElseThrow();
        send(direct.upload(FILE, Duration.ofMinutes(5)), "hello".getBytes(US_ASCII));
        assertThat(text(FILE)).isEqualTo("hello");
    }

    @Test
    void anUploadThatIsGivenUpIsGoneAndGivingUpTwiceIsFine() throws Exception {
        DirectTransfers direct = store.directTransfers().orElseThrow();
        DirectTransfers.PartedUpload upload = direct.begin(FILE, 1, Duration.ofMinutes(5));
        String tag = send(upload.parts().get(0), new byte[10]);

        direct.abort(FILE, upload.uploadId());
        direct.abort(FILE, upload.uploadId());

        assertThat(uploadsBegun()).isEmpty();
        assertThatThrownBy(
                        () ->
                                direct.complete(
                                        FILE,
                                        upload.uploadId(),
                                        List.of(new DirectTransfers.SentPart(1, tag))))
                .satisfies(hasCode(ErrorCode.RESOURCE_DOES_NOT_EXIST));
    }

    @Test
    void whatCannotBeSignedIsRefused() {
        DirectTransfers direct = store.directTransfers().orElseThrow();
        for (int parts : new int[] {-1, 0, 10_001}) {
            assertThatThrownBy(() -> direct.begin(FILE, parts, Duration.ofMinutes(1)))
                    .satisfies(hasCode(ErrorCode.INVALID_PARAMETER_VALUE));
        }
        for (long seconds : new long[] {0, 604_801}) {
            assertThatThrownBy(() -> direct.upload(FILE, Duration.ofSeconds(seconds)))
                    .satisfies(hasCode(ErrorCode.INVALID_PARAMETER_VALUE));
        }
        assertThatThrownBy(() -> direct.download(FILE, Duration.ofSeconds(1)))
                .satisfies(hasCode(ErrorCode.RESOURCE_DOES_NOT_EXIST));
    }

    @Test
    void aBucketThatIsNotThereIsNamed() {
        S3Settings wrong =
                new S3Settings(
                        new S3Location("no-such-bucket", ArtifactPath.ROOT),
                        server.endpoint(),
                        null,
                        server.accessKey(),
                        server.secretKey(),
                        null);
        try (S3Store other = S3Store.open(wrong)) {
            assertThatThrownBy(other::check)
                    .hasMessageContaining("no bucket 'no-such-bucket'")
                    .hasMessageContaining("TANDEM_ARTIFACTS_ROOT");
        }
    }

    /** The server under test. */
    protected final S3Server server() {
        return server;
    }

    /** The settings of a store in the bucket. */
    protected final S3Settings settings(String prefix) {
        return new S3Settings(
                new S3Location(bucketName, ArtifactPath.parse(prefix)),
                server.endpoint(),
                null,
                server.accessKey(),
                server.secretKey(),
                null);
    }

    private List<?> uploadsBegun() throws Exception {
        return client.listMultipartUploads(
                        ListMultipartUploadsArgs.builder()
                                .bucket(bucketName)
                                .prefix(prefix)
                                .build())
                .get()
                .result()
                .uploads();
    }

    /** PUTs to a signed URL; the tag that the server answers. */
    private static String send(DirectTransfers.SignedUrl url, byte[] bytes) throws Exception {
        HttpResponse<String> answer =
                HTTP.send(
                        HttpRequest.newBuilder(URI.create(url.url()))
                                .PUT(HttpRequest.BodyPublishers.ofByteArray(bytes))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.headers().firstValue("ETag").orElseThrow();
    }
}
