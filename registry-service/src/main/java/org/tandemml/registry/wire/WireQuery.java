package org.tandemml.registry.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the query string of an MLflow GET into the record of its request. */
public final class WireQuery {
    /**
     * Name of the parameter by which a call says in its description which record {@link #read}
     * makes of its query; the description has the record's fields in its place.
     */
    public static final String ALL = "query";

    private static final ClassValue<List<Field>> FIELDS =
            new ClassValue<>() {
                @Override
                protected List<Field> computeValue(Class<?> type) {
                    return Arrays.stream(type.getRecordComponents()).map(Field::of).toList();
                }
            };

    private WireQuery() {}

    /** One field of a request and how it is spelled. */
    private record Field(String snake, String camel, boolean list, boolean enumerated) {
        static Field of(RecordComponent component) {
            String camel = component.getName();
            return new Field(
                    camel.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT),
                    camel,
                    Collection.class.isAssignableFrom(component.getType()),
                    ProtoEnum.class.isAssignableFrom(component.getType()));
        }

        void copy(@Nullable List<String> values, ObjectNode tree) {
            if (values == null || values.isEmpty()) {
                return;
            }
            if (list) {
                var elements = tree.putArray(snake);
                values.forEach(elements::add);
                return;
            }
            String last = values.get(values.size() - 1);
            if (enumerated && last.matches("[0-9]{1,9}")) {
                tree.put(snake, Integer.parseInt(last));
            } else {
                tree.put(snake, last);
            }
        }
    }

    /**
     * Reads a query string; a list field takes its key repeated, every other field the last value.
     *
     * @throws org.tandemml.model.TandemException {@code INVALID_PARAMETER_VALUE} naming the field
     */
    public static <T extends Record & WireRequest> T read(UriInfo uri, Class<T> type) {
        MultivaluedMap<String, String> query = uri.getQueryParameters(true);
        ObjectNode tree = WireJson.mapper().createObjectNode();
        for (Field field : FIELDS.get(type)) {
            List<String> values = query.get(field.snake());
            field.copy(values == null ? query.get(field.camel()) : values, tree);
        }
        return WireJson.bind(tree, type);
    }
}
