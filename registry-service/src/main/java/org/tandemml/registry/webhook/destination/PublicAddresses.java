package org.tandemml.registry.webhook.destination;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Which addresses are everybody's: not those of this machine, of its network, of its cloud's
 * services, of groups, or of nobody. After IANA's registries of special-purpose IPv4 and IPv6
 * addresses.
 */
final class PublicAddresses {
    private static final int IPV4_BYTES = 4;

    private static final List<Block> SPECIAL =
            Block.all(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    // Shared by a provider's customers; some clouds have their metadata here.
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    // Azure's own services on every machine.
                    "168.63.129.16/32",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/4",
                    "240.0.0.0/4",
                    "2001::/23",
                    "2001:db8::/32",
                    "2002::/16",
                    "3fff::/20");

    /** All of IPv6 that is given to anybody. */
    private static final Block GLOBAL_IPV6 = Block.of("2000::/3");

    /** IPv4 as seen from a network that has IPv6 alone: the last four bytes count. */
    private static final List<Block> IPV4_INSIDE = Block.all("64:ff9b::/96", "::ffff:0:0/96");

    private PublicAddresses() {}

    /** The addresses that have the same first bits. */
    private record Block(byte[] network, int bits) {
        static List<Block> all(String... texts) {
            return Arrays.stream(texts).map(Block::of).toList();
        }

        static Block of(String text) {
            String[] parts = text.split("/");
            return new Block(bytes(parts[0]), Integer.parseInt(parts[1]));
        }

        /** Java reads a mapped address as the IPv4 one, so this one is written out. */
        private static byte[] bytes(String address) {
            if (address.equals("::ffff:0:0")) {
                byte[] mapped = new byte[16];
                mapped[10] = (byte) 0xff;
                mapped[11] = (byte) 0xff;
                return mapped;
            }
            try {
                return InetAddress.getByName(address).getAddress();
            } catch (UnknownHostException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        boolean holds(byte[] address) {
            if (address.length != network.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if (((address[bit / 8] ^ network[bit / 8]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Whether an address is everybody's. */
    static boolean contains(InetAddress address) {
        return contains(address.getAddress());
    }

    private static boolean contains(byte[] address) {
        if (address.length != IPV4_BYTES) {
            if (IPV4_INSIDE.stream().anyMatch(block -> block.holds(address))) {
                return contains(
                        Arrays.copyOfRange(address, address.length - IPV4_BYTES, address.length));
            }
            if (!GLOBAL_IPV6.holds(address)) {
                return false;
            }
        }
        return SPECIAL.stream().noneMatch(block -> block.holds(address));
    }
}
