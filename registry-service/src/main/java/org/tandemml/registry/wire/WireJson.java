package org.tandemml.registry.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyName;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.TandemException;
import org.tandemml.model.Texts;

/** Reads and writes MLflow's JSON; the rules stand at {@link WireRequest}. */
public final class WireJson {
    private static final int MAX_DEPTH = 100;
    private static final int MAX_NUMBER_LENGTH = 400;

    private static final ObjectMapper MAPPER = configure(JsonMapper.builder().build());

    private WireJson() {}

    /** Sets a mapper up for this wire. */
    static ObjectMapper configure(ObjectMapper mapper) {
        mapper.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder()
                                .maxNestingDepth(MAX_DEPTH)
                                .maxNumberLength(MAX_NUMBER_LENGTH)
                                .maxStringLength(Integer.MAX_VALUE)
                                .build());
        return mapper.setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .setAnnotationIntrospector(new CamelCaseAliases())
                .setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL)
                .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
                .configure(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, true)
                .registerModule(new WireModule());
    }

    /**
     * Reads a request body. A body of JSON text that itself holds JSON is read through, as MLflow
     * does; an empty body is an empty message.
     *
     * @throws TandemException {@code INVALID_PARAMETER_VALUE} that names the field; {@code
     *     BAD_REQUEST} if the body is no JSON object
     */
    public static <T> T read(byte[] body, Class<T> type) {
        try {
            JsonNode tree = body.length == 0 ? MAPPER.createObjectNode() : MAPPER.readTree(body);
            if (tree instanceof TextNode wrapped) {
                tree = MAPPER.readTree(wrapped.textValue());
            }
            return bind(tree, type);
        } catch (IOException malformed) {
            throw malformed(malformed);
        }
    }

    /** Reads a message from a tree of JSON. */
    static <T> T bind(@Nullable JsonNode tree, Class<T> type) {
        if (tree == null || !tree.isObject()) {
            throw new TandemException(
                    org.tandemml.model.ErrorCode.BAD_REQUEST,
                    "The request body must be a JSON object.");
        }
        try {
            return MAPPER.treeToValue(tree, type);
        } catch (JsonProcessingException malformed) {
            throw malformed(malformed);
        }
    }

    /** A value as JSON text. */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static ObjectMapper mapper() {
        return MAPPER;
    }

    private static TandemException malformed(IOException problem) {
        if (problem instanceof JsonMappingException mapping) {
            if (mapping.getCause() instanceof TandemException refused) {
                return refused;
            }
            String field = path(mapping.getPath());
            if (!field.isEmpty()) {
                return TandemException.invalid(
                        "Invalid value for parameter '"
                                + field
                                + "' supplied: "
                                + Texts.excerpt(reason(mapping.getOriginalMessage()))
                                + ".");
            }
        }
        String where = "";
        if (problem instanceof JsonProcessingException json && json.getLocation() != null) {
            where =
                    " at line "
                            + json.getLocation().getLineNr()
                            + ", column "
                            + json.getLocation().getColumnNr();
        }
        return new TandemException(
                org.tandemml.model.ErrorCode.BAD_REQUEST,
                "The request body is not valid JSON" + where + ".");
    }

    /** Jackson's reason without its talk of classes. */
    private static String reason(@Nullable String message) {
        if (message == null) {
            return "malformed";
        }
        int tail = message.lastIndexOf(": ");
        if (message.startsWith("Cannot deserialize value of type")
                && tail > 0
                && message.contains("from String")) {
            return message.substring(tail + 2);
        }
        if (message.contains("from Object value")) {
            return "an object where a single value is expected";
        }
        if (message.contains("from Array value")) {
            return "a list where a single value is expected";
        }
        if (message.contains("from Integer value")
                || message.contains("from Floating-point value")) {
            return "a number of the wrong kind or range";
        }
        if (message.contains("from Boolean value")) {
            return "a boolean where another type is expected";
        }
        return "it has the wrong type or range";
    }

    private static String path(List<JsonMappingException.Reference> references) {
        return references.stream()
                .map(
                        r ->
                                r.getFieldName() == null
                                        ? "[" + r.getIndex() + "]"
                                        : "." + r.getFieldName())
                .collect(Collectors.joining())
                .replaceFirst("^\\.", "");
    }

    /** Lets each snake_case field be written in camelCase too, as protobuf's JSON does. */
    private static final class CamelCaseAliases extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1L;

        @Override
        public @Nullable List<PropertyName> findPropertyAliases(Annotated annotated) {
            List<PropertyName> declared = super.findPropertyAliases(annotated);
            String name = annotated.getName();
            if (declared != null || name == null || name.isEmpty()) {
                return declared;
            }
            return List.of(PropertyName.construct(name));
        }
    }
}
