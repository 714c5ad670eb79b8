package org.tandemml.serving.engine.enforce;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.signature.ColumnType;
import org.tandemml.model.signature.TypeName;

/** Reads the parameters of one body. */
final class ParamsReader {
    private final ParamPlans plans;
    private final Intake intake;
    private final Set<String> seen = new HashSet<>();
    private Map<String, @Nullable Object> values;

    ParamsReader(ParamPlans plans, Intake intake) {
        this.plans = plans;
        this.intake = intake;
        this.values = plans.defaults();
    }

    void read(JsonParser parser, JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_NULL) {
            return;
        }
        if (plans.isEmpty() && !intake.strict()) {
            parser.skipChildren();
            return;
        }
        if (value != JsonToken.START_OBJECT) {
            throw Intake.badForm("params must be an object, is " + Intake.kind(value) + ".");
        }
        values = new LinkedHashMap<>(plans.defaults());
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            ColumnType type = plans.type(name);
            if (!intake.strict()) {
                readLenient(parser, token, name, type);
            } else if (type == null) {
                intake.refuse(parser, token, -1, name, "no such parameter", "parameter");
            } else if (!seen.add(name)) {
                intake.refuse(parser, token, -1, name, TypeName.of(type), "parameter twice");
            } else {
                values.put(name, new TypedValue(intake, -1, name).read(parser, token, type));
            }
        }
    }

    private void readLenient(
            JsonParser parser, JsonToken token, String name, @Nullable ColumnType type)
            throws IOException {
        if (type == null) {
            parser.skipChildren();
        } else {
            values.put(name, new MlflowParam(intake, name).read(parser, token, type));
        }
    }

    Map<String, @Nullable Object> values() {
        return values;
    }
}
