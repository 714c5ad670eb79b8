package org.tandemml.registry.webhook;

import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.tandemml.registry.home.Home;
import org.tandemml.registry.home.StartupException;
import org.tandemml.registry.webhook.settings.WebhookConfig;

/**
 * Encrypts the secrets of webhooks for the database: AES-256-GCM, bound to the webhook's id, so
 * that one webhook's secret is of no use in another's row. Stored as a version byte, the nonce, the
 * cipher text and its tag.
 */
@Startup
@Singleton
public final class SecretCipher {
    static final int KEY_BYTES = 32;

    private static final byte VERSION = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();
    private final Supplier<byte[]> source;

    @Inject
    SecretCipher(WebhookConfig config, Home home) {
        this(config.secretEncryptionKey().map(SecretCipher::configured), home);
    }

    SecretCipher(Optional<byte[]> configured, Home home) {
        SecretKeyFile file = new SecretKeyFile(home.path());
        this.source = configured.<Supplier<byte[]>>map(key -> () -> key).orElse(file::readOrMake);
    }

    private static byte[] configured(String text) {
        return key(text.strip())
                .orElseThrow(
                        () ->
                                new StartupException(
                                        "TANDEM_WEBHOOK_SECRET_ENCRYPTION_KEY must be 32 random"
                                                + " bytes in base64, for example from: openssl"
                                                + " rand -base64 32"));
    }

    /** The key that a text holds in base64 of either alphabet; empty if it holds none. */
    static Optional<byte[]> key(String text) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text.replace('+', '-').replace('/', '_'));
            return bytes.length == KEY_BYTES ? Optional.of(bytes) : Optional.empty();
        } catch (IllegalArgumentException noBase64) {
            return Optional.empty();
        }
    }

    /** Encrypts a secret for one webhook. */
    StoredSecret encrypt(String webhookId, SecretText secret) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] text = secret.value().getBytes(StandardCharsets.UTF_8);
            byte[] encrypted = cipher(Cipher.ENCRYPT_MODE, webhookId, nonce).doFinal(text);
            ByteBuffer stored = ByteBuffer.allocate(1 + NONCE_BYTES + encrypted.length);
            stored.put(VERSION).put(nonce).put(encrypted);
            return new StoredSecret(webhookId, stored.array());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * Reads a stored secret.
     *
     * @throws UnreadableSecretException if this server's key did not write it for this webhook
     */
    public SecretText decrypt(StoredSecret stored) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(stored.bytes());
            if (bytes.remaining() <= NONCE_BYTES || bytes.get() != VERSION) {
                throw new GeneralSecurityException("not in the form of this release");
            }
            byte[] nonce = new byte[NONCE_BYTES];
            bytes.get(nonce);
            byte[] encrypted = new byte[bytes.remaining()];
            bytes.get(encrypted);
            byte[] text = cipher(Cipher.DECRYPT_MODE, stored.webhookId(), nonce).doFinal(encrypted);
            return new SecretText(new String(text, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException refused) {
            throw new UnreadableSecretException(stored.webhookId(), refused);
        }
    }

    private synchronized Cipher cipher(int mode, String webhookId, byte[] nonce)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                mode,
                new SecretKeySpec(source.get(), "AES"),
                new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(webhookId.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
