package org.tandemml.registry.artifact.rest;

import jakarta.ws.rs.core.HttpHeaders;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tandemml.artifact.Sha256;
import org.tandemml.model.TandemException;
import org.tandemml.model.Texts;

/**
 * The digest that a client gives with a body: {@code Tandem-Digest: sha256:<hex>}, or {@code
 * Content-Digest: sha-256=:<base64>:} (RFC 9530). Other algorithms of the latter are ignored.
 */
final class DigestHeaders {
    static final String TANDEM_DIGEST = "Tandem-Digest";
    static final String CONTENT_DIGEST = "Content-Digest";

    private static final Pattern SHA_256 =
            Pattern.compile("(?:^|,)\\s*sha-256\\s*=\\s*:([^:]*):\\s*(?:;[^,]*)?(?=,|$)");

    private DigestHeaders() {}

    /**
     * The digest, or null if the client gives none.
     *
     * @throws TandemException {@code INVALID_PARAMETER_VALUE} if it is malformed, or if the two
     *     headers do not agree
     */
    static @Nullable Sha256 read(HttpHeaders headers) {
        Optional<Sha256> ours =
                Optional.ofNullable(headers.getHeaderString(TANDEM_DIGEST)).map(Sha256::parse);
        Optional<Sha256> standard =
                Optional.ofNullable(headers.getHeaderString(CONTENT_DIGEST))
                        .flatMap(DigestHeaders::contentDigest);
        if (ours.isPresent() && standard.isPresent() && !ours.equals(standard)) {
            throw TandemException.invalid(
                    "The headers Tandem-Digest and Content-Digest name different digests.");
        }
        return ours.or(() -> standard).orElse(null);
    }

    private static Optional<Sha256> contentDigest(String header) {
        if (!header.contains("sha-256")) {
            return Optional.empty();
        }
        Matcher entry = SHA_256.matcher(header);
        if (!entry.find()) {
            throw malformed(header);
        }
        try {
            return Optional.of(Sha256.of(Base64.getDecoder().decode(entry.group(1))));
        } catch (IllegalArgumentException notBase64) {
            throw malformed(header);
        }
    }

    private static TandemException malformed(String header) {
        return TandemException.invalid(
                "Invalid Content-Digest '"
                        + Texts.excerpt(header)
                        + "': expected sha-256=:base64 of the digest:.");
    }
}
