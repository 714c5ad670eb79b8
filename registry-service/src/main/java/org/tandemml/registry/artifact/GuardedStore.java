package org.tandemml.registry.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.stream.Stream;
import org.tandemml.artifact.ArtifactEntry;
import org.tandemml.artifact.ArtifactPath;
import org.tandemml.artifact.ArtifactStore;
import org.tandemml.artifact.DirectTransfers;
import org.tandemml.artifact.Expectation;
import org.tandemml.artifact.OpenArtifact;
import org.tandemml.artifact.StoredArtifact;

/** A store that changes only where the guard lets it, whichever route a change came by. */
final class GuardedStore implements ArtifactStore {
    private final ArtifactStore store;
    private final WriteGuard guard;

    GuardedStore(ArtifactStore store, WriteGuard guard) {
        this.store = store;
        this.guard = guard;
    }

    @Override
    public StoredArtifact put(ArtifactPath path, InputStream content, Expectation expected)
            throws IOException {
        guard.requireOpen(path);
        try (GuardedContent guarded =
                new GuardedContent(content, expected.size(), () -> guard.enterWrite(path))) {
            StoredArtifact stored = store.put(path, guarded, expected);
            guarded.requireEntered();
            return stored;
        }
    }

    @Override
    public OpenArtifact open(ArtifactPath path) {
        return store.open(path);
    }

    @Override
    public Optional<ArtifactEntry> stat(ArtifactPath path) {
        return store.stat(path);
    }

    @Override
    public Stream<ArtifactEntry> list(ArtifactPath folder) {
        return store.list(folder);
    }

    @Override
    public Stream<ArtifactEntry> files(ArtifactPath folder) {
        return store.files(folder);
    }

    @Override
    public Optional<DirectTransfers> directTransfers() {
        return store.directTransfers().map(transfers -> new GuardedTransfers(transfers, guard));
    }

    @Override
    public void delete(ArtifactPath path) {
        try (WriteGuard.Pass pass = guard.enterDelete(path)) {
            assert pass != null;
            store.delete(path);
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
