package org.tandemml.registry.webhook.destination;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses of hosts. */
public interface HostResolver {
    /**
     * All addresses of a host, at least one; may take long.
     *
     * @param host a name, or an address in its canonical spelling
     * @throws UnknownHostException if there are none
     */
    List<InetAddress> resolve(String host) throws UnknownHostException;
}
