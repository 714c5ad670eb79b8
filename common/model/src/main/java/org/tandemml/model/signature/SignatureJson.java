package org.tandemml.model.signature;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.TandemException;
import org.tandemml.model.Texts;

/**
 * Reads and writes the JSON texts of a signature: a list of columns or tensors for inputs and
 * outputs, a list of parameters. Source: the files that MLflow 2.8 to 3.18 write.
 */
public final class SignatureJson {
    private static final int MAX_COLUMNS = 50_000;
    private static final int MAX_RANK = 32;
    private static final long MAX_TENSOR_ELEMENTS = 1L << 31;

    private SignatureJson() {}

    /** The layout of the text that is written. All layouts are read. */
    public enum Layout {
        /** Up to about 2.18: {@code "optional": true} on optional columns, nothing on others. */
        MLFLOW_2,
        /** Later ones: {@code "required"} on each column. */
        MLFLOW_3
    }

    /**
     * Reads a signature from the three texts of an MLmodel file.
     *
     * @throws TandemException {@code INVALID_PARAMETER_VALUE} saying where a text is wrong
     */
    public static Signature parse(
            @Nullable String inputs, @Nullable String outputs, @Nullable String params) {
        return new Signature(
                inputs == null ? null : parseSchema("signature's inputs", inputs),
                outputs == null ? null : parseSchema("signature's outputs", outputs),
                params == null ? List.of() : parseParams(params));
    }

    /**
     * Reads a list of columns or tensors.
     *
     * @param what what the text is, for messages
     * @throws TandemException {@code INVALID_PARAMETER_VALUE} saying where the text is wrong
     */
    public static Schema parseSchema(String what, String json) {
        if (!(Json.parse(what, json) instanceof List<?> entries)) {
            throw TandemException.invalid("The " + what + " must be a JSON list.");
        }
        if (entries.size() > MAX_COLUMNS) {
            throw TandemException.invalid(
                    "The "
                            + what
                            + " has "
                            + entries.size()
                            + " entries, at most "
                            + MAX_COLUMNS
                            + " are allowed.");
        }
        List<ColumnSpec> columns = new ArrayList<>();
        List<TensorSpec> tensors = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            String where = what + ", entry " + i;
            Map<?, ?> entry = object(where, entries.get(i));
            if ("tensor".equals(entry.get("type"))) {
                tensors.add(tensor(where, entry));
            } else {
                columns.add(column(where, entry));
            }
        }
        if (!tensors.isEmpty() && !columns.isEmpty()) {
            throw TandemException.invalid("The " + what + " mixes columns and tensors.");
        }
        if (!tensors.isEmpty()) {
            requireNames(what, tensors.stream().map(TensorSpec::name).toList(), true);
            return new Schema.Tensors(tensors);
        }
        requireNames(what, columns.stream().map(ColumnSpec::name).toList(), false);
        requireNamedIfOptional(what, columns);
        return new Schema.Columns(columns);
    }

    /** Writes a schema in the newest layout. */
    public static String writeSchema(Schema schema) {
        return writeSchema(schema, Layout.MLFLOW_3);
    }

    /** Writes a schema. */
    public static String writeSchema(Schema schema, Layout layout) {
        List<Object> entries = new ArrayList<>();
        if (schema instanceof Schema.Columns columns) {
            columns.columns().forEach(column -> entries.add(tree(column, layout)));
        } else if (schema instanceof Schema.Tensors tensors) {
            tensors.tensors().forEach(tensor -> entries.add(tree(tensor)));
        }
        return Json.write(entries);
    }

    /**
     * Reads a list of parameters.
     *
     * @throws TandemException {@code INVALID_PARAMETER_VALUE} saying where the text is wrong
     */
    public static List<ParamSpec> parseParams(String json) {
        String what = "signature's params";
        if (!(Json.parse(what, json) instanceof List<?> entries)) {
            throw TandemException.invalid("The " + what + " must be a JSON list.");
        }
        List<ParamSpec> params = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < entries.size(); i++) {
            String where = what + ", entry " + i;
            ParamSpec param = param(where, object(where, entries.get(i)));
            if (!names.add(param.name())) {
                throw TandemException.invalid(
                        "The " + what + " name '" + Texts.excerpt(param.name()) + "' twice.");
            }
            params.add(param);
        }
        return params;
    }

    /** Writes parameters in the newest layout. */
    public static String writeParams(List<ParamSpec> params) {
        return writeParams(params, Layout.MLFLOW_3);
    }

    /** Writes parameters. */
    public static String writeParams(List<ParamSpec> params, Layout layout) {
        List<Object> entries = new ArrayList<>();
        for (ParamSpec param : params) {
            Map<String, @Nullable Object> entry = new LinkedHashMap<>();
            entry.put("name", param.name());
            if (layout == Layout.MLFLOW_2) {
                entry.putAll(tree(param.type(), layout));
            }
            String fallback = param.defaultJson();
            entry.put("default", fallback == null ? null : Json.parse("default", fallback));
            entry.put("shape", param.list() ? List.of(new Json.Number("-1")) : null);
            if (layout == Layout.MLFLOW_3) {
                entry.putAll(tree(param.type(), layout));
            }
            entries.add(entry);
        }
        return Json.write(entries);
    }

    private static ColumnSpec column(String where, Map<?, ?> entry) {
        Object name = entry.get("name");
        ColumnType type = type(where, entry);
        boolean required;
        if (entry.containsKey("required")) {
            required =
                    flag(
                            where,
                            "required",
                            entry.get("required"),
                            type instanceof ColumnType.Scalar);
        } else if (entry.containsKey("optional")) {
            required = !flag(where, "optional", entry.get("optional"), false);
        } else {
            required = true;
        }
        return new ColumnSpec(name(where, name), type, required);
    }

    private static ColumnType type(String where, Map<?, ?> entry) {
        Object type = entry.containsKey("type") ? entry.get("type") : entry.get("dtype");
        if (!(type instanceof String word)) {
            throw TandemException.invalid("The " + where + " has no type.");
        }
        return switch (word) {
            case "array" -> new ColumnType.ArrayOf(nested(where + ", items", entry.get("items")));
            case "map" -> new ColumnType.MapOf(nested(where + ", values", entry.get("values")));
            case "object" -> properties(where, entry.get("properties"));
            case "sparkml_vector" -> new ColumnType.SparkVector();
            case "any" -> new ColumnType.Any();
            default ->
                    new ColumnType.Scalar(
                            DataType.find(word)
                                    .orElseThrow(
                                            () ->
                                                    TandemException.invalid(
                                                            "The "
                                                                    + where
                                                                    + " has the unknown type '"
                                                                    + Texts.excerpt(word)
                                                                    + "'.")));
        };
    }

    private static ColumnType nested(String where, @Nullable Object entry) {
        // Files of MLflow 2.10 and before write a scalar item as its bare word.
        if (entry instanceof String word) {
            return type(where, Map.of("type", word));
        }
        return type(where, object(where, entry));
    }

    private static ColumnType properties(String where, @Nullable Object properties) {
        List<ColumnType.Property> read = new ArrayList<>();
        object(where + ", properties", properties)
                .forEach(
                        (name, value) -> {
                            String place =
                                    where + ", property '" + Texts.excerpt((String) name) + "'";
                            Map<?, ?> entry = object(place, value);
                            boolean required =
                                    !entry.containsKey("required")
                                            || flag(place, "required", entry.get("required"), true);
                            read.add(
                                    new ColumnType.Property(
                                            (String) name, type(place, entry), required));
                        });
        read.sort((a, b) -> a.name().compareTo(b.name()));
        return new ColumnType.ObjectOf(read);
    }

    private static TensorSpec tensor(String where, Map<?, ?> entry) {
        Map<?, ?> spec = object(where + ", tensor-spec", entry.get("tensor-spec"));
        if (!(spec.get("dtype") instanceof String dtype)
                || !(spec.get("shape") instanceof List<?> shape)) {
            throw TandemException.invalid(
                    "The " + where + " needs a tensor-spec with dtype and shape.");
        }
        if (shape.size() > MAX_RANK) {
            throw TandemException.invalid(
                    "The " + where + " has rank " + shape.size() + ", at most " + MAX_RANK + ".");
        }
        long[] dimensions = new long[shape.size()];
        long elements = 1;
        for (int i = 0; i < dimensions.length; i++) {
            dimensions[i] = dimension(where, shape.get(i));
            if (dimensions[i] > 0) {
                elements =
                        elements > MAX_TENSOR_ELEMENTS / dimensions[i]
                                ? MAX_TENSOR_ELEMENTS + 1
                                : elements * dimensions[i];
            }
        }
        if (elements > MAX_TENSOR_ELEMENTS) {
            throw TandemException.invalid(
                    "The " + where + " has a shape of more than 2^31 elements a row.");
        }
        return new TensorSpec(name(where, entry.get("name")), dtype, dimensions);
    }

    private static long dimension(String where, @Nullable Object value) {
        if (value instanceof Json.Number number && number.text().matches("-1|[0-9]{1,18}")) {
            return Long.parseLong(number.text());
        }
        throw TandemException.invalid(
                "The " + where + " has a dimension that is neither -1 nor a whole number.");
    }

    private static ParamSpec param(String where, Map<?, ?> entry) {
        if (!(entry.get("name") instanceof String name) || !entry.containsKey("default")) {
            throw TandemException.invalid("The " + where + " needs a name, a type and a default.");
        }
        Object shape = entry.get("shape");
        boolean list =
                shape instanceof List<?> dimensions
                        && dimensions.equals(List.of(new Json.Number("-1")));
        if (shape != null && !list) {
            throw TandemException.invalid(
                    "The " + where + " has a shape that is neither null nor [-1].");
        }
        Object fallback = entry.get("default");
        return new ParamSpec(
                name, type(where, entry), list, fallback == null ? null : Json.write(fallback));
    }

    private static Map<?, ?> object(String where, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw TandemException.invalid("The " + where + " must be a JSON object.");
    }

    /** Names of columns can be numbers in old files. */
    private static @Nullable String name(String where, @Nullable Object name) {
        if (name == null || name instanceof String) {
            return (String) name;
        }
        if (name instanceof Json.Number number) {
            return number.text();
        }
        throw TandemException.invalid(
                "The " + where + " has a name that is neither text nor number.");
    }

    private static boolean flag(String where, String key, @Nullable Object value, boolean ifNull) {
        if (value == null) {
            return ifNull;
        }
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw TandemException.invalid("The " + where + " has a '" + key + "' that is no boolean.");
    }

    private static void requireNames(
            String what, List<@Nullable String> names, boolean onlyOneUnnamed) {
        Set<String> seen = new HashSet<>();
        int unnamed = 0;
        for (String name : names) {
            if (name == null) {
                unnamed++;
            } else if (!seen.add(name)) {
                throw TandemException.invalid(
                        "The " + what + " has two entries named '" + Texts.excerpt(name) + "'.");
            }
        }
        if (unnamed > 0 && !seen.isEmpty()) {
            throw TandemException.invalid("The " + what + " mixes entries with and without names.");
        }
        if (onlyOneUnnamed && unnamed > 1) {
            throw TandemException.invalid("The " + what + " has several tensors without names.");
        }
    }

    private static void requireNamedIfOptional(String what, List<ColumnSpec> columns) {
        if (columns.stream().anyMatch(c -> c.name() == null && !c.required())) {
            throw TandemException.invalid(
                    "The " + what + " has an optional column without a name.");
        }
    }

    private static Map<String, Object> tree(ColumnSpec column, Layout layout) {
        Map<String, Object> entry = tree(column.type(), layout);
        String name = column.name();
        if (name != null) {
            entry.put("name", name);
        }
        if (layout == Layout.MLFLOW_3) {
            entry.put("required", column.required());
        } else if (!column.required()) {
            entry.put("optional", true);
        }
        return entry;
    }

    private static Map<String, Object> tree(ColumnType type, Layout layout) {
        Map<String, Object> entry = new LinkedHashMap<>();
        if (type instanceof ColumnType.Scalar scalar) {
            entry.put("type", scalar.type().wireName());
        } else if (type instanceof ColumnType.ArrayOf array) {
            entry.put("type", "array");
            entry.put("items", tree(array.items(), layout));
        } else if (type instanceof ColumnType.MapOf map) {
            entry.put("type", "map");
            entry.put("values", tree(map.values(), layout));
        } else if (type instanceof ColumnType.ObjectOf object) {
            Map<String, Object> properties = new LinkedHashMap<>();
            for (ColumnType.Property property : object.properties()) {
                Map<String, Object> value = tree(property.type(), layout);
                value.put("required", property.required());
                properties.put(property.name(), value);
            }
            entry.put("type", "object");
            entry.put("properties", properties);
        } else {
            entry.put("type", type instanceof ColumnType.Any ? "any" : "sparkml_vector");
        }
        return entry;
    }

    private static Map<String, Object> tree(TensorSpec tensor) {
        List<Object> shape = new ArrayList<>();
        for (long dimension : tensor.shape()) {
            shape.add(new Json.Number(Long.toString(dimension)));
        }
        Map<String, Object> entry = new LinkedHashMap<>();
        String name = tensor.name();
        if (name != null) {
            entry.put("name", name);
        }
        entry.put("type", "tensor");
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("dtype", tensor.dtype());
        spec.put("shape", shape);
        entry.put("tensor-spec", spec);
        return entry;
    }
}
