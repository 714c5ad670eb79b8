package org.tandemml.registry.database;

import jakarta.persistence.PersistenceException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.sql.SQLException;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.tandemml.http.ErrorForm;
import org.tandemml.http.ErrorResponses;

/**
 * Answers for failures of the database that did not pass {@link Sql}: those of Hibernate, and those
 * that appear only when the transaction commits.
 */
final class DatabaseFailureMapper {
    private static final int DEEPEST = 20;

    private final SqlFailures failures;

    DatabaseFailureMapper(SqlFailures failures) {
        this.failures = failures;
    }

    @ServerExceptionMapper({
        PersistenceException.class,
        RollbackException.class,
        SystemException.class,
        SQLException.class
    })
    Response answer(Throwable thrown, UriInfo uri) {
        ErrorForm form = ErrorForm.of(uri.getPath());
        return sqlFailure(thrown, DEEPEST)
                .map(failure -> ErrorResponses.of(failures.translate(failure), form))
                .orElseGet(() -> ErrorResponses.of(thrown, form));
    }

    private static Optional<SQLException> sqlFailure(Throwable thrown, int depth) {
        if (thrown instanceof SQLException failure) {
            return Optional.of(failure);
        }
        if (depth == 0) {
            return Optional.empty();
        }
        for (Throwable suppressed : thrown.getSuppressed()) {
            Optional<SQLException> found = sqlFailure(suppressed, depth - 1);
            if (found.isPresent()) {
                return found;
            }
        }
        return thrown.getCause() == null
                ? Optional.empty()
                : sqlFailure(thrown.getCause(), depth - 1);
    }
}
