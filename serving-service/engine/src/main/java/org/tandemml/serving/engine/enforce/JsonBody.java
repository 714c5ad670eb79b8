package org.tandemml.serving.engine.enforce;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.JsonMistake;

/** Reads one body of MLflow's scoring protocol. */
final class JsonBody {
    private static final int MAX_DEPTH = 500;
    private static final int MAX_NUMBER_LENGTH = 1000;
    private static final int MAX_NAME_LENGTH = 50_000;

    private static final String FORMS =
            "The body must be a JSON object with exactly one of dataframe_split,"
                    + " dataframe_records, instances and inputs";

    private final Blueprint blueprint;
    private final ParamsReader params;
    private final byte[] body;
    private final Intake intake;
    private BodyColumns columns;
    private @Nullable String form;
    private boolean columnOutside;
    private int rows;

    JsonBody(Blueprint blueprint, ParamPlans params, byte[] body) {
        this.blueprint = blueprint;
        this.body = body;
        this.intake = new Intake(blueprint.settings(), body.length);
        this.columns = new BodyColumns(blueprint, intake);
        this.params = new ParamsReader(params, intake);
    }

    /** The parsers' settings: what Python's JSON reader takes, with limits on every token. */
    static JsonFactory newFactory() {
        return new JsonFactoryBuilder()
                .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
                .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                .enable(StreamReadFeature.USE_FAST_BIG_NUMBER_PARSER)
                .streamReadConstraints(
                        StreamReadConstraints.builder()
                                .maxNestingDepth(MAX_DEPTH)
                                .maxNumberLength(MAX_NUMBER_LENGTH)
                                .maxNameLength(MAX_NAME_LENGTH)
                                .maxStringLength(Integer.MAX_VALUE)
                                .build())
                .build();
    }

    ScoringRequest read(JsonFactory json) {
        try (JsonParser parser = json.createParser(body)) {
            readTop(json, parser);
        } catch (IOException malformed) {
            throw Intake.badForm("The body is not valid JSON" + JsonMistake.place(malformed) + ".");
        } catch (IllegalStateException defect) {
            if (fromTableOfNames(defect)) {
                throw Intake.badForm("The body has too many different names.");
            }
            throw defect;
        }
        return new ScoringRequest(columns.toTable(rows), params.values());
    }

    /**
     * Whether the parser's table of names gave up: it has room for some ten thousand, and guards
     * itself against names that were made to collide.
     */
    static boolean fromTableOfNames(IllegalStateException thrown) {
        StackTraceElement[] trace = thrown.getStackTrace();
        return trace.length > 0
                && trace[0].getClassName().startsWith("com.fasterxml.jackson.core.sym.");
    }

    private void readTop(JsonFactory json, JsonParser parser) throws IOException {
        JsonToken first = parser.nextToken();
        if (first != JsonToken.START_OBJECT) {
            String hint =
                    first == JsonToken.START_ARRAY
                            ? " Rows that are objects go into {\"dataframe_records\": [...]}."
                            : "";
            throw Intake.badForm(
                    FORMS + "; it is " + (first == null ? "empty." : "no object.") + hint);
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (key) {
                case "dataframe_split", "dataframe_records", "instances", "inputs" -> {
                    beginForm(key);
                    rows = readForm(json, key, parser, value);
                }
                case "params" -> params.read(parser, value);
                default -> {
                    columnOutside |= blueprint.find(key) != null;
                    parser.skipChildren();
                }
            }
        }
        if (parser.nextToken() != null) {
            throw Intake.badForm("The body goes on after the end of the JSON object.");
        }
        if (form == null) {
            throw Intake.badForm(
                    FORMS
                            + "; it has none of them."
                            + (columnOutside
                                    ? " A row goes into {\"dataframe_records\": [{...}]}."
                                    : ""));
        }
    }

    private void beginForm(String key) {
        if (form == null) {
            form = key;
        } else if (!form.equals(key)) {
            throw Intake.badForm(FORMS + "; it has " + form + " and " + key + ".");
        } else if (intake.strict()) {
            throw Intake.badForm("The body has " + key + " twice.");
        } else {
            columns = new BodyColumns(blueprint, intake);
        }
    }

    private int readForm(JsonFactory json, String key, JsonParser parser, JsonToken value)
            throws IOException {
        boolean frame = key.startsWith("dataframe");
        intake.rules(frame ? MlflowRules.FRAME : MlflowRules.ARRAY);
        if (key.equals("dataframe_split")) {
            return new SplitForm(blueprint, columns, intake, json, body).read(parser, value);
        }
        if (key.equals("dataframe_records")) {
            if (value != JsonToken.START_ARRAY) {
                throw Intake.badForm(
                        "dataframe_records must be an array of row objects, is "
                                + Intake.kind(value)
                                + (value == JsonToken.START_OBJECT
                                        ? ": put a single row in brackets."
                                        : "."));
            }
            return new RowObjects(columns, intake, false).read(parser, parser.nextToken());
        }
        return new ValuesForm(blueprint, columns, intake, key).read(parser, value);
    }
}
