package org.tandemml.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoldersTest {
    @TempDir Path temp;

    @Test
    void deletesAllBelowButNothingBehindALink() throws IOException {
        Path kept = Files.createDirectories(temp.resolve("kept"));
        Files.writeString(kept.resolve("file"), "x");
        Path top = temp.resolve("top");
        Files.createDirectories(top.resolve("a/b"));
        Files.writeString(top.resolve("a/b/file"), "x");
        Files.createSymbolicLink(top.resolve("a/link"), kept);
        Files.createSymbolicLink(top.resolve("a/broken"), temp.resolve("nothing"));

        Folders.delete(top);

        assertThat(top).doesNotExist();
        assertThat(kept.resolve("file")).exists();
    }

    @Test
    void deletesAFileAndALink() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "x");
        Path link = Files.createSymbolicLink(temp.resolve("link"), file);

        Folders.delete(link);
        assertThat(file).exists();
        assertThat(Files.isSymbolicLink(link)).isFalse();

        Folders.delete(file);
        assertThat(file).doesNotExist();
    }

    @Test
    void nothingThereIsFine() {
        assertThatCode(() -> Folders.delete(temp.resolve("nothing"))).doesNotThrowAnyException();
    }
}
