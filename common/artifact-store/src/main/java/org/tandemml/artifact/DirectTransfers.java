package org.tandemml.artifact;

import java.time.Duration;
import java.util.List;
import org.tandemml.model.TandemException;

/**
 * Transfers that go from a client straight to where a store keeps its files: the client gets URLs
 * that carry the right to one request each, for a limited time. What is sent in parts becomes a
 * file only by {@link #complete}, whole and at once.
 *
 * <p>Threads and errors are those of {@link ArtifactStore}.
 */
public interface DirectTransfers {
    /** The longest time for which a URL can be valid. */
    Duration LONGEST_VALIDITY = Duration.ofDays(7);

    /** The most parts that one upload can have. */
    int MOST_PARTS = 10_000;

    /**
     * A URL to GET a file from; whoever opens it with a browser gets it as an attachment.
     *
     * @param validity 1 second to {@link #LONGEST_VALIDITY}
     * @throws TandemException {@code RESOURCE_DOES_NOT_EXIST} if there is no such file
     */
    SignedDownload download(ArtifactPath path, Duration validity);

    /**
     * A URL to PUT a file to, replacing what is there.
     *
     * @param validity 1 second to {@link #LONGEST_VALIDITY}
     */
    SignedUrl upload(ArtifactPath path, Duration validity);

    /**
     * Begins an upload in parts.
     *
     * @param parts 1 to {@link #MOST_PARTS}
     * @throws TandemException {@code INVALID_PARAMETER_VALUE} for another number
     */
    PartedUpload begin(ArtifactPath path, int parts, Duration validity);

    /**
     * Makes a file of the parts that were sent.
     *
     * @throws TandemException {@code INVALID_PARAMETER_VALUE} if parts are missing or are not what
     *     was sent; {@code RESOURCE_DOES_NOT_EXIST} if there is no such upload
     */
    void complete(ArtifactPath path, String uploadId, List<SentPart> parts);

    /** Gives up an upload and what was sent for it; does nothing if there is no such upload. */
    void abort(ArtifactPath path, String uploadId);

    /**
     * A URL for one request.
     *
     * @param url holds the right to the request: never to be logged
     */
    record SignedUrl(String url) {
        /** Without the URL. */
        @Override
        public String toString() {
            return "SignedUrl";
        }
    }

    /**
     * A URL to get a file from.
     *
     * @param size of the file in bytes
     */
    record SignedDownload(SignedUrl url, long size) {}

    /**
     * An upload in parts that has begun.
     *
     * @param parts a URL for each part to be PUT to, in order
     */
    record PartedUpload(String uploadId, List<SignedUrl> parts) {
        public PartedUpload {
            parts = List.copyOf(parts);
        }
    }

    /**
     * A part that was sent.
     *
     * @param number from 1
     * @param tag the entity tag that the answer to the part's PUT had
     */
    record SentPart(int number, String tag) {}
}
