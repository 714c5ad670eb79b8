package org.tandemml.model.mlmodel;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.DuplicateKeyException;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;
import org.tandemml.model.Texts;
import org.tandemml.model.signature.Signature;
import org.tandemml.model.signature.SignatureJson;

/**
 * Reads and writes MLmodel files. The file may come from a stranger: plain YAML of maps, lists and
 * scalars is read; tags, repeated keys, deep nesting, large files and aliases that repeat
 * themselves or expand beyond bounds are refused.
 */
public final class MlModelFile {
    /** The name of the file in a model folder. */
    public static final String NAME = "MLmodel";

    private static final int MAX_BYTES = 8 << 20;
    private static final int MAX_DEPTH = 32;
    private static final int MAX_ALIASES = 50;
    private static final int MAX_NODES = 200_000;

    /** What the YAML library says before a key; it tells the key no other way. */
    private static final String DUPLICATE = "^found duplicate key ";

    private static final LoadSettings SETTINGS =
            LoadSettings.builder()
                    .setLabel(NAME)
                    .setAllowDuplicateKeys(false)
                    .setAllowRecursiveKeys(false)
                    .setMaxAliasesForCollections(MAX_ALIASES)
                    .setCodePointLimit(MAX_BYTES)
                    .setSchema(new CoreSchema())
                    .build();

    private MlModelFile() {}

    /**
     * Reads the file.
     *
     * @param yaml its bytes, UTF-8, at most 8 MiB
     * @throws TandemException {@code INVALID_PARAMETER_VALUE} saying what is wrong with it
     */
    public static MlModel parse(byte[] yaml) {
        if (yaml.length > MAX_BYTES) {
            throw TandemException.invalid(
                    "The MLmodel file is larger than " + MAX_BYTES + " bytes.");
        }
        requireUtf8(yaml);
        try {
            requirePlain(yaml);
            Object root = new Load(SETTINGS).loadFromInputStream(new ByteArrayInputStream(yaml));
            requireBounded(root, new int[] {MAX_NODES}, MAX_DEPTH);
            return model(map("MLmodel file", root));
        } catch (YamlEngineException malformed) {
            throw new TandemException(
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    "The MLmodel file is not plain YAML: " + problem(malformed) + ".",
                    malformed);
        }
    }

    private static void requireUtf8(byte[] yaml) {
        ByteBuffer bytes = ByteBuffer.wrap(yaml);
        try {
            StandardCharsets.UTF_8.newDecoder().decode(bytes);
        } catch (CharacterCodingException malformed) {
            throw new TandemException(
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    "The MLmodel file is not UTF-8 text: byte "
                            + (bytes.position() + 1)
                            + " is not part of a character.",
                    malformed);
        }
    }

    private static String problem(YamlEngineException malformed) {
        if (malformed instanceof MarkedYamlEngineException marked
                && marked.getProblemMark().isPresent()) {
            int line = marked.getProblemMark().get().getLine() + 1;
            return malformed instanceof DuplicateKeyException
                    ? "the key '"
                            + Texts.excerpt(marked.getProblem().replaceFirst(DUPLICATE, ""))
                            + "' of line "
                            + line
                            + " is there twice"
                    : Texts.excerpt(marked.getProblem()) + ", in line " + line;
        }
        return Texts.excerpt(String.valueOf(malformed.getMessage()).lines().findFirst().orElse(""));
    }

    /**
     * Writes an MLmodel file as MLflow lays it out.
     *
     * @param entries the file's top-level entries in order, without the signature
     * @param signature written as three JSON texts; null for none
     */
    public static String write(
            Map<String, @Nullable Object> entries, @Nullable Signature signature) {
        Map<String, @Nullable Object> root = new LinkedHashMap<>(entries);
        if (signature != null) {
            Map<String, @Nullable Object> texts = new LinkedHashMap<>();
            texts.put(
                    "inputs",
                    signature.inputs() == null
                            ? null
                            : SignatureJson.writeSchema(signature.inputs()));
            texts.put(
                    "outputs",
                    signature.outputs() == null
                            ? null
                            : SignatureJson.writeSchema(signature.outputs()));
            texts.put(
                    "params",
                    signature.params().isEmpty()
                            ? null
                            : SignatureJson.writeParams(signature.params()));
            root.put("signature", texts);
        }
        // The schema that files are read with: it quotes ids that look like numbers.
        return new Dump(
                        DumpSettings.builder()
                                .setDefaultFlowStyle(FlowStyle.BLOCK)
                                .setSchema(new CoreSchema())
                                .build())
                .dumpToString(root);
    }

    /** Looks at the events before anything is built: nothing but plain, shallow YAML goes on. */
    private static void requirePlain(byte[] yaml) {
        Deque<Event.ID> open = new ArrayDeque<>();
        for (Event event : new Parse(SETTINGS).parseInputStream(new ByteArrayInputStream(yaml))) {
            boolean tagged =
                    event instanceof ScalarEvent scalar && scalar.getTag().isPresent()
                            || event instanceof CollectionStartEvent collection
                                    && collection.getTag().isPresent();
            if (tagged) {
                throw TandemException.invalid("The MLmodel file uses a YAML tag.");
            }
            if (event instanceof CollectionStartEvent) {
                open.push(event.getEventId());
                if (open.size() > MAX_DEPTH) {
                    throw TandemException.invalid(
                            "The MLmodel file is nested deeper than " + MAX_DEPTH + ".");
                }
            } else if (event.getEventId() == Event.ID.MappingEnd
                    || event.getEventId() == Event.ID.SequenceEnd) {
                open.pop();
            }
        }
    }

    /** Walks what aliases expand to, so that neither a cycle nor a bomb reaches a reader. */
    private static void requireBounded(@Nullable Object value, int[] nodesLeft, int depthLeft) {
        if (--nodesLeft[0] < 0 || depthLeft < 0) {
            throw TandemException.invalid(
                    "The MLmodel file's aliases expand to more than "
                            + MAX_NODES
                            + " values or nest without end.");
        }
        if (value instanceof Map<?, ?> map) {
            map.values().forEach(entry -> requireBounded(entry, nodesLeft, depthLeft - 1));
        } else if (value instanceof List<?> list) {
            list.forEach(entry -> requireBounded(entry, nodesLeft, depthLeft - 1));
        }
    }

    private static MlModel model(Map<String, @Nullable Object> root) {
        Map<String, Map<String, @Nullable Object>> flavors = new LinkedHashMap<>();
        map("flavors entry of the MLmodel file", root.get("flavors"))
                .forEach(
                        (name, settings) ->
                                flavors.put(name, map("flavor " + Texts.excerpt(name), settings)));
        return new MlModel(
                flavors,
                signature(root.get("signature")),
                text("run_id", root.get("run_id")),
                text("model_id", root.get("model_id")),
                example(root.get("saved_input_example_info")),
                root.get("params") == null
                        ? Map.of()
                        : map("params entry of the MLmodel file", root.get("params")));
    }

    private static @Nullable Signature signature(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        Map<String, @Nullable Object> texts = map("signature entry of the MLmodel file", value);
        return SignatureJson.parse(
                text("signature.inputs", texts.get("inputs")),
                text("signature.outputs", texts.get("outputs")),
                text("signature.params", texts.get("params")));
    }

    private static MlModel.@Nullable InputExample example(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        Map<String, @Nullable Object> info =
                map("saved_input_example_info entry of the MLmodel file", value);
        String path = text("saved_input_example_info.artifact_path", info.get("artifact_path"));
        if (path == null) {
            return null;
        }
        return new MlModel.InputExample(
                path,
                text(
                        "saved_input_example_info.serving_input_path",
                        info.get("serving_input_path")));
    }

    private static @Nullable String text(String where, @Nullable Object value) {
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw TandemException.invalid("The MLmodel file's " + where + " must be text.");
    }

    private static Map<String, @Nullable Object> map(String where, @Nullable Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw TandemException.invalid("The " + where + " must be a map.");
        }
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        map.forEach(
                (key, entry) -> {
                    if (!(key instanceof String name)) {
                        throw TandemException.invalid(
                                "The " + where + " has a key that is not text.");
                    }
                    named.put(name, entry);
                });
        return named;
    }
}
