package org.tandemml.registry.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.io.IOException;

/** The answer of a call that has nothing to say: {@code {}}. */
@JsonSerialize(using = Empty.Serializer.class)
public record Empty() {
    /** The one instance that is needed. */
    public static final Empty INSTANCE = new Empty();

    static final class Serializer extends JsonSerializer<Empty> {
        @Override
        public void serialize(Empty value, JsonGenerator json, SerializerProvider provider)
                throws IOException {
            json.writeStartObject();
            json.writeEndObject();
        }
    }
}
