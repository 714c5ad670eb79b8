package org.tandemml.serving.source;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.TandemException;
import org.tandemml.model.Texts;

/**
 * Where the registry is and how this process signs in.
 *
 * @param base without a slash at its end and without credentials, fit for messages
 * @param authorization the value of the header, a secret; null for none
 */
record RegistryAddress(String base, @Nullable String authorization) {

    /**
     * Reads the settings.
     *
     * @throws TandemException {@code INVALID_PARAMETER_VALUE} if the URL is no address, or holds
     *     credentials
     */
    static RegistryAddress of(
            String url,
            Optional<String> token,
            Optional<String> username,
            Optional<String> password) {
        return new RegistryAddress(base(url), authorization(token, username, password));
    }

    private static String base(String url) {
        URI uri;
        try {
            uri = URI.create(url.strip());
        } catch (IllegalArgumentException malformed) {
            throw refused(url);
        }
        boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (uri.getRawUserInfo() != null) {
            throw TandemException.invalid(
                    "TANDEM_REGISTRY_URL must not hold credentials: set TANDEM_REGISTRY_USERNAME and"
                            + " TANDEM_REGISTRY_PASSWORD.");
        }
        if (!http || uri.getHost() == null || uri.getRawQuery() != null) {
            throw refused(url);
        }
        String text = uri.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    /** What stands before an {@code @} may be a secret. */
    private static TandemException refused(String url) {
        return TandemException.invalid(
                "TANDEM_REGISTRY_URL is '"
                        + Texts.excerpt(url.replaceFirst("^.*@", "...@"))
                        + "'; expected http://host:port or https://host:port.");
    }

    private static @Nullable String authorization(
            Optional<String> token, Optional<String> username, Optional<String> password) {
        if (token.isPresent()) {
            return "Bearer " + token.get();
        }
        if (username.isEmpty()) {
            return null;
        }
        String pair = username.get() + ":" + password.orElse("");
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether an authority, as it stands in {@code mlflow-artifacts://host:port/}, is this one. */
    boolean hasAuthority(String authority) {
        return authority.equals(URI.create(base).getRawAuthority());
    }

    @Override
    public String toString() {
        return base;
    }
}
