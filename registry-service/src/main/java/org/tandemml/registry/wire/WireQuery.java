package org.tandemml.registry.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.List;

/** Reads the query string of an MLflow GET into the record of its request. */
public final class WireQuery {
    private WireQuery() {}

    /**
     * Reads a query string; a list field takes its key repeated, every other field the last value.
     *
     * @throws org.tandemml.model.TandemException {@code INVALID_PARAMETER_VALUE} naming the field
     */
    public static <T extends Record & WireRequest> T read(UriInfo uri, Class<T> type) {
        MultivaluedMap<String, String> query = uri.getQueryParameters(true);
        ObjectNode tree = WireJson.mapper().createObjectNode();
        for (RecordComponent component : type.getRecordComponents()) {
            String snake =
                    component
                            .getName()
                            .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                            .toLowerCase(java.util.Locale.ROOT);
            List<String> values = query.get(snake);
            if (values == null) {
                values = query.get(component.getName());
            }
            if (values == null || values.isEmpty()) {
                continue;
            }
            if (Collection.class.isAssignableFrom(component.getType())) {
                var list = tree.putArray(snake);
                values.forEach(list::add);
            } else {
                String last = values.get(values.size() - 1);
                if (ProtoEnum.class.isAssignableFrom(component.getType())
                        && last.matches("[0-9]{1,9}")) {
                    tree.put(snake, Integer.parseInt(last));
                } else {
                    tree.put(snake, last);
                }
            }
        }
        return WireJson.bind(tree, type);
    }
}
