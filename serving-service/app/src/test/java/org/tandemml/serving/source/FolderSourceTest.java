package org.tandemml.serving.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tandemml.serving.naming.Target;
import org.tandemml.serving.testing.FakeModels;

class FolderSourceTest {
    private final ModelSource source = ModelSources.folders();

    @TempDir Path temporary;
    private Path folder = Path.of("");

    @BeforeEach
    void write() throws Exception {
        folder = FakeModels.write(temporary.resolve("churn"), FakeModels.adding(1));
    }

    private Wanted resolve() throws SourceException {
        List<Target> targets = Target.parseAll(List.of(folder.toUri().toString()));
        return source.resolve(targets).values().iterator().next();
    }

    private Release release() throws SourceException {
        return ((Wanted.Served) resolve()).release();
    }

    @Test
    void listsAndReadsTheFiles() throws Exception {
        List<SourceFile> files = source.files(release());

        assertThat(files).extracting(SourceFile::name).containsExactly("MLmodel", "data/model.txt");
        StringBuilder text = new StringBuilder();
        source.read(
                files.get(1),
                bytes -> {
                    while (bytes.hasRemaining()) {
                        text.append((char) bytes.get());
                    }
                });
        assertThat(text).hasToString("add 1");
    }

    @Test
    void isTheSameReleaseUntilAFileChanges() throws Exception {
        String before = release().id();
        assertThat(release().id()).isEqualTo(before);

        Path file = folder.resolve("data/model.txt");
        Files.writeString(file, "add 2");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1));

        assertThat(release().id()).isNotEqualTo(before);
    }

    @Test
    void saysThatThereIsNoFolder() throws Exception {
        folder = temporary.resolve("absent");

        assertThat(resolve()).isInstanceOf(Wanted.Nothing.class);
    }

    @Test
    void servesNoLink() throws Exception {
        Path secret = Files.writeString(temporary.resolve("secret"), "secret");
        Files.createSymbolicLink(folder.resolve("link"), secret);

        assertThat(source.files(release()))
                .extracting(SourceFile::name)
                .containsExactly("MLmodel", "data/model.txt");
        SourceFile link = new SourceFile(List.of("link"), -1, folder.resolve("link").toString());
        assertThatThrownBy(() -> source.read(link, bytes -> {})).isInstanceOf(Exception.class);
    }

    @Test
    void refusesAFolderThatIsTooDeep() throws Exception {
        Path deep = folder;
        for (int i = 0; i < FileLimits.MAX_DEPTH + 1; i++) {
            deep = deep.resolve("d");
        }
        Files.createDirectories(deep);
        Files.writeString(deep.resolve("file"), "x");

        assertThatThrownBy(this::resolve)
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("deeper");
    }
}
