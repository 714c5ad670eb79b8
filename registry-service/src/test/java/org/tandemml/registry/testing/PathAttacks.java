package org.tandemml.registry.testing;

import java.util.List;
import java.util.stream.Stream;

/**
 * Ways to name the file {@code canary} beside the folder that a path is meant to stay in, or to
 * break whoever reads the path. As they stand in a request line, so the plain ones come encoded
 * too.
 */
public final class PathAttacks {
    private static final List<String> RAW =
            List.of(
                    "../canary",
                    "a/../../canary",
                    "..%2fcanary",
                    "..%2Fcanary",
                    "%2e%2e/canary",
                    "%2e%2e%2fcanary",
                    "%252e%252e%252fcanary",
                    "%25252e%25252e%25252fcanary",
                    "..%252fcanary",
                    "a/%2e%2e/%2e%2e/canary",
                    "%20../canary",
                    "..%20/canary",
                    "..\\canary",
                    "..%5ccanary",
                    "..%255ccanary",
                    "%00",
                    "canary%00.txt",
                    "a%2500b",
                    "/canary",
                    "%2fcanary",
                    "//canary",
                    "a//canary",
                    "C:/canary",
                    "C:%5ccanary",
                    "c%3acanary",
                    "%5c%5chost%5cshare",
                    "%c0%ae%c0%ae/canary",
                    "%c0%ae%c0%ae%c0%afcanary",
                    "%e0%80%ae%e0%80%ae/canary",
                    "%ed%a0%80/canary",
                    "%ef%bc%8e%ef%bc%8e/canary",
                    "%ef%bc%8e%ef%bc%8e%ef%bc%8fcanary",
                    "%e2%80%a5/canary",
                    "%zz/../canary",
                    "a/./canary",
                    "./canary",
                    ".",
                    "..",
                    "canary%23x",
                    "a%0d%0aX-Injected: 1",
                    "a%7f",
                    "%e2%80%aetxt",
                    ".tandem-staging/lock",
                    "%2etandem-staging/lock",
                    "a".repeat(256),
                    "a/".repeat(600) + "b");

    /** Forms of URIs, decoded, that no source and no location of artifacts may have. */
    private static final List<String> URIS =
            List.of(
                    "file:///etc/../canary",
                    "file:/x/%2e%2e/canary",
                    "file:/x/%252e%252e/canary",
                    "FILE:///x/../canary",
                    "fIlE:/x/..%2fcanary",
                    "file:///x#/../canary",
                    "file:///x?a=/../canary",
                    "file:///x;/../canary",
                    "file:\\\\x\\canary",
                    "file:///x\u0000",
                    "mlflow-artifacts:/0/../canary",
                    "mlflow-artifacts:/0/%2e%2e/canary",
                    "mlflow-artifacts:/0/\uff0e\uff0e/canary",
                    "mlflow-artifacts:/0/%c0%ae%c0%ae/canary",
                    "mlflow-artifacts:/0?x=../canary",
                    "mlflow-artifacts:/0#../canary",
                    "mlflow-artifacts:/0;../canary",
                    "MLFLOW-ARTIFACTS:/0/..",
                    "s3://bucket/../canary",
                    "s3://bucket/%2e%2e/canary",
                    "s3://bucket\\..\\canary",
                    "../canary",
                    "/x/../canary",
                    "C:\\canary",
                    "c:/canary",
                    "\\\\host\\share",
                    "javascript:alert(1)",
                    "jar:file:/canary!/x",
                    "data:text/plain,x",
                    "gopher://localhost/x",
                    "netdoc:/canary",
                    "jdbc:postgresql://x",
                    "://canary",
                    ":canary",
                    "1file:/canary",
                    " file:/canary/..",
                    "fi\nle:/canary");

    private PathAttacks() {}

    /** As they stand in the path of a request line. */
    public static Stream<String> inPaths() {
        return RAW.stream();
    }

    /** As they stand in JSON. */
    public static Stream<String> inUris() {
        return URIS.stream();
    }
}
