package org.tandemml.registry.artifact.rest;

import jakarta.ws.rs.core.HttpHeaders;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tandemml.artifact.Sha256;
import org.tandemml.model.TandemException;
import org.tandemml.model.Texts;

/**
 * The digests that a client gives with a body: {@code Tandem-Digest: sha256:<hex>}, {@code
 * Content-Digest} or {@code Repr-Digest: sha-256=:<base64>:} or {@code sha-512=:<base64>:} (RFC
 * 9530), {@code Content-MD5: <base64>} (RFC 1864). A body is stored as it comes, so that what is
 * said of the representation holds for it too. RFC 9530's other algorithms are ignored.
 */
final class DigestHeaders {
    static final String TANDEM_DIGEST = "Tandem-Digest";
    private static final List<String> STANDARD = List.of("Content-Digest", "Repr-Digest");
    private static final String CONTENT_MD5 = "Content-MD5";

    private static final Entry SHA_256 = new Entry("sha-256", 32);
    private static final Entry SHA_512 = new Entry("sha-512", 64);
    private static final int MD5_BYTES = 16;

    private DigestHeaders() {}

    /**
     * What is expected of a body.
     *
     * @param sha256 the digest that the store computes anyway, null if none is given
     * @param others to be computed besides
     */
    record Expected(@Nullable Sha256 sha256, List<ExpectedDigest> others) {}

    /** An algorithm's place in the headers of RFC 9530. */
    private record Entry(String name, int bytes, Pattern pattern) {
        Entry(String name, int bytes) {
            this(
                    name,
                    bytes,
                    Pattern.compile(
                            "(?:^|,)\\s*" + name + "\\s*=\\s*:([^:]*):\\s*(?:;[^,]*)?(?=,|$)",
                            Pattern.CASE_INSENSITIVE));
        }

        byte @Nullable [] in(String header, @Nullable String value) {
            // The standard writes names small; a digest that was meant is not passed over.
            if (value == null || !value.toLowerCase(Locale.ROOT).contains(name)) {
                return null;
            }
            Matcher entry = pattern.matcher(value);
            return decode(
                    header,
                    value,
                    entry.find() ? entry.group(1) : "",
                    bytes,
                    name + "=:base64 of the digest:");
        }
    }

    /**
     * The digests of a request.
     *
     * @throws TandemException {@code INVALID_PARAMETER_VALUE} if one is malformed, or if headers
     *     name different digests of one algorithm
     */
    static Expected read(HttpHeaders headers) {
        String ours = headers.getHeaderString(TANDEM_DIGEST);
        Sha256 sha256 = ours == null ? null : Sha256.parse(ours);
        List<ExpectedDigest> others = new ArrayList<>();
        for (String header : STANDARD) {
            String value = headers.getHeaderString(header);
            byte[] shorter = SHA_256.in(header, value);
            if (shorter != null) {
                Sha256 named = Sha256.of(shorter);
                if (sha256 != null && !sha256.equals(named)) {
                    throw TandemException.invalid(
                            "The header "
                                    + header
                                    + " names another SHA-256 digest than the headers before it"
                                    + " (Tandem-Digest, Content-Digest, Repr-Digest).");
                }
                sha256 = named;
            }
            byte[] longer = SHA_512.in(header, value);
            if (longer != null) {
                others.add(new ExpectedDigest(header, "SHA-512", longer));
            }
        }
        String md5 = headers.getHeaderString(CONTENT_MD5);
        if (md5 != null) {
            byte[] digest =
                    decode(CONTENT_MD5, md5, md5.strip(), MD5_BYTES, "base64 of the digest");
            others.add(new ExpectedDigest(CONTENT_MD5, "MD5", digest));
        }
        return new Expected(sha256, others);
    }

    private static byte[] decode(
            String header, String value, String base64, int bytes, String expected) {
        try {
            byte[] digest = Base64.getDecoder().decode(base64);
            if (digest.length == bytes) {
                return digest;
            }
        } catch (IllegalArgumentException notBase64) {
            throw malformed(header, value, bytes, expected);
        }
        throw malformed(header, value, bytes, expected);
    }

    private static TandemException malformed(
            String header, String value, int bytes, String expected) {
        return TandemException.invalid(
                "Invalid "
                        + header
                        + " '"
                        + Texts.excerpt(value)
                        + "': expected "
                        + expected
                        + ", of "
                        + bytes
                        + " bytes.");
    }
}
