package org.tandemml.registry.database.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class TarXzTest {
    @TempDir Path parent;

    @Test
    void unpacksFilesFoldersAndLinks() throws Exception {
        Path root =
                unpack(
                        archive -> {
                            archive.file("bin/postgres", 0755);
                            archive.file("share/list.txt", 0644);
                            archive.link("lib/libpq.so", "libpq.so.5");
                            archive.file("lib/libpq.so.5", 0644);
                        });

        assertThat(root.resolve("bin/postgres")).isExecutable().hasContent("bin/postgres");
        assertThat(Files.isExecutable(root.resolve("share/list.txt"))).isFalse();
        assertThat(root.resolve("lib/libpq.so")).isSymbolicLink().hasContent("lib/libpq.so.5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside", "a/../../outside", "/outside"})
    void refusesNamesThatLeaveTheFolder(String name) {
        assertThatThrownBy(() -> unpack(archive -> archive.file(name, 0644)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("leaves its folder");
        assertThat(parent.resolve("outside")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../..", "/etc", "../../etc/passwd"})
    void refusesLinksThatLeaveTheFolder(String target) {
        assertThatThrownBy(() -> unpack(archive -> archive.link("lib/out", target)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("leaves its folder");
    }

    @Test
    void writesNothingThroughALink() throws Exception {
        Path outside = Files.createDirectory(parent.resolve("elsewhere"));

        assertThatThrownBy(
                        () ->
                                unpack(
                                        archive -> {
                                            archive.link("lib", ".");
                                            archive.file("lib/x", 0644);
                                        }))
                .isInstanceOf(IOException.class);

        assertThat(outside).isEmptyDirectory();
    }

    private interface Content {
        void into(Archive archive) throws IOException;
    }

    private Path unpack(Content content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (XZOutputStream xz = new XZOutputStream(packed, new LZMA2Options());
                TarArchiveOutputStream tar = new TarArchiveOutputStream(xz)) {
            content.into(new Archive(tar));
        }
        Path root = Files.createDirectory(parent.resolve("root"));
        TarXz.unpack(new ByteArrayInputStream(packed.toByteArray()), root);
        return root;
    }

    private record Archive(TarArchiveOutputStream tar) {
        void file(String name, int mode) throws IOException {
            byte[] content = name.getBytes(StandardCharsets.UTF_8);
            TarArchiveEntry entry = new TarArchiveEntry(name, true);
            entry.setMode(mode);
            entry.setSize(content.length);
            tar.putArchiveEntry(entry);
            tar.write(content);
            tar.closeArchiveEntry();
        }

        void link(String name, String target) throws IOException {
            TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
            entry.setLinkName(target);
            tar.putArchiveEntry(entry);
            tar.closeArchiveEntry();
        }
    }
}
