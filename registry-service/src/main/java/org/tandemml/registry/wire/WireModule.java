package org.tandemml.registry.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import com.fasterxml.jackson.databind.module.SimpleDeserializers;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.databind.type.CollectionType;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How MLflow's protobuf JSON reads and writes scalars, where Jackson's own ways differ. */
final class WireModule extends SimpleModule {
    private static final long serialVersionUID = 1L;
    private static final int MAX_NUMBER_TEXT = 400;

    /** Up to here a double is a whole number without doubt which one. */
    private static final double MAX_EXACT = 0x1p53;

    WireModule() {
        super("mlflow-wire");
        addDeserializer(String.class, new TextDeserializer());
        addDeserializer(Long.class, new LongDeserializer());
        addDeserializer(Integer.class, new IntDeserializer());
        addDeserializer(Double.class, new DoubleDeserializer());
        addDeserializer(Boolean.class, new BooleanDeserializer());
        addSerializer(Double.class, new DoubleSerializer());
        addSerializer(double.class, new DoubleSerializer());
        setDeserializers(new TypedDeserializers(_deserializers));
    }

    /** Adds the protocol's enums and lists to the deserializers above. */
    private static final class TypedDeserializers extends SimpleDeserializers {
        private static final long serialVersionUID = 1L;

        private final transient @Nullable SimpleDeserializers others;

        TypedDeserializers(@Nullable SimpleDeserializers others) {
            this.others = others;
        }

        @Override
        public @Nullable JsonDeserializer<?> findBeanDeserializer(
                JavaType type, DeserializationConfig config, BeanDescription description)
                throws com.fasterxml.jackson.databind.JsonMappingException {
            return others == null ? null : others.findBeanDeserializer(type, config, description);
        }

        @Override
        public @Nullable JsonDeserializer<?> findCollectionDeserializer(
                CollectionType type,
                DeserializationConfig config,
                BeanDescription description,
                @Nullable TypeDeserializer elementType,
                @Nullable JsonDeserializer<?> element) {
            return type.getRawClass() == List.class ? new ListDeserializer(type, element) : null;
        }

        @Override
        public @Nullable JsonDeserializer<?> findEnumDeserializer(
                Class<?> type, DeserializationConfig config, BeanDescription description) {
            return ProtoEnum.class.isAssignableFrom(type) ? new EnumDeserializer(type) : null;
        }
    }

    private static final class EnumDeserializer extends StdScalarDeserializer<Object> {
        private static final long serialVersionUID = 1L;

        EnumDeserializer(Class<?> type) {
            super(type);
        }

        @Override
        public @Nullable Object deserialize(JsonParser parser, DeserializationContext context)
                throws IOException {
            String text = parser.getText();
            boolean named = parser.currentToken() == JsonToken.VALUE_STRING;
            boolean numbered = parser.currentToken() == JsonToken.VALUE_NUMBER_INT;
            for (Object constant : handledType().getEnumConstants()) {
                ProtoEnum candidate = (ProtoEnum) constant;
                if (named && candidate.name().equals(text)
                        || numbered && Integer.toString(candidate.number()).equals(text)) {
                    return constant;
                }
            }
            if (named) {
                return context.handleWeirdStringValue(
                        handledType(), text, WireProblems.expected(handledType()));
            }
            return context.handleUnexpectedToken(handledType(), parser);
        }
    }

    private static final class TextDeserializer extends StdScalarDeserializer<String> {
        private static final long serialVersionUID = 1L;

        TextDeserializer() {
            super(String.class);
        }

        @Override
        public String deserialize(JsonParser parser, DeserializationContext context)
                throws IOException {
            if (parser.currentToken() == JsonToken.VALUE_STRING) {
                return WireProblems.storable(parser, context);
            }
            return (String) context.handleUnexpectedToken(String.class, parser);
        }
    }

    private static final class LongDeserializer extends StdScalarDeserializer<Long> {
        private static final long serialVersionUID = 1L;

        LongDeserializer() {
            super(Long.class);
        }

        @Override
        public Long deserialize(JsonParser parser, DeserializationContext context)
                throws IOException {
            return integer(parser, context, Long.class);
        }
    }

    private static final class IntDeserializer extends StdScalarDeserializer<Integer> {
        private static final long serialVersionUID = 1L;

        IntDeserializer() {
            super(Integer.class);
        }

        @Override
        public Integer deserialize(JsonParser parser, DeserializationContext context)
                throws IOException {
            long value = integer(parser, context, Integer.class);
            if (value != (int) value) {
                return (Integer)
                        context.handleWeirdNumberValue(
                                Integer.class, value, "expected a 32-bit integer");
            }
            return (int) value;
        }
    }

    /** An int64: a JSON integer, a whole JSON number such as 1e3, or decimal text. */
    private static long integer(JsonParser parser, DeserializationContext context, Class<?> type)
            throws IOException {
        switch (parser.currentToken()) {
            case VALUE_NUMBER_INT:
                if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
                    break;
                }
                return parser.getLongValue();
            case VALUE_NUMBER_FLOAT:
                double number = parser.getDoubleValue();
                if (number == Math.rint(number) && Math.abs(number) <= MAX_EXACT) {
                    return (long) number;
                }
                break;
            case VALUE_STRING:
                String text = parser.getText();
                if (text.matches("-?[0-9]{1,19}")) {
                    try {
                        return Long.parseLong(text);
                    } catch (NumberFormatException tooLarge) {
                        break;
                    }
                }
                break;
            default:
                break;
        }
        Object replacement =
                parser.currentToken() == JsonToken.VALUE_STRING
                        ? context.handleWeirdStringValue(
                                type, parser.getText(), WireProblems.expected(type))
                        : context.handleUnexpectedToken(type, parser);
        return ((Number) replacement).longValue();
    }

    private static final class DoubleDeserializer extends StdScalarDeserializer<Double> {
        private static final long serialVersionUID = 1L;

        DoubleDeserializer() {
            super(Double.class);
        }

        @Override
        public Double deserialize(JsonParser parser, DeserializationContext context)
                throws IOException {
            return switch (parser.currentToken()) {
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> finite(parser, context);
                case VALUE_TRUE -> 1.0;
                case VALUE_FALSE -> 0.0;
                case VALUE_STRING -> fromText(parser.getText(), context);
                default -> (Double) context.handleUnexpectedToken(Double.class, parser);
            };
        }

        /** A literal beyond the range of a double is refused rather than turned into infinity. */
        private static Double finite(JsonParser parser, DeserializationContext context)
                throws IOException {
            double number = parser.getDoubleValue();
            return Double.isFinite(number)
                    ? number
                    : (Double) context.handleUnexpectedToken(Double.class, parser);
        }

        private static Double fromText(String text, DeserializationContext context)
                throws IOException {
            switch (text) {
                case "NaN":
                    return Double.NaN;
                case "Infinity":
                    return Double.POSITIVE_INFINITY;
                case "-Infinity":
                    return Double.NEGATIVE_INFINITY;
                default:
                    return finiteFromText(text, context);
            }
        }

        private static Double finiteFromText(String text, DeserializationContext context)
                throws IOException {
            if (text.length() <= MAX_NUMBER_TEXT) {
                try {
                    // BigDecimal, because Double.parseDouble takes "1d" and "0x1p3".
                    double number = new BigDecimal(text).doubleValue();
                    if (Double.isFinite(number)) {
                        return number;
                    }
                } catch (NumberFormatException noNumber) {
                    return (Double)
                            context.handleWeirdStringValue(
                                    Double.class, text, WireProblems.expected(Double.class));
                }
            }
            return (Double)
                    context.handleWeirdStringValue(
                            Double.class, text, WireProblems.expected(Double.class));
        }
    }

    private static final class BooleanDeserializer extends StdScalarDeserializer<Boolean> {
        private static final long serialVersionUID = 1L;

        BooleanDeserializer() {
            super(Boolean.class);
        }

        @Override
        public Boolean deserialize(JsonParser parser, DeserializationContext context)
                throws IOException {
            return switch (parser.currentToken()) {
                case VALUE_TRUE -> Boolean.TRUE;
                case VALUE_FALSE -> Boolean.FALSE;
                case VALUE_STRING -> fromText(parser.getText(), context);
                default -> (Boolean) context.handleUnexpectedToken(Boolean.class, parser);
            };
        }

        private static Boolean fromText(String text, DeserializationContext context)
                throws IOException {
            return switch (text) {
                case "true", "True" -> Boolean.TRUE;
                case "false", "False" -> Boolean.FALSE;
                default ->
                        (Boolean)
                                context.handleWeirdStringValue(
                                        Boolean.class, text, WireProblems.expected(Boolean.class));
            };
        }
    }

    /** NaN and the infinities as text, whole values with a fraction digit. */
    private static final class DoubleSerializer extends StdScalarSerializer<Double> {
        private static final long serialVersionUID = 1L;

        DoubleSerializer() {
            super(Double.class);
        }

        @Override
        public void serialize(Double value, JsonGenerator json, SerializerProvider provider)
                throws IOException {
            if (value.isNaN() || value.isInfinite()) {
                json.writeString(value.toString());
            } else {
                json.writeNumber(value);
            }
        }
    }
}
