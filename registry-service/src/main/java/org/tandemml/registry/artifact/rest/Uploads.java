package org.tandemml.registry.artifact.rest;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.tandemml.artifact.ArtifactPath;
import org.tandemml.artifact.ArtifactStore;
import org.tandemml.artifact.Expectation;
import org.tandemml.artifact.StoredArtifact;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;
import org.tandemml.registry.wire.Empty;

/** Stores the body of a request as an artifact. */
@Singleton
final class Uploads {
    private final ArtifactStore store;

    Uploads(ArtifactStore store) {
        this.store = store;
    }

    /**
     * Stores a body, checked against the length and digests that the headers give.
     *
     * @throws TandemException {@code BAD_REQUEST} if the body is not what they say or breaks off
     */
    Response store(ArtifactPath path, InputStream body, HttpHeaders headers) {
        DigestHeaders.Expected digests = DigestHeaders.read(headers);
        Expectation expected = new Expectation(length(headers), digests.sha256());
        try {
            StoredArtifact stored =
                    store.put(path, new CheckedBody(body, digests.others()), expected);
            return Response.ok(Empty.INSTANCE)
                    .header(DigestHeaders.TANDEM_DIGEST, stored.digest())
                    .build();
        } catch (IOException brokenOff) {
            throw new TandemException(
                    ErrorCode.BAD_REQUEST, "The upload broke off; nothing was stored.", brokenOff);
        }
    }

    /** Not {@link HttpHeaders#getLength}, which ends at two gigabytes. */
    static @Nullable Long length(HttpHeaders headers) {
        String text = headers.getHeaderString(HttpHeaders.CONTENT_LENGTH);
        try {
            return text == null ? null : Long.valueOf(text);
        } catch (NumberFormatException malformed) {
            throw TandemException.invalid(
                    "The header Content-Length is not a whole number of bytes.");
        }
    }
}
