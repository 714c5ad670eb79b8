package org.tandemml.serving.engine.pickle;

/**
 * A class or function that is only named, for example {@code numpy.float64}.
 *
 * @param name module and name with a dot in between
 */
public record PyName(String name) {
    /** The name without its module. */
    public String simpleName() {
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
