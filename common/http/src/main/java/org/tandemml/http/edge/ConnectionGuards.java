package org.tandemml.http.edge;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import java.time.Duration;
import org.tandemml.http.settings.SettingSources;

/**
 * Puts a {@link ConnectionGuard} in front of every connection that is accepted. Neither Quarkus nor
 * Vert.x lets anybody see a connection before its first request is complete; Netty does, through
 * its service loader.
 */
public final class ConnectionGuards extends ChannelInitializerExtension {
    private final Duration headTimeout;

    /** Reads the settings itself, once: what Netty makes is given nothing. */
    public ConnectionGuards() {
        this.headTimeout =
                SettingSources.builder(ConnectionGuards.class.getClassLoader())
                        .withMapping(ConnectionConfig.class)
                        .build()
                        .getConfigMapping(ConnectionConfig.class)
                        .headTimeout();
    }

    /** Makes Netty look for this class; to be called before anything listens. */
    public static void takeOver() {
        System.setProperty(EXTENSIONS_SYSTEM_PROPERTY, "serviceload");
    }

    @Override
    public void postInitializeServerChildChannel(Channel connection) {
        connection.pipeline().addFirst(new ConnectionGuard(headTimeout));
    }
}
