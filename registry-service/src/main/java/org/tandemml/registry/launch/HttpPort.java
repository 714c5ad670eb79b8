package org.tandemml.registry.launch;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import org.tandemml.http.edge.PortRefusal;
import org.tandemml.registry.home.StartupException;

/** Looks whether the service can listen where it is told to, before anything else is started. */
final class HttpPort {
    private HttpPort() {}

    static void check(String host, int port) {
        if (port == 0) {
            return;
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
        } catch (BindException refused) {
            throw new StartupException(PortRefusal.line(host, port, refused), refused);
        } catch (UnknownHostException unknown) {
            throw new StartupException(
                    "There is no address " + host + "; correct QUARKUS_HTTP_HOST.", unknown);
        } catch (IllegalArgumentException outOfRange) {
            throw new StartupException(
                    "Port " + port + " is not one of 0 to 65535; correct QUARKUS_HTTP_PORT.",
                    outOfRange);
        } catch (IOException refused) {
            throw new StartupException(
                    "The service cannot listen on " + host + ":" + port + ": " + refused, refused);
        }
    }
}
