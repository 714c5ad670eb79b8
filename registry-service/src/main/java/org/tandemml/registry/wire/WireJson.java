package org.tandemml.registry.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyName;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;

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
        mapper.configOverride(List.class)
                .setInclude(
                        JsonInclude.Value.construct(
                                JsonInclude.Include.NON_EMPTY, JsonInclude.Include.ALWAYS));
        return mapper.setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .setAnnotationIntrospector(new CamelCaseAliases())
                .setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL)
                .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
                .configure(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, true)
                .setDefaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
                .addHandler(new WireProblems())
                .registerModule(new WireModule());
    }

    /**
     * Reads a request body. A body of JSON text that itself holds JSON is read through, as MLflow
     * does, once; an empty body is an empty message.
     *
     * @throws TandemException {@code INVALID_PARAMETER_VALUE} that names the field; {@code
     *     BAD_REQUEST} if the body is no JSON object
     */
    public static <T> T read(byte[] body, Class<T> type) {
        try {
            int first = 0;
            while (first < body.length && isBlank(body[first])) {
                first++;
            }
            if (first == body.length) {
                return MAPPER.readValue("{}", type);
            }
            if (body[first] == '"') {
                String wrapped = MAPPER.readValue(body, String.class);
                return read(wrapped.getBytes(StandardCharsets.UTF_8), type);
            }
            if (body[first] != '{') {
                throw new TandemException(
                        ErrorCode.BAD_REQUEST, "The request body must be a JSON object.");
            }
            return MAPPER.readValue(body, type);
        } catch (IOException malformed) {
            throw malformed(malformed);
        }
    }

    /**
     * Reads a field that holds a JSON object as text.
     *
     * @throws TandemException {@code INVALID_PARAMETER_VALUE} if it does not
     */
    public static ObjectNode readObject(String field, String text) {
        try {
            if (MAPPER.readTree(text) instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException malformed) {
            throw new TandemException(
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    "Invalid value for parameter '"
                            + field
                            + "' supplied: the text "
                            + complaint(malformed)
                            + ".",
                    malformed);
        }
        throw TandemException.invalid(
                "Invalid value for parameter '"
                        + field
                        + "' supplied: expected the text of a JSON object.");
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\n' || b == '\r';
    }

    /** Reads a message from a tree of JSON. */
    static <T> T bind(ObjectNode tree, Class<T> type) {
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

    /** Writes an answer that is too long to be held in memory; closing it closes the stream. */
    public static JsonGenerator generator(OutputStream body) throws IOException {
        return MAPPER.createGenerator(body);
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
                return TandemException.invalid(WireProblems.message(mapping, field));
            }
        }
        return new TandemException(
                ErrorCode.BAD_REQUEST, "The request body " + complaint(problem) + ".");
    }

    private static String complaint(IOException problem) {
        String where = "";
        if (problem instanceof JsonProcessingException json && json.getLocation() != null) {
            where =
                    " at line "
                            + json.getLocation().getLineNr()
                            + ", column "
                            + json.getLocation().getColumnNr();
        }
        if (problem instanceof StreamConstraintsException) {
            return "is nested more than "
                    + MAX_DEPTH
                    + " deep or holds a number of more than "
                    + MAX_NUMBER_LENGTH
                    + " digits";
        }
        return "is not valid JSON" + where;
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
            if (declared != null || !(annotated instanceof AnnotatedParameter parameter)) {
                return declared;
            }
            RecordComponent[] components = parameter.getDeclaringClass().getRecordComponents();
            return components == null
                    ? null
                    : List.of(PropertyName.construct(components[parameter.getIndex()].getName()));
        }
    }
}
