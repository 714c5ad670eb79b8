package org.tandemml.registry.alias;

import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.tandemml.model.AliasName;
import org.tandemml.model.ModelName;
import org.tandemml.model.TandemException;
import org.tandemml.model.Texts;
import org.tandemml.model.VersionNumber;
import org.tandemml.registry.database.Sql;
import org.tandemml.registry.event.EventKind;
import org.tandemml.registry.event.EventLog;
import org.tandemml.registry.event.RegistryEvent;
import org.tandemml.registry.modelversion.ModelVersion;
import org.tandemml.registry.modelversion.ModelVersionReader;
import org.tandemml.registry.modelversion.VersionRef;
import org.tandemml.registry.registeredmodel.RegisteredModels;

/** Aliases of model versions. The database keeps each one pointing to a version that exists. */
@Singleton
public class Aliases {
    private static final String LATEST = "latest";

    private final RegisteredModels models;
    private final ModelVersionReader reader;
    private final Sql sql;
    private final EventLog events;

    Aliases(RegisteredModels models, ModelVersionReader reader, Sql sql, EventLog events) {
        this.models = models;
        this.reader = reader;
        this.sql = sql;
        this.events = events;
    }

    /**
     * The version that an alias points to; {@code latest}, in any case, is the highest version.
     *
     * @throws TandemException {@code INVALID_PARAMETER_VALUE} if there is no such alias, which is
     *     the code that clients of MLflow know for it
     */
    public ModelVersion version(String model, String alias) {
        if (alias.equalsIgnoreCase(LATEST)) {
            ModelName name = RegisteredModels.named(model);
            return reader.highest(name).orElseThrow(() -> noVersion(name));
        }
        AliasName aliasName = new AliasName(alias);
        return ModelName.find(model)
                .flatMap(name -> reader.aliased(name, aliasName))
                .orElseThrow(() -> unknown(model, aliasName));
    }

    /** Points an alias to a version, wherever it pointed before. */
    @Transactional
    public void set(VersionRef ref, AliasName alias) {
        long modelNumber = models.take(ref.name());
        Optional<Integer> before =
                sql.first(
                        "SELECT version FROM model_aliases WHERE model_number = ? AND alias = ?",
                        row -> row.getInt(1),
                        modelNumber,
                        alias.value());
        int set =
                sql.update(
                        "INSERT INTO model_aliases (model_number, alias, version)"
                                + " SELECT model_number, ?, version FROM model_versions"
                                + " WHERE model_number = ? AND version = ?"
                                + " ON CONFLICT (model_number, alias)"
                                + " DO UPDATE SET version = EXCLUDED.version",
                        alias.value(),
                        modelNumber,
                        ref.version().value());
        if (set == 0) {
            throw ref.unknown();
        }
        Map<String, Object> data = new HashMap<>(Map.of("alias", alias.value()));
        before.ifPresent(version -> data.put("previous_version", version));
        events.append(RegistryEvent.of(EventKind.ALIAS_SET, ref.name(), ref.version(), data));
    }

    /** Deletes an alias; one that is not there is no mistake. */
    @Transactional
    public void delete(ModelName name, AliasName alias) {
        long modelNumber = models.take(name);
        Optional<Integer> version =
                sql.first(
                        "DELETE FROM model_aliases WHERE model_number = ? AND alias = ?"
                                + " RETURNING version",
                        row -> row.getInt(1),
                        modelNumber,
                        alias.value());
        version.ifPresent(
                number ->
                        events.append(
                                RegistryEvent.of(
                                        EventKind.ALIAS_DELETED,
                                        name,
                                        new VersionNumber(number),
                                        Map.of("alias", alias.value()))));
    }

    private TandemException noVersion(ModelName name) {
        models.get(name);
        return TandemException.notFound("Registered Model " + name + " has no version.");
    }

    private static TandemException unknown(String model, AliasName alias) {
        return TandemException.invalid(
                "Registered model alias "
                        + alias
                        + " not found for model "
                        + Texts.excerpt(model)
                        + ".");
    }
}
