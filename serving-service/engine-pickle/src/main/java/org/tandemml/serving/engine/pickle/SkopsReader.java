package org.tandemml.serving.engine.pickle;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.Texts;
import org.tandemml.serving.engine.JsonMistake;
import org.tandemml.serving.engine.ModelLoadException;

/**
 * Reads a skops file: a zip of {@code schema.json}, which describes objects as pickle would, and of
 * numpy arrays. The same names are known as in a pickle; the list of types that a model calls
 * trusted is not looked at.
 */
public final class SkopsReader {
    private static final int MAX_DEPTH = 400;
    private static final int MAX_NODES = 4_000_000;
    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                    .build();

    private final SkopsFiles files;
    private final KnownNames names;
    private final Map<Long, @Nullable Object> byId = new HashMap<>();
    private int nodes;

    private SkopsReader(SkopsFiles files, KnownNames names) {
        this.files = files;
        this.names = names;
    }

    /**
     * Reads a skops file.
     *
     * @param file its bytes
     * @param names what it may name
     * @return what {@link PyObject} says; null for None
     * @throws ModelLoadException if it is damaged or asks for anything that is not known
     */
    public static @Nullable Object read(byte[] file, KnownNames names) throws ModelLoadException {
        SkopsReader reader = new SkopsReader(SkopsFiles.of(file), names);
        return reader.node(reader.tree(reader.files.schema()), "schema");
    }

    /** Whether a file begins as a zip does. */
    public static boolean isSkops(byte[] file) {
        return file.length > 4 && file[0] == 'P' && file[1] == 'K';
    }

    private @Nullable Object tree(byte[] json) throws ModelLoadException {
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            Object tree = value(parser);
            if (parser.nextToken() != null) {
                throw new ModelLoadException("The skops file's JSON goes on after its end.");
            }
            return tree;
        } catch (IOException malformed) {
            throw new ModelLoadException(
                    "The skops file's JSON is not valid" + JsonMistake.place(malformed) + ".",
                    malformed);
        }
    }

    private @Nullable Object value(JsonParser parser) throws IOException, ModelLoadException {
        if (++nodes > MAX_NODES) {
            throw new ModelLoadException(
                    "The skops file's JSON has more than %d values.".formatted(MAX_NODES));
        }
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new ModelLoadException("The skops file's JSON is empty.");
        }
        switch (token) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    map.put(name, value(parser));
                }
                return map;
            }
            case START_ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser));
                }
                return list;
            }
            case VALUE_STRING -> {
                return parser.getText();
            }
            case VALUE_NUMBER_INT -> {
                return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? parser.getBigIntegerValue()
                        : (Object) parser.getLongValue();
            }
            case VALUE_NUMBER_FLOAT -> {
                return parser.getDoubleValue();
            }
            case VALUE_TRUE, VALUE_FALSE -> {
                return token == JsonToken.VALUE_TRUE;
            }
            case VALUE_NULL -> {
                return null;
            }
            default -> throw new ModelLoadException("The skops file's JSON is damaged.");
        }
    }

    private @Nullable Object node(@Nullable Object description, String where)
            throws ModelLoadException {
        Map<?, ?> node = map(description, where);
        String loader = text(node, "__loader__", where);
        Object id = node.get("__id__");
        if (loader.equals("CachedNode")) {
            if (!(id instanceof Long key) || !byId.containsKey(key)) {
                throw damaged(where, "it refers to something that is not there");
            }
            return byId.get(key);
        }
        Object value = made(node, loader, where);
        if (id instanceof Long key) {
            byId.put(key, value);
        }
        return value;
    }

    private @Nullable Object made(Map<?, ?> node, String loader, String where)
            throws ModelLoadException {
        return switch (loader) {
            case "JsonNode" -> tree(text(node, "content", where).getBytes(StandardCharsets.UTF_8));
            case "DictNode", "DefaultDictNode", "_DictWithDeprecatedKeysNode" ->
                    dictionary(node, where);
            case "ListNode" -> items(node, where);
            case "TupleNode" -> new PyTuple(items(node, where).toArray());
            case "SetNode" -> set(node, where);
            case "ObjectNode" -> object(node, PyTuple.EMPTY, where);
            case "TreeNode", "LossNode", "SGDNode" -> reduced(node, where);
            case "NdArrayNode" -> array(node, where);
            case "DTypeNode" -> dtype(node, where);
            case "TypeNode", "FunctionNode", "OperatorFuncNode" -> name(node, where);
            case "SliceNode" -> slice(node, where);
            case "PartialNode" -> partial(node, where);
            case "BytesNode", "BytearrayNode" -> files.bytes(text(node, "file", where));
            case "RandomStateNode", "RandomGeneratorNode" ->
                    new PyObject("numpy.random._pickle.__randomstate_ctor", PyTuple.EMPTY);
            default ->
                    throw damaged(
                            where, "its kind '%s' is not read".formatted(Texts.excerpt(loader)));
        };
    }

    private Map<Object, @Nullable Object> dictionary(Map<?, ?> node, String where)
            throws ModelLoadException {
        requireClass(node, where);
        Map<?, ?> content = map(node.get("content"), where);
        List<Object> keys = new ArrayList<>(content.keySet());
        Map<Object, @Nullable Object> result = new LinkedHashMap<>();
        List<@Nullable Object> types =
                node.get("key_types") == null
                        ? List.of()
                        : items(map(node.get("key_types"), where), where);
        for (int i = 0; i < keys.size(); i++) {
            String key = String.valueOf(keys.get(i));
            Object type = i < types.size() ? types.get(i) : null;
            result.put(
                    key(key, type),
                    node(content.get(keys.get(i)), where + "." + Texts.excerpt(key)));
        }
        return result;
    }

    /** JSON's keys are texts; what they were stands beside them. */
    private static Object key(String key, @Nullable Object type) {
        if (type instanceof PyName name && key.matches("-?[0-9]{1,18}")) {
            String simple = name.simpleName();
            if (simple.startsWith("int") || simple.startsWith("uint")) {
                return Long.parseLong(key);
            }
        }
        return key;
    }

    private List<@Nullable Object> items(Map<?, ?> node, String where) throws ModelLoadException {
        requireClass(node, where);
        List<@Nullable Object> items = new ArrayList<>();
        int i = 0;
        for (Object item : PyValues.list(node.get("content"), "skops list")) {
            items.add(node(item, where + "[" + i++ + "]"));
        }
        return items;
    }

    private LinkedHashSet<Object> set(Map<?, ?> node, String where) throws ModelLoadException {
        LinkedHashSet<Object> set = new LinkedHashSet<>();
        for (Object item : items(node, where)) {
            if (!(item instanceof String) && !(item instanceof Number)) {
                throw damaged(where, "a set holds something else than texts and numbers");
            }
            set.add(item);
        }
        return set;
    }

    private PyObject object(Map<?, ?> node, List<@Nullable Object> arguments, String where)
            throws ModelLoadException {
        String type = name(node, where).name();
        if (!names.isRecord(type)) {
            throw damaged(where, "'%s' may only be named".formatted(Texts.excerpt(type)));
        }
        PyObject object = new PyObject(type, arguments);
        if (node.get("content") != null) {
            object.setState(node(node.get("content"), where));
        }
        return object;
    }

    private PyObject reduced(Map<?, ?> node, String where) throws ModelLoadException {
        Map<?, ?> call = map(node.get("__reduce__"), where);
        Object arguments = node(call.get("args"), where + ".args");
        return object(node, PyValues.list(arguments, "constructor's arguments"), where);
    }

    private @Nullable Object array(Map<?, ?> node, String where) throws ModelLoadException {
        String type = text(node, "type", where);
        PyArray array;
        if (type.equals("numpy")) {
            array = NpyFile.read(files.bytes(text(node, "file", where)));
        } else if (type.equals("json")) {
            List<@Nullable Object> elements = new ArrayList<>();
            int[] shape = PyArray.shape(node(node.get("shape"), where + ".shape"));
            flatten(node.get("content"), shape.length, elements, where);
            array = PyArray.of(shape, elements, false);
        } else {
            throw damaged(where, "an array of the kind '%s'".formatted(Texts.excerpt(type)));
        }
        String of = text(node, "__class__", where);
        // numpy's scalars travel as arrays of no dimension.
        return of.equals("ndarray") || array.rank() > 0 ? array : array.single(where);
    }

    /** Elements of an array of objects: a list of nodes, whatever the shape. */
    private void flatten(
            @Nullable Object content, int rank, List<@Nullable Object> into, String where)
            throws ModelLoadException {
        if (content instanceof List<?> items) {
            for (Object item : items) {
                flatten(item, rank - 1, into, where + "[" + into.size() + "]");
            }
            return;
        }
        Object value = node(content, where);
        if (value instanceof List<?> nested && rank > 0) {
            into.addAll(nested);
        } else {
            into.add(value);
        }
    }

    private Dtype dtype(Map<?, ?> node, String where) throws ModelLoadException {
        return PyValues.array(node(node.get("content"), where), "dtype's example").dtype();
    }

    private PyName name(Map<?, ?> node, String where) throws ModelLoadException {
        String full = text(node, "__module__", where) + "." + text(node, "__class__", where);
        if (!names.isKnown(full)) {
            throw damaged(
                    where, "it asks for '%s', which is not known".formatted(Texts.excerpt(full)));
        }
        return new PyName(full);
    }

    private void requireClass(Map<?, ?> node, String where) throws ModelLoadException {
        String full = text(node, "__module__", where) + "." + text(node, "__class__", where);
        if (KnownNames.builtIn(full) == null && !names.isKnown(full)) {
            throw damaged(
                    where, "it asks for '%s', which is not known".formatted(Texts.excerpt(full)));
        }
    }

    private PyObject slice(Map<?, ?> node, String where) throws ModelLoadException {
        Map<?, ?> content = map(node.get("content"), where);
        return new PyObject(
                "builtins.slice",
                new PyTuple(content.get("start"), content.get("stop"), content.get("step")));
    }

    /** A function with some of its arguments, as a pickle describes it; not called. */
    private PyObject partial(Map<?, ?> node, String where) throws ModelLoadException {
        String type = name(node, where).name();
        if (!names.isRecord(type)) {
            throw damaged(where, "'%s' may only be named".formatted(Texts.excerpt(type)));
        }
        Map<?, ?> content = map(node.get("content"), where);
        Object function = node(content.get("func"), where + ".func");
        return new PyObject(type, new PyTuple(function));
    }

    private static Map<?, ?> map(@Nullable Object value, String where) throws ModelLoadException {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw damaged(where, "a description is missing");
    }

    private static String text(Map<?, ?> node, String key, String where) throws ModelLoadException {
        if (node.get(key) instanceof String text) {
            return text;
        }
        throw damaged(where, "'%s' is missing".formatted(key));
    }

    private static ModelLoadException damaged(String where, String how) {
        return new ModelLoadException(
                "The skops file is refused at %s: %s.".formatted(shown(where), how));
    }

    private static String shown(String where) {
        return where.length() <= 200 ? where : "..." + where.substring(where.length() - 200);
    }
}
