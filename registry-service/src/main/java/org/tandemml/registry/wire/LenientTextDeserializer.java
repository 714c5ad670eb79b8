package org.tandemml.registry.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import java.io.IOException;

/** Text from a JSON string or a JSON integer. */
final class LenientTextDeserializer extends StdScalarDeserializer<String> {
    private static final long serialVersionUID = 1L;

    LenientTextDeserializer() {
        super(String.class);
    }

    @Override
    public String deserialize(JsonParser parser, DeserializationContext context)
            throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            return parser.getText();
        }
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            return WireProblems.storable(parser, context);
        }
        return (String) context.handleUnexpectedToken(String.class, parser);
    }
}
