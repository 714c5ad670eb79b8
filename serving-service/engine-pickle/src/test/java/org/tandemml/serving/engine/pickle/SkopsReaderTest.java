package org.tandemml.serving.engine.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemml.serving.engine.ModelLoadException;

class SkopsReaderTest {
    private static final KnownNames NAMES = KnownNames.of(Set.of("known.Thing"), Set.of());
    private static final String OBJECT =
            """
            {"__class__": "Thing", "__module__": "known", "__loader__": "ObjectNode",
             "content": {"__class__": "dict", "__module__": "builtins", "__loader__": "DictNode",
             "content": {"a": {"__class__": "str", "__module__": "builtins",
             "__loader__": "JsonNode", "content": "[7]", "__id__": 1}}}}
            """;

    @Test
    void reads_objects_of_known_classes() throws Exception {
        PyObject thing = (PyObject) Objects.requireNonNull(read("schema.json", OBJECT));
        assertThat(thing.list("a")).containsExactly(7L);
    }

    @ParameterizedTest
    @CsvSource({
        "Thing, Popen, 'known.Popen'",
        "known, subprocess, 'subprocess.Thing'",
        "ObjectNode, MethodNode, 'MethodNode'",
        "DictNode, CachedNode, not there",
        "[7], {, JSON is not valid at line"
    })
    void refuses_what_it_does_not_know(String part, String other, String why) {
        assertThatThrownBy(() -> read("schema.json", OBJECT.replace(part, other)))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../schema.json", "/schema.json", "a/schema.json", "x.pkl", "..\\x.npy"})
    void refuses_members_that_do_not_belong_there(String name) {
        assertThatThrownBy(() -> read(name, OBJECT)).hasMessageContaining("does not belong there");
    }

    @Test
    void stops_inflating_a_bomb() {
        String bomb = " ".repeat(8 << 20);
        assertThatThrownBy(() -> read("schema.json", bomb)).hasMessageContaining("inflates beyond");
    }

    @Test
    void refuses_depth() {
        assertThatThrownBy(() -> read("schema.json", "[".repeat(100_000)))
                .hasMessageContaining("JSON is not valid: a name, a number or the nesting");
    }

    private static Object read(String name, String content) throws IOException, ModelLoadException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content.getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
        return Objects.requireNonNull(SkopsReader.read(file.toByteArray(), NAMES));
    }
}
