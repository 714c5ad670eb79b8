package org.tandemml.serving.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemml.model.AliasName;
import org.tandemml.model.ModelName;
import org.tandemml.model.Stage;
import org.tandemml.model.VersionNumber;
import org.tandemml.serving.cache.LastGood.Memory;
import org.tandemml.serving.naming.Ref;
import org.tandemml.serving.naming.SlotKey;
import org.tandemml.serving.source.Release;

class LastGoodTest {
    private static final ModelName NAME = new ModelName("öl & gas");

    @TempDir Path root;

    @Test
    void remembersEveryKindOfSlot() throws IOException {
        Release version = new Release(NAME, new VersionNumber(3), Stage.ARCHIVED, "runs:/r/m", 17);
        Release folder = new Release(NAME, null, null, "/opt/m", -4);
        Map<SlotKey, Memory> memories = new LinkedHashMap<>();
        memories.put(
                new SlotKey(NAME, new Ref.InStage(Stage.PRODUCTION)),
                new Memory(version, "sha256:1"));
        memories.put(
                new SlotKey(NAME, new Ref.Number(new VersionNumber(3))),
                new Memory(version, "sha256:1"));
        memories.put(new SlotKey(NAME, new Ref.Latest()), new Memory(version, "sha256:1"));
        memories.put(
                new SlotKey(NAME, new Ref.Aliased(new AliasName("champion"))),
                new Memory(version, "sha256:1"));
        memories.put(new SlotKey(NAME, new Ref.Only()), new Memory(folder, "sha256:2"));

        new LastGood(root).write(memories);

        assertThat(new LastGood(root).read()).isEqualTo(memories);
    }

    @Test
    void overwritesAndLeavesNoOtherFile() throws IOException {
        LastGood lastGood = new LastGood(root);
        lastGood.write(Map.of());
        lastGood.write(Map.of());

        try (Stream<Path> files = Files.list(root)) {
            assertThat(files).hasSize(1);
        }
        assertThat(lastGood.read()).isEmpty();
    }

    @Test
    void remembersNothingAtFirst() {
        assertThat(new LastGood(root).read()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[", "{}", "[{}]", "[{\"name\":\"a/b\",\"ref\":\"1\"}]", "null"})
    void aDamagedFileIsNoReasonNotToStart(String damaged) throws IOException {
        Files.writeString(root.resolve("last-good.json"), damaged);

        assertThat(new LastGood(root).read()).isEmpty();
    }
}
