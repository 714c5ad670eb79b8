package org.tandemml.registry.database;

/** The disk that the database writes to, as far as this process can see it. */
@FunctionalInterface
public interface DatabaseDisk {
    /** Whether the database cannot go on for want of room; false for a disk that is not ours. */
    boolean isFull();
}
