package org.tandemml.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;

final class ArtifactPathTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/etc/passwd",
                "a//b",
                "a/",
                ".",
                "..",
                "../a",
                "a/../b",
                "a/..",
                "a/./b",
                " ",
                ".. ",
                "a/ .. /b",
                "..\\a",
                "a\\..\\b",
                "\\\\host\\share",
                "C:",
                "C:/Windows",
                "C:\\Windows",
                "c:evil",
                "a/D:/b",
                "file:/etc#x",
                "a#b",
                "a\u0000b",
                "a\nb",
                "a\rb",
                "a\u007fb",
                "a\u0085b",
                "a\u2028b",
                "a\u202eb",
                "a\ufeffb",
                "a\ufffdb",
                "a\ud800b",
                "\uff0e\uff0e/a",
                "\uff0e\uff0e\uff0fa",
                "a\uff0fb",
                "a\uff3cb",
                "\u2025",
                "\u2024\u2024",
                "a\uff1ab/\uff0e\uff0e",
                "%2e%2e",
                "%2E%2E/a",
                "%2e.",
                "a%2fb",
                "a%2Fb",
                "a%5cb",
                "%252e%252e",
                "a%252fb",
                "%25252e%25252e",
                "a%00b",
                "%43%3a",
                "%c0%ae%c0%ae",
                "%ff",
                "%ef%bc%8e%ef%bc%8e",
                ".tandem-staging",
                ".tandem-staging/1/2",
                "%2etandem-staging",
                "a/.tandem-x"
            })
    void pathsThatLeadElsewhereOrCouldAreRefused(String text) {
        assertThatThrownBy(() -> ArtifactPath.parse(text))
                .isInstanceOfSatisfying(
                        TandemException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE))
                .hasMessageStartingWith("Invalid path '");
    }

    /** Names as MLflow's {@code log_image} makes them; any number may follow a percent sign. */
    @Test
    void namesOfImagesAreTakenWhateverTheirStep() {
        for (int step = 0; step <= 10_000; step++) {
            String name = "k%step%" + step + "%timestamp%1764345600000%ga1b2%compressed.webp";
            assertThat(ArtifactPath.parse("images/" + name).name()).isEqualTo(name);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%0ab", "a%23b", "a%2500b", "100%.csv", "a%20b", "%80"})
    void percentSignsThatLeadNowhereElseAreTaken(String text) {
        assertThat(ArtifactPath.parse(text).name()).isEqualTo(text);
    }

    @Test
    void textEncodedManyTimesOverIsRefused() {
        String dots = "..";
        for (int i = 0; i < 20; i++) {
            dots = dots.replace("%", "%25").replace(".", "%2e");
            String encoded = dots;
            assertThatThrownBy(() -> ArtifactPath.parse(encoded))
                    .isInstanceOf(TandemException.class);
        }
    }

    @Test
    void segmentsAndPathsHaveALongestLengthInBytes() {
        assertThat(ArtifactPath.parse("a".repeat(255)).name()).hasSize(255);
        assertThat(ArtifactPath.parse("\u00e9".repeat(127)).name()).hasSize(127);
        assertThatThrownBy(() -> ArtifactPath.parse("a".repeat(256)))
                .hasMessageContaining("255 bytes");
        assertThatThrownBy(() -> ArtifactPath.parse("\u00e9".repeat(128)))
                .hasMessageContaining("255 bytes");

        String long1023 = "a/".repeat(511) + "a";
        assertThat(ArtifactPath.parse(long1023).segments()).hasSize(512);
        assertThatThrownBy(() -> ArtifactPath.parse(long1023 + "/b"))
                .hasMessageContaining("1024 bytes");
        assertThatThrownBy(() -> ArtifactPath.parse("x".repeat(16_000_000)))
                .hasMessageContaining("1024 bytes")
                .extracting(Throwable::getMessage)
                .asString()
                .hasSizeLessThan(200);
    }

    @Test
    void aPathIsItsSegments() {
        ArtifactPath path = ArtifactPath.parse("0/run/artifacts/model.bin");
        assertThat(path.segments()).containsExactly("0", "run", "artifacts", "model.bin");
        assertThat(path).hasToString("0/run/artifacts/model.bin");
        assertThat(path.name()).isEqualTo("model.bin");
        assertThat(path.parent()).isEqualTo(ArtifactPath.parse("0/run/artifacts"));
        assertThat(path.parent().resolve("model.bin")).isEqualTo(path);
        assertThat(ArtifactPath.parse("0/run").resolve(ArtifactPath.parse("artifacts/model.bin")))
                .isEqualTo(path);
        assertThat(ArtifactPath.parse("0").parent().isRoot()).isTrue();
    }

    @Test
    void aFolderMayBeTheRootAndEndInOneSlash() {
        assertThat(ArtifactPath.parseFolder("")).isEqualTo(ArtifactPath.ROOT);
        assertThat(ArtifactPath.parseFolder("a/b/")).isEqualTo(ArtifactPath.parse("a/b"));
        assertThat(ArtifactPath.parseFolder("a/b")).isEqualTo(ArtifactPath.parse("a/b"));
        for (String refused : List.of("/", "//", "a//", "/a", "../", "a/../")) {
            assertThatThrownBy(() -> ArtifactPath.parseFolder(refused))
                    .as(refused)
                    .isInstanceOf(TandemException.class);
        }
    }

    @Test
    void noWayToAPathGoesAroundTheRule() {
        assertThatThrownBy(() -> new ArtifactPath(List.of("a", "..")))
                .isInstanceOf(TandemException.class);
        assertThatThrownBy(() -> ArtifactPath.ROOT.resolve("a/b"))
                .isInstanceOf(TandemException.class);
        assertThatThrownBy(() -> ArtifactPath.ROOT.resolve(".."))
                .isInstanceOf(TandemException.class);
    }
}
