package org.tandemml.registry.manifest;

import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.tandemml.artifact.ArtifactPath;
import org.tandemml.model.manifest.Manifest;
import org.tandemml.registry.database.Sql;

/**
 * The folders whose files are to be read, in the database: what a killed process leaves undone, any
 * other takes up. A claim says who reads them; it expires unless it is renewed, and whoever has
 * lost it can write nothing any more. The times are those of the database's clock.
 */
@Singleton
class SealTasks {
    /** How long after its last sign of life a process is taken for dead. */
    static final Duration CLAIM = Duration.ofSeconds(15);

    private static final String UNTIL =
            "clock_timestamp() + interval '" + CLAIM.toSeconds() + " seconds'";
    private static final String UNCLAIMED =
            "(claimed_until IS NULL OR claimed_until < clock_timestamp())";
    private static final int LEFT_OVERS = 1000;

    private final Sql sql;
    private final Clock clock;

    SealTasks(Sql sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /** A version that names a manifest. */
    record Holder(long modelNumber, int version) {}

    /** Claims a manifest that no version names any more, and forgets what it said. */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean beginAnew(long manifestId, UUID claim) {
        int fresh =
                sql.update(
                        "UPDATE manifests SET digest = NULL, sealed_time = NULL, claim = ?,"
                                + " claimed_until = "
                                + UNTIL
                                + " WHERE manifest_id = ? AND NOT EXISTS (SELECT FROM"
                                + " model_versions v WHERE v.manifest_id = manifests.manifest_id)",
                        claim,
                        manifestId);
        if (fresh > 0) {
            sql.update("DELETE FROM manifest_files WHERE manifest_id = ?", manifestId);
        }
        return fresh > 0;
    }

    /** Claims a manifest, unless another has. */
    boolean claim(long manifestId, UUID claim) {
        return sql.update(
                        "UPDATE manifests SET claim = ?, claimed_until = "
                                + UNTIL
                                + " WHERE manifest_id = ? AND pending AND "
                                + UNCLAIMED,
                        claim,
                        manifestId)
                > 0;
    }

    /** Claims whichever has waited longest; each of several processes gets another one. */
    Optional<SealTask> claimNext() {
        UUID claim = UUID.randomUUID();
        return sql.first(
                "UPDATE manifests SET claim = ?, claimed_until = "
                        + UNTIL
                        + " WHERE manifest_id = (SELECT manifest_id FROM manifests WHERE pending"
                        + " AND next_attempt <= clock_timestamp() AND "
                        + UNCLAIMED
                        + " ORDER BY next_attempt LIMIT 1 FOR UPDATE SKIP LOCKED)"
                        + " RETURNING manifest_id, folder",
                row -> new SealTask(row.getLong(1), ArtifactPath.parse(row.getString(2)), claim),
                claim);
    }

    /** Shows that this process lives; false if the claim is lost. */
    boolean renew(SealTask task) {
        return sql.update(
                        "UPDATE manifests SET claimed_until = "
                                + UNTIL
                                + " WHERE manifest_id = ? AND claim = ? AND pending",
                        task.manifestId(),
                        task.claim())
                > 0;
    }

    /** Leaves a task to whoever claims it next. */
    void release(SealTask task) {
        sql.update(
                "UPDATE manifests SET claimed_until = NULL, claim = NULL"
                        + " WHERE manifest_id = ? AND claim = ?",
                task.manifestId(),
                task.claim());
    }

    /** Drops a task that no version waits for any more. */
    void drop(SealTask task) {
        sql.update(
                "UPDATE manifests SET pending = false, claim = NULL, claimed_until = NULL"
                        + " WHERE manifest_id = ? AND claim = ?",
                task.manifestId(),
                task.claim());
    }

    /** Whether versions still wait for this manifest. */
    boolean isPending(long manifestId) {
        return sql.first(
                        "SELECT 1 FROM manifests WHERE manifest_id = ? AND pending",
                        row -> true,
                        manifestId)
                .isPresent();
    }

    /**
     * Waits for everybody who began to change the folder before it was sealed; whoever comes later
     * sees the seal.
     */
    @Transactional
    public void awaitWriters(ArtifactPath folder) {
        for (long key : LockKeys.seal(folder)) {
            sql.first("SELECT pg_advisory_xact_lock(?)", row -> true, key);
        }
    }

    /** The versions that name this manifest now. */
    List<Holder> holders(SealTask task) {
        return sql.query(
                "SELECT model_number, version FROM model_versions WHERE manifest_id = ?",
                row -> new Holder(row.getLong(1), row.getInt(2)),
                task.manifestId());
    }

    /** What the files were when they were sealed; empty if they are read for the first time. */
    Optional<String> digest(SealTask task) {
        return sql.first(
                        "SELECT digest FROM manifests WHERE manifest_id = ?",
                        row -> Optional.ofNullable(row.getString(1)),
                        task.manifestId())
                .flatMap(digest -> digest);
    }

    /**
     * Writes down what was read, unless it is known already, and makes the waiting versions ready.
     *
     * @param before the versions that named the manifest before the files were read: if all of them
     *     are gone, the seal was open in between, and the files must be read again
     * @return whether that was done; if not, the claim is given up
     */
    @Transactional
    public boolean ready(SealTask task, List<Holder> before, Manifest files) {
        Long[] models = lockModels(task);
        if (!lock(task)) {
            return false;
        }
        if (!isNamedBy(task, before)) {
            release(task);
            return false;
        }
        write(task, files);
        finish(task, models, "status = 'READY', status_message = NULL");
        return true;
    }

    private void write(SealTask task, Manifest files) {
        int fresh =
                sql.update(
                        "UPDATE manifests SET digest = ?, sealed_time = ?"
                                + " WHERE manifest_id = ? AND digest IS NULL",
                        files.digest(),
                        clock.millis(),
                        task.manifestId());
        if (fresh == 0) {
            return;
        }
        List<Manifest.Entry> entries = files.entries();
        sql.update(
                "INSERT INTO manifest_files (manifest_id, path, size, sha256)"
                        + " SELECT ?, p, s, d FROM"
                        + " unnest(?::text[], ?::bigint[], ?::text[]) AS t(p, s, d)",
                task.manifestId(),
                entries.stream().map(Manifest.Entry::path).toArray(String[]::new),
                entries.stream().map(Manifest.Entry::size).toArray(Long[]::new),
                entries.stream().map(Manifest.Entry::sha256).toArray(String[]::new));
    }

    /** Makes the waiting versions ready without a manifest: the folder holds nothing. */
    @Transactional
    public void readyWithoutFiles(SealTask task) {
        Long[] models = lockModels(task);
        if (lock(task)) {
            finish(task, models, "status = 'READY', status_message = NULL, manifest_id = NULL");
        }
    }

    /** Gives up the waiting versions, which no longer seal the folder. */
    @Transactional
    public void failed(SealTask task, String message) {
        Long[] models = lockModels(task);
        if (lock(task)) {
            finish(
                    task,
                    models,
                    "status = 'FAILED_REGISTRATION', status_message = ?, manifest_id = NULL",
                    message);
        }
    }

    /** Tries again later, each time after a longer while. */
    @Transactional
    public void postpone(SealTask task, String message) {
        Long[] models = lockModels(task);
        if (lock(task)) {
            sql.update(
                    "UPDATE model_versions SET status_message = ?"
                            + " WHERE manifest_id = ? AND status = 'PENDING_REGISTRATION'"
                            + " AND model_number = ANY(?)",
                    message,
                    task.manifestId(),
                    models);
            sql.update(
                    "UPDATE manifests SET claim = NULL, claimed_until = NULL,"
                            + " attempts = attempts + 1, next_attempt = clock_timestamp()"
                            + " + least(60, power(2, least(attempts, 6))) * interval '1 second'"
                            + " WHERE manifest_id = ?",
                    task.manifestId());
        }
    }

    /** How often reading the files has been put off. */
    int attempts(SealTask task) {
        return sql.first(
                        "SELECT attempts FROM manifests WHERE manifest_id = ?",
                        row -> row.getInt(1),
                        task.manifestId())
                .orElse(0);
    }

    /** Removes manifests that no version names any more. */
    @Transactional
    public int tidy() {
        Long[] leftOver =
                sql.query(
                                "SELECT manifest_id FROM manifests f WHERE NOT EXISTS (SELECT FROM"
                                        + " model_versions v WHERE v.manifest_id = f.manifest_id)"
                                        + " LIMIT "
                                        + LEFT_OVERS
                                        + " FOR UPDATE SKIP LOCKED",
                                row -> row.getLong(1))
                        .toArray(Long[]::new);
        // Looks again: a version may have come until the rows were locked, and none can after.
        return leftOver.length == 0
                ? 0
                : sql.update(
                        "DELETE FROM manifests f WHERE manifest_id = ANY(?) AND NOT EXISTS (SELECT"
                                + " FROM model_versions v WHERE v.manifest_id = f.manifest_id)",
                        (Object) leftOver);
    }

    /** Before the manifest itself, as everybody does who takes both. */
    private Long[] lockModels(SealTask task) {
        return sql.query(
                        "SELECT model_number FROM registered_models WHERE model_number IN (SELECT"
                                + " model_number FROM model_versions WHERE manifest_id = ? AND"
                                + " status = 'PENDING_REGISTRATION')"
                                + " ORDER BY model_number FOR UPDATE",
                        row -> row.getLong(1),
                        task.manifestId())
                .toArray(Long[]::new);
    }

    private boolean lock(SealTask task) {
        return sql.first(
                        "SELECT 1 FROM manifests WHERE manifest_id = ? AND claim = ? FOR UPDATE",
                        row -> true,
                        task.manifestId(),
                        task.claim())
                .isPresent();
    }

    private boolean isNamedBy(SealTask task, List<Holder> before) {
        List<Holder> now = holders(task);
        return before.stream().anyMatch(now::contains);
    }

    /** Versions that came after the models were locked wait for another round. */
    private void finish(SealTask task, Long[] models, String change, Object... values) {
        Object[] binds = new Object[values.length + 2];
        System.arraycopy(values, 0, binds, 0, values.length);
        binds[values.length] = task.manifestId();
        binds[values.length + 1] = models;
        sql.update(
                "UPDATE model_versions SET "
                        + change
                        + " WHERE manifest_id = ? AND status = 'PENDING_REGISTRATION'"
                        + " AND model_number = ANY(?)",
                binds);
        sql.update(
                "UPDATE manifests SET claim = NULL, claimed_until = NULL, attempts = 0, pending ="
                        + " EXISTS (SELECT FROM model_versions v WHERE v.manifest_id ="
                        + " manifests.manifest_id AND v.status = 'PENDING_REGISTRATION')"
                        + " WHERE manifest_id = ?",
                task.manifestId());
    }
}
