package org.tandemml.serving.engine.sklearn;

/** MurmurHash3 of 32 bits, seed 0, as Austin Appleby put it into the public domain. */
final class Murmur {
    private Murmur() {}

    static int hash(byte[] bytes) {
        int hash = 0;
        int whole = bytes.length & ~3;
        for (int i = 0; i < whole; i += 4) {
            hash = Integer.rotateLeft(hash ^ mixed(word(bytes, i, 4)), 13) * 5 + 0xe6546b64;
        }
        hash ^= mixed(word(bytes, whole, bytes.length - whole));
        hash ^= bytes.length;
        hash = (hash ^ hash >>> 16) * 0x85ebca6b;
        hash = (hash ^ hash >>> 13) * 0xc2b2ae35;
        return hash ^ hash >>> 16;
    }

    /** So many bytes, the first of them lowest. */
    private static int word(byte[] bytes, int from, int count) {
        int word = 0;
        for (int i = 0; i < count; i++) {
            word |= (bytes[from + i] & 0xff) << 8 * i;
        }
        return word;
    }

    private static int mixed(int word) {
        return Integer.rotateLeft(word * 0xcc9e2d51, 15) * 0x1b873593;
    }
}
