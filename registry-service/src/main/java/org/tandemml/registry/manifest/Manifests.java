package org.tandemml.registry.manifest;

import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.tandemml.artifact.ArtifactPath;
import org.tandemml.model.manifest.Manifest;
import org.tandemml.registry.artifact.ArtifactUris;
import org.tandemml.registry.database.Sql;

/** The manifests of the versions whose files are in the artifact store. */
@Singleton
public class Manifests {
    private final ArtifactUris uris;
    private final SealTasks tasks;
    private final Sql sql;

    Manifests(ArtifactUris uris, SealTasks tasks, Sql sql) {
        this.uris = uris;
        this.tasks = tasks;
        this.sql = sql;
    }

    /**
     * Where a URI is in the artifact store; empty if it is elsewhere.
     *
     * @throws org.tandemml.model.TandemException {@code INVALID_PARAMETER_VALUE} if it would be in
     *     the store but is no path that an artifact can have
     */
    public Optional<ArtifactPath> locate(String uri) {
        return uris.find(uri);
    }

    /**
     * The manifest of a new version.
     *
     * @param manifestId its number
     * @param task the reading of its files, if this process is to do it; otherwise another does
     */
    public record Begun(long manifestId, Optional<SealTask> task) {}

    /**
     * Begins to seal the folder that a new version is made of. It is sealed as soon as the
     * transaction commits; the files are read after that.
     *
     * @param location the URI of the folder
     * @return empty if it is not in the artifact store
     * @throws org.tandemml.model.TandemException {@code INVALID_PARAMETER_VALUE} if it would be in
     *     the store but is no path that an artifact can have
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public Optional<Begun> begin(String location) {
        return locate(location).filter(folder -> !folder.isRoot()).map(this::begin);
    }

    private Begun begin(ArtifactPath folder) {
        // Who comes second waits here until the first has committed.
        long manifestId =
                sql.first(
                                "INSERT INTO manifests (folder) VALUES (?) ON CONFLICT (folder) DO"
                                        + " UPDATE SET pending = true, attempts = 0,"
                                        + " next_attempt = clock_timestamp()"
                                        + " RETURNING manifest_id",
                                row -> row.getLong(1),
                                folder.toString())
                        .orElseThrow();
        UUID claim = UUID.randomUUID();
        boolean leftOver = tasks.beginAnew(manifestId, claim);
        boolean ours = leftOver || tasks.claim(manifestId, claim);
        return new Begun(
                manifestId,
                ours ? Optional.of(new SealTask(manifestId, folder, claim)) : Optional.empty());
    }

    /** The manifest of a version, if its files have been sealed. */
    public Optional<SealedFolder> of(long modelNumber, int version) {
        return sql.first(
                "SELECT manifest_id, digest, sealed_time FROM manifests"
                        + " JOIN model_versions USING (manifest_id)"
                        + " WHERE model_number = ? AND version = ? AND digest IS NOT NULL",
                row -> new SealedFolder(row.getLong(1), row.getString(2), row.getLong(3)),
                modelNumber,
                version);
    }

    /** The files of a manifest. */
    public Manifest files(long manifestId) {
        List<Manifest.Entry> entries =
                sql.query(
                        "SELECT path, size, sha256 FROM manifest_files WHERE manifest_id = ?",
                        row ->
                                new Manifest.Entry(
                                        row.getString(1), row.getLong(2), row.getString(3)),
                        manifestId);
        return new Manifest(entries);
    }
}
