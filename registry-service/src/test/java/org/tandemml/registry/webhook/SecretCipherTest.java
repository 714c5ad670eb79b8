package org.tandemml.registry.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemml.registry.home.Home;

class SecretCipherTest {
    private static final SecretText SECRET = new SecretText("s\u00e9cret-value");

    @TempDir Path folder;

    private SecretCipher cipher() {
        return new SecretCipher(Optional.empty(), new Home(folder));
    }

    @Test
    void readsWhatItWrote() {
        StoredSecret stored = cipher().encrypt("id", SECRET);
        assertThat(cipher().decrypt(stored)).isEqualTo(SECRET);
        assertThat(new String(stored.bytes(), StandardCharsets.ISO_8859_1))
                .doesNotContain("cret-value");
        assertThat(cipher().encrypt("id", SECRET).bytes()).isNotEqualTo(stored.bytes());
    }

    @Test
    void theKeyIsMadeAtFirstUseForItsOwnerAlone() throws Exception {
        SecretCipher cipher = cipher();
        Path key = folder.resolve("webhook-secret.key");
        assertThat(key).doesNotExist();
        cipher.encrypt("id", SECRET);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        assertThat(folder).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void aSecretIsReadForItsWebhookAlone() {
        StoredSecret stored = cipher().encrypt("mine", SECRET);
        assertThatThrownBy(() -> cipher().decrypt(new StoredSecret("yours", stored.bytes())))
                .isInstanceOf(UnreadableSecretException.class);
    }

    @Test
    void anotherKeyReadsNothing() {
        StoredSecret stored = cipher().encrypt("id", SECRET);
        SecretCipher other = new SecretCipher(Optional.of(new byte[32]), new Home(folder));
        assertThatThrownBy(() -> other.decrypt(stored))
                .isInstanceOf(UnreadableSecretException.class)
                .hasMessageContaining("TANDEM_WEBHOOK_SECRET_ENCRYPTION_KEY");
    }

    @Test
    void aChangedSecretIsRefused() {
        byte[] bytes = cipher().encrypt("id", SECRET).bytes();
        for (int i = 0; i < bytes.length; i++) {
            byte[] changed = bytes.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> cipher().decrypt(new StoredSecret("id", changed)))
                    .isInstanceOf(UnreadableSecretException.class);
        }
        assertThatThrownBy(() -> cipher().decrypt(new StoredSecret("id", new byte[0])))
                .isInstanceOf(UnreadableSecretException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
                "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
                "__79_Pv6-fj39vX08_Lx8O_u7ezr6uno5-bl5OPi4eA=",
                "//79/Pv6+fj39vX08/Lx8O/u7ezr6uno5+bl5OPi4eA="
            })
    void keysAreBase64OfEitherAlphabet(String text) {
        assertThat(SecretCipher.key(text)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "password", "AAECAwQFBgcICQoLDA0ODw==", "\u00e9", "AAAA AAAA"})
    void whatIsNotAKeyIsRefused(String text) {
        assertThat(SecretCipher.key(text)).isEmpty();
    }

    @Test
    void aSecretDoesNotShowItself() {
        assertThat(SECRET.toString()).doesNotContain("cret-value");
        assertThatThrownBy(() -> new SecretText("hidden\0"))
                .message()
                .contains("secret")
                .doesNotContain("hidden");
    }
}
