package org.tandemml.registry.identity;

/** Makes ids that nobody can guess and nobody else has. */
public interface IdGenerator {
    /** 32 lower-case hexadecimal digits, as the ids of runs and logged models have them. */
    String hex32();
}
