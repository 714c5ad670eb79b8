package org.tandemml.registry.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.deser.ValueInstantiator;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.TandemException;
import org.tandemml.model.Texts;

/**
 * Says what was wrong with a field in MLflow's words: the value that came, the path of the field
 * and what was expected.
 */
final class WireProblems extends DeserializationProblemHandler {

    /** A refused value; the path of its field is added on the way up. */
    private static final class RefusedValueException extends MismatchedInputException {
        private static final long serialVersionUID = 1L;

        private final String value;
        private final String expected;

        RefusedValueException(
                @Nullable JsonParser parser, Class<?> target, String value, String expected) {
            super(parser, expected, target);
            this.value = value;
            this.expected = expected;
        }
    }

    /** What is thrown for the current token, whose value is refused. */
    static JsonMappingException refused(JsonParser parser, String reason) throws IOException {
        return new RefusedValueException(parser, Object.class, shown(parser), reason);
    }

    /** The message for a refused field. */
    static String message(JsonMappingException problem, String field) {
        if (problem instanceof RefusedValueException refused) {
            return "Invalid value "
                    + refused.value
                    + " for parameter '"
                    + field
                    + "' supplied: "
                    + refused.expected
                    + ".";
        }
        String reason =
                problem instanceof InvalidNullException
                        ? "null is no element of a list"
                        : problem instanceof MismatchedInputException mismatch
                                        && mismatch.getTargetType() != null
                                ? expected(mismatch.getTargetType())
                                : "it is malformed";
        return "Invalid value for parameter '" + field + "' supplied: " + reason + ".";
    }

    /** What a field of this type takes. */
    static String expected(Class<?> type) {
        if (type == Long.class || type == Integer.class) {
            return "expected an integer";
        }
        if (type == Double.class) {
            return "expected a number";
        }
        if (type == Boolean.class) {
            return "expected true or false";
        }
        if (type == String.class) {
            return "expected a string";
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "expected a list";
        }
        if (ProtoEnum.class.isAssignableFrom(type)) {
            return "expected one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(constant -> ((ProtoEnum) constant).name())
                            .collect(Collectors.joining(", "));
        }
        return "expected an object";
    }

    /**
     * The text of the current token, if PostgreSQL can keep it; a NUL or half a surrogate pair is
     * refused wherever it stands, so that no field is forgotten.
     */
    static String storable(JsonParser parser, DeserializationContext context) throws IOException {
        String text = parser.getText();
        try {
            return Texts.requireStorable("text", text);
        } catch (TandemException refused) {
            return (String)
                    context.handleWeirdStringValue(
                            String.class,
                            text,
                            "expected text without NUL characters and half surrogate pairs");
        }
    }

    @Override
    public Object handleUnexpectedToken(
            DeserializationContext context,
            JavaType target,
            JsonToken token,
            JsonParser parser,
            @Nullable String failure)
            throws IOException {
        Class<?> type = target.getRawClass();
        throw new RefusedValueException(parser, type, shown(parser), expected(type));
    }

    @Override
    public Object handleWeirdStringValue(
            DeserializationContext context, Class<?> target, String value, String failure)
            throws IOException {
        throw new RefusedValueException(context.getParser(), target, quoted(value), failure);
    }

    @Override
    public Object handleWeirdNumberValue(
            DeserializationContext context, Class<?> target, Number value, String failure)
            throws IOException {
        throw new RefusedValueException(
                context.getParser(), target, Texts.excerpt(value.toString()), failure);
    }

    @Override
    public Object handleMissingInstantiator(
            DeserializationContext context,
            Class<?> target,
            ValueInstantiator instantiator,
            @Nullable JsonParser parser,
            @Nullable String failure)
            throws IOException {
        JsonParser source = parser == null ? context.getParser() : parser;
        throw new RefusedValueException(source, target, shown(source), expected(target));
    }

    private static String shown(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            return "nothing";
        }
        return switch (token) {
            case VALUE_STRING -> quoted(parser.getText());
            case START_OBJECT, FIELD_NAME, END_OBJECT -> "{...}";
            case START_ARRAY, END_ARRAY -> "[...]";
            default -> Texts.excerpt(parser.getText());
        };
    }

    private static String quoted(String text) {
        return '"' + Texts.excerpt(text) + '"';
    }
}
