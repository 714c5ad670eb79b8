package org.tandemml.serving.engine.enforce;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.TandemException;
import org.tandemml.model.signature.ColumnType;
import org.tandemml.model.signature.ParamSpec;

/** The parameters of a signature with their defaults, prepared once. */
final class ParamPlans {
    private final Map<String, ColumnType> types = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> defaults = new LinkedHashMap<>();

    /**
     * @throws TandemException if a default is not a value of its type
     */
    ParamPlans(List<ParamSpec> specs, EnforcementSettings settings, JsonFactory json) {
        for (ParamSpec spec : specs) {
            ColumnType type = spec.list() ? new ColumnType.ArrayOf(spec.type()) : spec.type();
            types.put(spec.name(), type);
            defaults.put(spec.name(), defaultOf(spec, type, settings, json));
        }
    }

    private static @Nullable Object defaultOf(
            ParamSpec spec, ColumnType type, EnforcementSettings settings, JsonFactory json) {
        String text = spec.defaultJson();
        if (text == null || text.equals("null")) {
            return null;
        }
        Intake intake = new Intake(settings, text.length());
        try (JsonParser parser = json.createParser(text)) {
            Object value =
                    new TypedValue(intake, -1, spec.name()).read(parser, parser.nextToken(), type);
            if (intake.log().isEmpty()) {
                return value;
            }
        } catch (IOException notJson) {
            throw badDefault(spec, notJson);
        }
        throw badDefault(spec, null);
    }

    private static TandemException badDefault(ParamSpec spec, @Nullable IOException cause) {
        return new TandemException(
                org.tandemml.model.ErrorCode.INVALID_PARAMETER_VALUE,
                "The default of the parameter '" + spec.name() + "' is not a value of its type.",
                cause);
    }

    boolean isEmpty() {
        return types.isEmpty();
    }

    @Nullable ColumnType type(String name) {
        return types.get(name);
    }

    Map<String, @Nullable Object> defaults() {
        return defaults;
    }
}
