package org.tandemml.registry.artifact;

import java.time.Duration;
import java.util.List;
import org.tandemml.artifact.ArtifactPath;
import org.tandemml.artifact.DirectTransfers;

/**
 * Transfers past this process, begun and completed only where the guard lets them. What a client
 * does with a URL that it has got cannot be guarded until the URL expires.
 */
final class GuardedTransfers implements DirectTransfers {
    private final DirectTransfers transfers;
    private final WriteGuard guard;

    GuardedTransfers(DirectTransfers transfers, WriteGuard guard) {
        this.transfers = transfers;
        this.guard = guard;
    }

    @Override
    public SignedDownload download(ArtifactPath path, Duration validity) {
        return transfers.download(path, validity);
    }

    @Override
    public SignedUrl upload(ArtifactPath path, Duration validity) {
        guard.requireOpen(path);
        return transfers.upload(path, validity);
    }

    @Override
    public PartedUpload begin(ArtifactPath path, int parts, Duration validity) {
        guard.requireOpen(path);
        return transfers.begin(path, parts, validity);
    }

    @Override
    public void complete(ArtifactPath path, String uploadId, List<SentPart> parts) {
        try (WriteGuard.Pass pass = guard.enterWrite(path)) {
            assert pass != null;
            transfers.complete(path, uploadId, parts);
        }
    }

    @Override
    public void abort(ArtifactPath path, String uploadId) {
        transfers.abort(path, uploadId);
    }
}
