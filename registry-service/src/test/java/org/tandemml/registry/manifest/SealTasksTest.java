package org.tandemml.registry.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.tandemml.artifact.ArtifactPath;
import org.tandemml.model.manifest.Manifest;
import org.tandemml.registry.database.DatabaseLogin;
import org.tandemml.registry.database.Sql;
import org.tandemml.registry.database.SqlFailures;
import org.tandemml.registry.testing.TestDatabase;
import org.tandemml.registry.testing.Together;

/** Claims, as several processes over one database make and lose them. */
class SealTasksTest {
    private static final Manifest FILES =
            new Manifest(List.of(new Manifest.Entry("MLmodel", 1, "a".repeat(64))));

    private Sql sql;
    private SealTasks tasks;
    private long model;

    @BeforeEach
    void anEmptyDatabase() {
        DatabaseLogin login = TestDatabase.fresh();
        Flyway.configure()
                .dataSource(login.url(), login.username(), login.password())
                .load()
                .migrate();
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(login.url());
        database.setUser(login.username());
        database.setPassword(login.password());
        sql = new Sql(database, new SqlFailures(() -> false));
        tasks = new SealTasks(sql, Clock.systemUTC());
        model =
                sql.first(
                                "INSERT INTO registered_models (name, creation_time,"
                                        + " last_updated_time) VALUES ('m', 0, 0)"
                                        + " RETURNING model_number",
                                row -> row.getLong(1))
                        .orElseThrow();
    }

    private long manifest(String folder) {
        return sql.first(
                        "INSERT INTO manifests (folder) VALUES (?) RETURNING manifest_id",
                        row -> row.getLong(1),
                        folder)
                .orElseThrow();
    }

    private void version(int number, long manifest) {
        sql.update(
                "INSERT INTO model_versions (model_number, version, creation_time,"
                        + " last_updated_time, source, storage_location, run_id, run_link, status,"
                        + " manifest_id) VALUES (?, ?, 0, 0, '', '', '', '',"
                        + " 'PENDING_REGISTRATION', ?)",
                model,
                number,
                manifest);
    }

    private String status(int number) {
        return sql.first(
                        "SELECT status FROM model_versions WHERE model_number = ? AND version = ?",
                        row -> row.getString(1),
                        model,
                        number)
                .orElseThrow();
    }

    /** As after the death of whoever holds them. */
    private void expireClaims() {
        sql.update("UPDATE manifests SET claimed_until = clock_timestamp()");
    }

    private SealTask claimed(long manifest) {
        SealTask task = tasks.claimNext().orElseThrow();
        assertThat(task.manifestId()).isEqualTo(manifest);
        return task;
    }

    @Test
    void eachFolderIsClaimedByOneOfManyProcesses() {
        List<Long> all = LongStream.range(0, 60).map(i -> manifest("f" + i)).boxed().toList();

        List<List<Long>> claimed =
                Together.run(
                        8,
                        thread -> {
                            List<Long> mine = new ArrayList<>();
                            Optional<SealTask> task = tasks.claimNext();
                            while (task.isPresent()) {
                                mine.add(task.get().manifestId());
                                task = tasks.claimNext();
                            }
                            return mine;
                        });
        // A process that skipped a row another was just looking at may find nothing and stop.
        List<Long> found = new ArrayList<>(claimed.stream().flatMap(List::stream).toList());
        tasks.claimNext().ifPresent(task -> found.add(task.manifestId()));
        assertThat(found).doesNotHaveDuplicates().hasSameSizeAs(all);
    }

    @Test
    void aClaimThatExpiredIsAnothersAndTheOldOneWritesNothing() {
        long manifest = manifest("f");
        version(1, manifest);
        SealTask old = claimed(manifest);
        assertThat(tasks.renew(old)).isTrue();
        assertThat(tasks.claimNext()).isEmpty();
        assertThat(tasks.claim(manifest, UUID.randomUUID())).isFalse();

        List<SealTasks.Holder> before = tasks.holders(old);
        expireClaims();
        SealTask heir = claimed(manifest);
        assertThat(tasks.renew(old)).isFalse();
        assertThat(tasks.ready(old, before, FILES)).isFalse();
        tasks.failed(old, "too late");
        tasks.postpone(old, "too late");
        tasks.release(old);
        tasks.drop(old);
        assertThat(status(1)).isEqualTo("PENDING_REGISTRATION");

        assertThat(tasks.ready(heir, before, FILES)).isTrue();
        assertThat(status(1)).isEqualTo("READY");
        assertThat(tasks.digest(heir)).contains(FILES.digest());
        assertThat(tasks.isPending(manifest)).isFalse();
    }

    /** Between the last version's end and the next one's beginning the folder was open. */
    @Test
    void whatWasReadForVersionsThatAreGoneIsNotBelieved() {
        long manifest = manifest("f");
        version(1, manifest);
        SealTask task = claimed(manifest);
        List<SealTasks.Holder> before = tasks.holders(task);
        sql.update("DELETE FROM model_versions");
        version(2, manifest);

        assertThat(tasks.ready(task, before, FILES)).isFalse();
        assertThat(status(2)).isEqualTo("PENDING_REGISTRATION");
        SealTask again = claimed(manifest);
        assertThat(tasks.ready(again, tasks.holders(again), FILES)).isTrue();
        assertThat(status(2)).isEqualTo("READY");
    }

    @Test
    void aManifestThatNoVersionNamesIsBegunAnewOrTidiedAway() {
        long manifest = manifest("f");
        version(1, manifest);
        SealTask task = claimed(manifest);
        tasks.ready(task, tasks.holders(task), FILES);
        assertThat(tasks.beginAnew(manifest, UUID.randomUUID())).isFalse();
        assertThat(tasks.tidy()).isZero();

        sql.update("DELETE FROM model_versions");
        assertThat(tasks.beginAnew(manifest, UUID.randomUUID())).isTrue();
        assertThat(tasks.digest(task)).isEmpty();
        assertThat(sql.query("SELECT 1 FROM manifest_files", row -> 1)).isEmpty();
        assertThat(tasks.tidy()).isEqualTo(1);
        assertThat(tasks.tidy()).isZero();
    }

    @Test
    void whatIsPutOffIsTriedAgainLater() {
        long manifest = manifest("f");
        version(1, manifest);
        SealTask task = claimed(manifest);
        tasks.postpone(task, "the store is away");

        assertThat(status(1)).isEqualTo("PENDING_REGISTRATION");
        assertThat(tasks.claimNext()).isEmpty();
        assertThat(tasks.attempts(task)).isEqualTo(1);
        sql.update("UPDATE manifests SET next_attempt = clock_timestamp()");
        tasks.failed(claimed(manifest), "gone for good");
        assertThat(status(1)).isEqualTo("FAILED_REGISTRATION");
        assertThat(tasks.tidy()).isEqualTo(1);
    }

    @Test
    void theKeysOfAWriterMeetThoseOfASealerWhereTheyMust() {
        ArtifactPath folder = ArtifactPath.parse("1/r/artifacts/model");
        List<Long> seal = LockKeys.seal(folder);

        for (String inside : new String[] {"", "/MLmodel", "/data/x"}) {
            ArtifactPath path = ArtifactPath.parse(folder + inside);
            assertThat(LockKeys.write(path)).as(inside).containsAnyElementsOf(seal);
            assertThat(LockKeys.delete(path)).as(inside).containsAnyElementsOf(seal);
        }
        ArtifactPath around = ArtifactPath.parse("1/r");
        assertThat(LockKeys.delete(around)).containsAnyElementsOf(seal);
        for (String beside : new String[] {"1/r/artifacts/note.txt", "1/r/artifacts/model2/x"}) {
            ArtifactPath path = ArtifactPath.parse(beside);
            assertThat(LockKeys.write(path)).as(beside).doesNotContainAnyElementsOf(seal);
            assertThat(LockKeys.delete(path)).as(beside).doesNotContainAnyElementsOf(seal);
        }
        assertThat(seal).isSorted().doesNotHaveDuplicates();
    }
}
