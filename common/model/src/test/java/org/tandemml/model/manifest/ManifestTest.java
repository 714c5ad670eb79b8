package org.tandemml.model.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tandemml.model.TandemException;

class ManifestTest {
    private static final String A = "a".repeat(64);
    private static final String B = "b".repeat(64);

    @Test
    void theDigestIsThatOfTheLines() throws Exception {
        Manifest manifest =
                new Manifest(
                        List.of(
                                new Manifest.Entry("data/model.pmml", 12, B),
                                new Manifest.Entry("MLmodel", 3, A)));

        String lines = A + " 3 MLmodel\n" + B + " 12 data/model.pmml\n";
        assertThat(manifest.lines()).isEqualTo(lines);
        assertThat(manifest.digest())
                .isEqualTo(
                        "sha256:"
                                + HexFormat.of()
                                        .formatHex(
                                                MessageDigest.getInstance("SHA-256")
                                                        .digest(
                                                                lines.getBytes(
                                                                        StandardCharsets.UTF_8))));
        assertThat(manifest.totalSize()).isEqualTo(15);
    }

    /** Code units of UTF-16 would put the second first. */
    @Test
    void theOrderIsThatOfUtf8() {
        Manifest.Entry private1 = new Manifest.Entry("\uE000", 1, A);
        Manifest.Entry emoji = new Manifest.Entry("\uD83D\uDE00", 1, A);

        assertThat(new Manifest(List.of(emoji, private1)).entries())
                .containsExactly(private1, emoji);
    }

    @ParameterizedTest
    @CsvSource({"'', 1, a", "'a\nb', 1, a", "a, -1, a", "a, 1, A", "a, 1, g"})
    void aMalformedFileIsRefused(String path, long size, String digit) {
        assertThatThrownBy(() -> new Manifest.Entry(path, size, digit.repeat(64)))
                .isInstanceOf(TandemException.class)
                .hasMessageContaining("of a manifest");
    }
}
