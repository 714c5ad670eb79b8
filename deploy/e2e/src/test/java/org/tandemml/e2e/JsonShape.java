package org.tandemml.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The fields of a JSON text and their types: {@code runs[].info.run_id} is {@code string}. */
final class JsonShape {
    private JsonShape() {}

    static Map<String, String> of(JsonNode json) {
        Map<String, TreeSet<String>> types = new TreeMap<>();
        collect("", json, types);
        Map<String, String> shape = new TreeMap<>();
        types.forEach((path, of) -> shape.put(path, String.join(" or ", of)));
        return shape;
    }

    /** The path of what holds this one; empty for the whole. */
    static String parent(String path) {
        return path.endsWith("[]")
                ? path.substring(0, path.length() - 2)
                : path.substring(0, Math.max(path.lastIndexOf('.'), 0));
    }

    private static void collect(String path, JsonNode node, Map<String, TreeSet<String>> shape) {
        if (!path.isEmpty()) {
            shape.computeIfAbsent(path, p -> new TreeSet<>()).add(type(node));
        }
        if (node.isObject()) {
            node.properties()
                    .forEach(
                            field ->
                                    collect(
                                            path.isEmpty()
                                                    ? field.getKey()
                                                    : path + "." + field.getKey(),
                                            field.getValue(),
                                            shape));
        } else if (node.isArray()) {
            node.forEach(element -> collect(path + "[]", element, shape));
        }
    }

    private static String type(JsonNode node) {
        return switch (node.getNodeType()) {
            case NUMBER -> node.isIntegralNumber() ? "integer" : "number";
            case OBJECT -> "object";
            case ARRAY -> "list";
            case BOOLEAN -> "boolean";
            case NULL -> "null";
            default -> "string";
        };
    }
}
