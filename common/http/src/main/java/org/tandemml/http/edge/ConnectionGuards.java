package org.tandemml.http.edge;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import java.time.Duration;
import org.eclipse.microprofile.config.ConfigProvider;
import org.tandemml.model.TandemException;

/**
 * Puts a {@link ConnectionGuard} in front of every connection that is accepted. Neither Quarkus nor
 * Vert.x lets anybody see a connection before its first request is complete; Netty does, through
 * its service loader.
 */
public final class ConnectionGuards extends ChannelInitializerExtension {
    /** Makes Netty look for this class; to be called before anything listens. */
    public static void takeOver() {
        System.setProperty(EXTENSIONS_SYSTEM_PROPERTY, "serviceload");
    }

    /**
     * Looks at the settings before the service listens.
     *
     * @param config the settings
     * @throws TandemException {@code INVALID_PARAMETER_VALUE} that says which setting is wrong
     */
    public static void check(ConnectionConfig config) {
        if (config.headTimeout().toMillis() <= 0) {
            throw TandemException.invalid(
                    "TANDEM_HTTP_HEAD_TIMEOUT is "
                            + config.headTimeout()
                            + "; it must be longer than nothing, for example 10s.");
        }
    }

    @Override
    public void postInitializeServerChildChannel(Channel connection) {
        // By name: what Netty loads need not be the class that the application injects.
        Duration headTimeout =
                ConfigProvider.getConfig().getValue("tandem.http.head-timeout", Duration.class);
        connection.pipeline().addFirst(new ConnectionGuard(headTimeout));
    }
}
