package org.tandemml.registry.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list without nulls. All lists of one message together have a limit, which is checked while they
 * are read: a body of 32 MB can hold ten million elements, which take ten times its size.
 */
final class ListDeserializer extends JsonDeserializer<List<Object>>
        implements ContextualDeserializer {
    /** The largest number of elements in the lists of a message, nested ones included. */
    static final int MAX_ELEMENTS = 100_000;

    /** How many elements the message has so far; a message has one context. */
    private static final Object READ_SO_FAR = new Object();

    private final JavaType type;
    private final @Nullable JsonDeserializer<?> element;

    /**
     * @param type of the list
     * @param element null: the usual one for its elements
     */
    ListDeserializer(JavaType type, @Nullable JsonDeserializer<?> element) {
        this.type = type;
        this.element = element;
    }

    @Override
    public JsonDeserializer<?> createContextual(
            DeserializationContext context, @Nullable BeanProperty property)
            throws JsonMappingException {
        JavaType content = type.getContentType();
        return new ListDeserializer(
                type,
                element == null
                        ? context.findContextualValueDeserializer(content, property)
                        : context.handleSecondaryContextualization(element, property, content));
    }

    @Override
    @SuppressWarnings("unchecked")
    public List<Object> deserialize(JsonParser parser, DeserializationContext context)
            throws IOException {
        if (!parser.isExpectedStartArrayToken() || element == null) {
            return (List<Object>) context.handleUnexpectedToken(type, parser);
        }
        List<Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            try {
                count(parser, context);
                if (parser.currentToken() == JsonToken.VALUE_NULL) {
                    throw WireProblems.refused(parser, "null is no element of a list");
                }
                list.add(element.deserialize(parser, context));
            } catch (IOException | RuntimeException wrong) {
                throw JsonMappingException.wrapWithPath(wrong, list, list.size());
            }
        }
        return list;
    }

    private static void count(JsonParser parser, DeserializationContext context)
            throws IOException {
        int read = context.getAttribute(READ_SO_FAR) instanceof Integer before ? before + 1 : 1;
        if (read > MAX_ELEMENTS) {
            throw WireProblems.refused(
                    parser,
                    "the lists of a request hold at most " + MAX_ELEMENTS + " elements together");
        }
        context.setAttribute(READ_SO_FAR, read);
    }
}
