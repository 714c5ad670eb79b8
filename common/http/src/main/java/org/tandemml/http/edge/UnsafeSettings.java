package org.tandemml.http.edge;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.tandemml.http.settings.WrongSettingException;

/**
 * Settings that open a service to everybody. With one of them it does not start, unless {@code
 * TANDEM_ALLOW_UNSAFE_SETTINGS} says that this is wanted.
 */
public final class UnsafeSettings {
    private UnsafeSettings() {}

    /**
     * Looks at the settings before the service listens.
     *
     * @param config the lists and the permission to be unsafe
     * @param host where the service listens, {@code quarkus.http.host}
     * @throws WrongSettingException saying which setting opens the service and what to do
     */
    public static void check(BrowserConfig config, String host) {
        if (config.allowUnsafeSettings()) {
            return;
        }
        if (isReachable(host)) {
            throw unsafe(
                    "QUARKUS_HTTP_HOST is "
                            + host
                            + ", so other machines could call this service, which asks nobody to"
                            + " sign in: listen on 127.0.0.1 behind a proxy that does,");
        }
        if (AllowedOrigins.of(config.corsAllowedOrigins().orElse(List.of())).allowAny()) {
            throw unsafe(
                    "TANDEM_CORS_ALLOWED_ORIGINS is *, so any web page could call this service:"
                            + " name the origins,");
        }
    }

    /** A name that has no address is not judged: nobody can listen there. */
    private static boolean isReachable(String host) {
        try {
            return !Arrays.stream(InetAddress.getAllByName(host))
                    .allMatch(InetAddress::isLoopbackAddress);
        } catch (UnknownHostException nowhere) {
            return false;
        }
    }

    private static WrongSettingException unsafe(String what) {
        return new WrongSettingException(what + " or set TANDEM_ALLOW_UNSAFE_SETTINGS=true.");
    }
}
