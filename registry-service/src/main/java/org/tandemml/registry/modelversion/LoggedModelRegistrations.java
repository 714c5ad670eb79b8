package org.tandemml.registry.modelversion;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.tandemml.registry.database.Sql;

/**
 * Writes on a logged model the versions that were made of it, in the tag where MLflow's clients
 * read and write them: a JSON list of names and numbers. Clients add an entry of their own, with
 * the number as text, so that the list may hold a version twice.
 */
@Singleton
final class LoggedModelRegistrations {
    private static final String TAG = "mlflow.modelVersions";

    private final Sql sql;
    private final ObjectMapper json;

    LoggedModelRegistrations(Sql sql, ObjectMapper json) {
        this.sql = sql;
        this.json = json;
    }

    void add(String modelId, VersionRef ref) {
        long modelNumber =
                sql.first(
                                "SELECT model_number FROM logged_models WHERE model_id = ? FOR UPDATE",
                                row -> row.getLong(1),
                                modelId)
                        .orElseThrow(() -> new IllegalStateException("no logged model " + modelId));
        Optional<String> before =
                sql.first(
                        "SELECT value FROM logged_model_tags WHERE model_number = ? AND key = ?",
                        row -> row.getString(1),
                        modelNumber,
                        TAG);
        ArrayNode versions = before.map(this::parse).orElseGet(json::createArrayNode);
        versions.addObject().put("name", ref.name().value()).put("version", ref.version().value());
        sql.update(
                "INSERT INTO logged_model_tags (model_number, key, value) VALUES (?, ?, ?)"
                        + " ON CONFLICT (model_number, key) DO UPDATE SET value = EXCLUDED.value",
                modelNumber,
                TAG,
                versions.toString());
    }

    /** What a client wrote may be anything; a list begins anew where there is none. */
    private ArrayNode parse(String value) {
        try {
            JsonNode tree = json.readTree(value);
            return tree instanceof ArrayNode list ? list : json.createArrayNode();
        } catch (JsonProcessingException noJson) {
            return json.createArrayNode();
        }
    }
}
