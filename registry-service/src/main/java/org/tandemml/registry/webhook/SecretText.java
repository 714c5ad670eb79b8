package org.tandemml.registry.webhook;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.tandemml.model.TandemException;
import org.tandemml.model.Texts;

/**
 * A secret on its way from a request into the store or from there to a signature. Nothing shows it:
 * not the text of this record, and no message about a malformed one.
 */
@Schema(type = SchemaType.STRING, description = "At most 1000 characters; never shown again")
@JsonDeserialize(using = SecretText.Reader.class)
public record SecretText(String value) {
    static final int MAX_LENGTH = 1000;

    /**
     * @throws TandemException {@code INVALID_PARAMETER_VALUE}
     */
    public SecretText {
        Texts.requireLength("secret", value, MAX_LENGTH);
    }

    /** Whether there is none: an empty secret takes a stored one away. */
    public boolean isEmpty() {
        return value.isEmpty();
    }

    @Override
    public String toString() {
        return "(secret)";
    }

    static final class Reader extends StdDeserializer<SecretText> {
        private static final long serialVersionUID = 1L;

        Reader() {
            super(SecretText.class);
        }

        @Override
        public SecretText deserialize(JsonParser parser, DeserializationContext context)
                throws IOException {
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                throw TandemException.invalid(
                        "Invalid value for parameter 'secret' supplied: expected a string.");
            }
            return new SecretText(parser.getText());
        }
    }
}
