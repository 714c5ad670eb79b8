package org.tandemml.registry.identity;

/** Makes ids that nobody can guess and nobody else has. */
public interface IdGenerator {
    /** 32 lower-case hexadecimal digits, as the ids of runs and logged models have them. */
    String hex32();

    /** The same with the dashes of a UUID, as the ids of webhooks have them. */
    default String uuid() {
        return hex32().replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5");
    }
}
