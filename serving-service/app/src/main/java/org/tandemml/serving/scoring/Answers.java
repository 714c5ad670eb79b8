package org.tandemml.serving.scoring;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.tandemml.http.ErrorResponses;
import org.tandemml.serving.engine.enforce.Violation;
import org.tandemml.serving.engine.enforce.ViolationsException;
import org.tandemml.serving.slot.Serving;

/** Renders what a model answered, naming the model that did. */
final class Answers {
    private static final String MODEL = "Tandem-Model";
    private static final String DIGEST = "Tandem-Model-Digest";
    private static final JsonFactory JSON = new JsonFactory();

    private Answers() {}

    static Response predictions(Serving serving, byte[] body) {
        return named(Response.ok(body, MediaType.APPLICATION_JSON_TYPE), serving);
    }

    static Response failure(Serving serving, Throwable failure) {
        if (failure instanceof ViolationsException violations) {
            return named(
                    Response.status(400)
                            .type(MediaType.APPLICATION_JSON_TYPE)
                            .entity(body(violations)),
                    serving);
        }
        return named(Response.fromResponse(ErrorResponses.of(failure)), serving);
    }

    private static Response named(Response.ResponseBuilder response, Serving serving) {
        return response.header(MODEL, serving.asciiLabel())
                .header(DIGEST, serving.model().digest())
                .build();
    }

    private static byte[] body(ViolationsException failure) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(body)) {
            json.writeStartObject();
            json.writeStringField("error_code", failure.code().wireName());
            json.writeStringField("message", failure.getMessage());
            json.writeArrayFieldStart("violations");
            for (Violation violation : failure.violations()) {
                write(violation, json);
            }
            json.writeEndArray();
            json.writeNumberField("violation_count", failure.count());
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return body.toByteArray();
    }

    private static void write(Violation violation, JsonGenerator json) throws IOException {
        json.writeStartObject();
        if (violation.row() != null) {
            json.writeNumberField("row", violation.row());
        }
        if (violation.column() != null) {
            json.writeStringField("column", violation.column());
        }
        json.writeStringField("expected", violation.expected());
        json.writeStringField("actual", violation.actual());
        if (violation.value() != null) {
            json.writeStringField("value", violation.value());
        }
        if (violation.hint() != null) {
            json.writeStringField("hint", violation.hint());
        }
        if (violation.pointer() != null) {
            json.writeStringField("pointer", violation.pointer());
        }
        json.writeEndObject();
    }
}
