package org.tandemml.testkit;

import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real S3 server, in a process of its own, on a free port of loopback. Has no bucket at first and
 * forgets everything when it is closed.
 */
public final class S3Server implements AutoCloseable {
    private static final String ACCESS_KEY = "tandem-test-access";
    private static final String SECRET_KEY = "tandem-test-secret-key";
    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

    private final Process process;
    private final Path folder;
    private final Thread stopping;
    private final String endpoint;

    private S3Server(Path folder, List<String> command, Pattern started) throws IOException {
        this.folder = folder;
        Path log = folder.resolve("log");
        this.process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        this.stopping = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(stopping);
        this.endpoint = "http://127.0.0.1:" + awaitPort(log, started);
    }

    /** S3Proxy over memory; checks keys and signatures. */
    public static S3Server s3proxy() {
        return start("s3proxy", S3Server::s3proxy);
    }

    /** Adobe's S3Mock over files; takes any key and checks no signature. */
    public static S3Server s3mock() {
        return start("s3mock", S3Server::s3mock);
    }

    private static S3Server s3proxy(Path folder, Path jar) throws IOException {
        Path settings =
                Files.writeString(
                        folder.resolve("s3proxy.conf"),
                        String.join(
                                "\n",
                                "s3proxy.endpoint=http://127.0.0.1:0",
                                "s3proxy.authorization=aws-v2-or-v4",
                                "s3proxy.identity=" + ACCESS_KEY,
                                "s3proxy.credential=" + SECRET_KEY,
                                "jclouds.provider=transient-nio2"));
        List<String> command = java(jar);
        command.addAll(List.of("--properties", settings.toString()));
        return new S3Server(folder, command, Pattern.compile("\\{127\\.0\\.0\\.1:(\\d+)\\}"));
    }

    private static S3Server s3mock(Path folder, Path jar) throws IOException {
        Path connector = folder.resolve("loopback.xml");
        try (InputStream ours = S3Server.class.getResourceAsStream("s3mock-loopback.xml")) {
            Files.copy(ours, connector);
        }
        List<String> command = java(jar);
        command.addAll(
                List.of(
                        "--server.port=0",
                        "--server.address=127.0.0.1",
                        "--spring.main.allow-bean-definition-overriding=true",
                        "--spring.main.sources=" + connector.toUri(),
                        "--com.adobe.testing.s3mock.store.root=" + folder.resolve("store")));
        return new S3Server(
                folder, command, Pattern.compile("Tomcat started on ports .*?(\\d+) \\(http\\)"));
    }

    /** {@code http://127.0.0.1:port}. */
    public String endpoint() {
        return endpoint;
    }

    /** The port of the endpoint. */
    public int port() {
        return Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
    }

    /** The access key of the only account. */
    public String accessKey() {
        return ACCESS_KEY;
    }

    /** The secret key of the only account. */
    public String secretKey() {
        return SECRET_KEY;
    }

    /**
     * Makes a bucket.
     *
     * @param name one that the server does not have yet
     */
    public void makeBucket(String name) {
        MinioClient client =
                MinioClient.builder()
                        .endpoint(endpoint)
                        .credentials(ACCESS_KEY, SECRET_KEY)
                        .region("us-east-1")
                        .build();
        try (client) {
            client.makeBucket(MakeBucketArgs.builder().bucket(name).build());
        } catch (Exception failed) {
            throw new IllegalStateException("the S3 server makes no bucket " + name, failed);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            Runtime.getRuntime().removeShutdownHook(stopping);
            delete(folder);
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private interface Start {
        S3Server in(Path folder, Path jar) throws IOException;
    }

    private static S3Server start(String name, Start start) {
        try {
            return start.in(Files.createTempDirectory(name), jar(name));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static List<String> java(Path jar) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return new ArrayList<>(
                List.of(
                        java.toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        jar.toString()));
    }

    /** Where the build of this module has put the server. */
    private static Path jar(String name) {
        Path in = Path.of("common", "testkit", "target", "s3-servers", name + ".jar");
        for (Path above = Path.of("").toAbsolutePath(); above != null; above = above.getParent()) {
            Path jar = above.resolve(in);
            if (Files.isRegularFile(jar)) {
                return jar;
            }
        }
        throw new IllegalStateException("no " + in + ": build common/testkit first");
    }

    private int awaitPort(Path log, Pattern started) throws IOException {
        Instant end = Instant.now().plus(START_TIMEOUT);
        while (process.isAlive() && Instant.now().isBefore(end)) {
            @Nullable Integer port = port(log, started);
            if (port != null) {
                return port;
            }
            pause();
        }
        process.destroyForcibly();
        throw new IllegalStateException("The S3 server did not start: " + Files.readString(log));
    }

    private static @Nullable Integer port(Path log, Pattern started) throws IOException {
        Matcher found = started.matcher(Files.readString(log));
        return found.find() ? Integer.valueOf(found.group(1)) : null;
    }

    private void pause() {
        try {
            if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while an S3 server starts", interrupted);
        }
    }

    private static void delete(Path top) throws IOException {
        try (Stream<Path> all = Files.walk(top)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
