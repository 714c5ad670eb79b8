package org.tandemml.serving.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Model folders of the flavor that {@link FakeRuntime} reads. */
public final class FakeModels {
    private FakeModels() {}

    /** A model with one double column {@code x} that answers {@code x + constant}. */
    public static Map<String, byte[]> adding(int constant) {
        return folder("add " + constant);
    }

    /** A model of which the runtime does what the text says. */
    public static Map<String, byte[]> folder(String content) {
        return declaring(
                content, "'[{\"type\": \"double\", \"name\": \"x\", \"required\": true}]'", "null");
    }

    /**
     * The same with a signature of its own, whose first column must be numbers.
     *
     * @param inputs in YAML: MLflow's JSON in quotes
     * @param outputs likewise, or {@code null}
     */
    public static Map<String, byte[]> declaring(String content, String inputs, String outputs) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(
                "MLmodel",
                bytes(
                        """
                        flavors:
                          fake:
                            data: data/model.txt
                        signature:
                          inputs: %s
                          outputs: %s
                          params: null
                        """
                                .formatted(inputs, outputs)));
        files.put("data/model.txt", bytes(content));
        return files;
    }

    /** The same with an input example. */
    public static Map<String, byte[]> withExample(Map<String, byte[]> folder, String example) {
        Map<String, byte[]> files = new LinkedHashMap<>(folder);
        String mlmodel = new String(folder.get("MLmodel"), StandardCharsets.UTF_8);
        files.put(
                "MLmodel",
                bytes(
                        mlmodel
                                + """
                                saved_input_example_info:
                                  artifact_path: input_example.json
                                  serving_input_path: serving_input_example.json
                                """));
        files.put("serving_input_example.json", bytes(example));
        return files;
    }

    /** Writes a folder to disk. */
    public static Path write(Path root, Map<String, byte[]> files) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path target = root.resolve(file.getKey());
            Files.createDirectories(target.getParent());
            Files.write(target, file.getValue());
        }
        return root;
    }

    /** A request for one row. */
    public static byte[] row(double x) {
        return bytes("{\"dataframe_split\": {\"columns\": [\"x\"], \"data\": [[" + x + "]]}}");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
