package org.tandemml.registry.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers as files: {@code src/test/resources/golden/<name>.json}. What differs from run to run is
 * replaced: times in milliseconds by {@code "<time>"}, ids of 32 hexadecimal digits by {@code
 * <id>}. With {@code -Dgolden.write=true} the files are written instead of compared; read the
 * difference.
 */
public final class Golden {
    private static final Path FOLDER = Path.of("src", "test", "resources", "golden");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long EARLIEST_TIME = 1_500_000_000_000L;

    private Golden() {}

    /** Compares an answer with its file, field order included. */
    public static void assertMatches(String name, JsonNode answer) {
        Path file = FOLDER.resolve(name + ".json");
        try {
            String actual =
                    JSON.writerWithDefaultPrettyPrinter().writeValueAsString(stable(answer)) + "\n";
            if (Boolean.getBoolean("golden.write")) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, actual);
            }
            assertThat(actual).isEqualTo(Files.readString(file));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static JsonNode stable(JsonNode node) {
        if (node instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            ObjectNode copy = JSON.createObjectNode();
            names.forEach(name -> copy.set(name, stable(object.get(name))));
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = JSON.createArrayNode();
            array.forEach(element -> copy.add(stable(element)));
            return copy;
        }
        if (node.isIntegralNumber() && node.longValue() > EARLIEST_TIME) {
            return TextNode.valueOf("<time>");
        }
        return node.isTextual()
                ? TextNode.valueOf(node.textValue().replaceAll("[0-9a-f]{32}", "<id>"))
                : node;
    }
}
