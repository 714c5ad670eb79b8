package org.tandemml.registry.launch;

import java.util.List;
import java.util.regex.Pattern;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;

/** Why Flyway would not touch the tables of the database, in words of ours. */
final class SchemaRefusal {
    private static final Pattern UNKNOWN =
            Pattern.compile("not resolved locally: ([0-9][0-9._]*[0-9]|[0-9])");
    private static final Pattern CHANGED =
            Pattern.compile("mismatch for migration version ([0-9][0-9._]*[0-9]|[0-9])");

    private SchemaRefusal() {}

    /** Whether this is a refusal, not a failure on the way. */
    static boolean is(FlywayException thrown) {
        return thrown instanceof FlywayValidateException || isForeign(thrown);
    }

    private static boolean isForeign(FlywayException refused) {
        return refused.getErrorCode()
                == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE;
    }

    /** What to do about it. */
    static String text(FlywayException refused) {
        if (isForeign(refused)) {
            return "The database holds tables that are not Tandem's: give it a database of its"
                    + " own with TANDEM_DATABASE_URL.";
        }
        String message = String.valueOf(refused.getMessage());
        List<String> unknown = versions(UNKNOWN, message);
        if (!unknown.isEmpty()) {
            return "The tables in the database are those of a newer Tandem (this one does not know"
                    + named(unknown)
                    + "): start the newest Tandem that has used this database.";
        }
        return "The tables in the database are not those of this Tandem ("
                + named(versions(CHANGED, message)).strip()
                + " differs from the one that made them): start the Tandem that has used this"
                + " database.";
    }

    private static List<String> versions(Pattern pattern, String message) {
        return pattern.matcher(message).results().map(found -> found.group(1)).toList();
    }

    private static String named(List<String> versions) {
        return versions.isEmpty() ? " a migration" : " migration " + String.join(", ", versions);
    }
}
