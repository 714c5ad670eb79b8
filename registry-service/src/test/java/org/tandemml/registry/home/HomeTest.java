package org.tandemml.registry.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {
    @TempDir Path parent;

    @Test
    void isMadeForItsOwnerOnly() throws Exception {
        Home home = Home.open(parent.resolve("deep/home"));

        for (Path folder : new Path[] {home.path(), home.postgres(), home.artifacts()}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void isAbsolute() {
        assertThat(new Home(Path.of("a/../b")).path())
                .isAbsolute()
                .isEqualTo(Path.of("b").toAbsolutePath());
    }

    @Test
    void aFileInItsPlaceIsSaid() throws Exception {
        Path file = Files.createFile(parent.resolve("home"));

        assertThatThrownBy(() -> Home.open(file))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining(file + " is not a folder")
                .hasMessageContaining("TANDEM_HOME");
    }

    @Test
    void aFolderThatCannotBeMadeIsSaid() {
        assertThatThrownBy(() -> Home.open(Path.of("/proc/tandem")))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("/proc/tandem cannot be created")
                .hasMessageContaining("TANDEM_HOME");
    }

    @Test
    void isTakenOnce() throws Exception {
        Home home = Home.open(parent.resolve("home"));

        HomeLock lock = HomeLock.take(home);

        assertThat(home.path().resolve("registry.lock"))
                .hasContent(Long.toString(ProcessHandle.current().pid()));
        assertThatThrownBy(() -> HomeLock.take(home))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("in use by process " + ProcessHandle.current().pid());
        lock.close();
        HomeLock.take(home).close();
    }
}
