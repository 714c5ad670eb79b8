package org.tandemml.registry.manifest;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.tandemml.artifact.ArtifactPath;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;
import org.tandemml.model.Texts;
import org.tandemml.registry.artifact.WriteGuard;
import org.tandemml.registry.database.Sql;

/**
 * Closes the folders that versions of models have sealed. A writer first takes the locks of the
 * place and then looks for a seal; who seals first commits the seal and then takes those locks. So
 * either the writer sees the seal, or the sealer sees what was written.
 */
@Singleton
final class FolderSeals implements WriteGuard {
    private static final String SEALED_BY =
            "SELECT m.name, v.version FROM manifests f"
                    + " JOIN model_versions v USING (manifest_id)"
                    + " JOIN registered_models m USING (model_number)"
                    + " WHERE f.folder = ANY(?) %s ORDER BY v.model_number, v.version LIMIT 1";

    private static final String AROUND = String.format(SEALED_BY, "");

    /** What is below a folder stands between its name with a slash and its name with a zero. */
    private static final String AROUND_OR_BELOW =
            String.format(SEALED_BY, "OR f.folder > ? AND f.folder < ?");

    private final Sql sql;
    private final WriterLocks locks;

    FolderSeals(Sql sql, WriterLocks locks) {
        this.sql = sql;
        this.locks = locks;
    }

    @Override
    public void requireOpen(ArtifactPath path) {
        refuseIfSealed(path, around(path));
    }

    @Override
    public Pass enterWrite(ArtifactPath file) {
        return enter(file, LockKeys.write(file), this::around);
    }

    @Override
    public Pass enterDelete(ArtifactPath path) {
        return enter(path, LockKeys.delete(path), this::aroundOrBelow);
    }

    private Pass enter(
            ArtifactPath path, List<Long> keys, Function<ArtifactPath, Optional<String>> look) {
        Optional<Pass> pass = locks.take(keys);
        boolean open = false;
        try {
            refuseIfSealed(path, look.apply(path));
            open = pass.isPresent();
        } finally {
            if (!open) {
                pass.ifPresent(Pass::close);
            }
        }
        return pass.orElseThrow(
                () ->
                        new TandemException(
                                ErrorCode.TEMPORARILY_UNAVAILABLE,
                                "The files of a model version are being sealed just now; try"
                                        + " again."));
    }

    private static void refuseIfSealed(ArtifactPath path, Optional<String> version) {
        if (version.isPresent()) {
            throw new TandemException(
                    ErrorCode.RESOURCE_CONFLICT,
                    "'"
                            + Texts.excerpt(path.toString())
                            + "' cannot be changed: the files of model version "
                            + version.get()
                            + " are sealed, none can be replaced, added or deleted. Write to"
                            + " another folder, or delete that version first.");
        }
    }

    private Optional<String> around(ArtifactPath path) {
        return sql.first(AROUND, FolderSeals::label, (Object) folders(path));
    }

    private Optional<String> aroundOrBelow(ArtifactPath path) {
        return sql.first(
                AROUND_OR_BELOW, FolderSeals::label, folders(path), path + "/", path + "0");
    }

    private static String[] folders(ArtifactPath path) {
        return LockKeys.withFolders(path).stream()
                .map(ArtifactPath::toString)
                .toArray(String[]::new);
    }

    private static String label(ResultSet row) throws SQLException {
        return row.getString(1) + "/" + row.getInt(2);
    }
}
