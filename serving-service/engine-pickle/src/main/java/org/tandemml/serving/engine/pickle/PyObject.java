package org.tandemml.serving.engine.pickle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.Texts;
import org.tandemml.serving.engine.ModelLoadException;

/**
 * An object as its pickle describes it: the name of its class and its state. It does nothing. Not
 * changed any more once its reader has returned.
 *
 * <p>Values are null (None), {@code Boolean}, {@code Long}, {@code java.math.BigInteger}, {@code
 * Double}, {@code String}, {@code byte[]}, {@code List} (lists and tuples), {@code Map}, {@code
 * Set}, {@link PyArray}, {@link Dtype}, {@link PyName} and {@link PyObject}; numpy's scalars are
 * plain ones. They may contain themselves: never walk them as a whole.
 */
public final class PyObject {
    private final String type;
    private final List<@Nullable Object> arguments;
    private final Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
    private final Map<Object, @Nullable Object> items = new LinkedHashMap<>();
    private final List<@Nullable Object> elements = new ArrayList<>();
    private @Nullable Object state;

    PyObject(String type, List<@Nullable Object> arguments) {
        this.type = type;
        this.arguments = arguments;
    }

    /** The full name of its class, or of the function whose call this is. */
    public String type() {
        return type;
    }

    /** The name of its class without the module. */
    public String simpleType() {
        return type.substring(type.lastIndexOf('.') + 1);
    }

    /** What it was constructed with. */
    public List<@Nullable Object> arguments() {
        return arguments;
    }

    /** Its state where that is no dictionary of attributes; null if there is none. */
    public @Nullable Object state() {
        return state;
    }

    /** The entries of an object that is a kind of dictionary. */
    public Map<Object, @Nullable Object> items() {
        return items;
    }

    List<@Nullable Object> elements() {
        return elements;
    }

    /** Sets the state as Python's default does: a dictionary, or a dictionary and slots. */
    void setState(@Nullable Object given) {
        if (given instanceof Map<?, ?> map) {
            addAttributes(map);
        } else if (given instanceof PyTuple pair
                && pair.size() == 2
                && (pair.get(0) == null || pair.get(0) instanceof Map)
                && pair.get(1) instanceof Map<?, ?> slots) {
            if (pair.get(0) instanceof Map<?, ?> map) {
                addAttributes(map);
            }
            addAttributes(slots);
        } else {
            state = given;
        }
    }

    private void addAttributes(Map<?, ?> map) {
        map.forEach(
                (name, value) -> {
                    if (name instanceof String text) {
                        attributes.put(text, value);
                    }
                });
    }

    /** Whether it has an attribute that is not None. */
    public boolean has(String name) {
        return attributes.get(name) != null;
    }

    /** An attribute; null if it is None or absent. */
    public @Nullable Object get(String name) {
        return attributes.get(name);
    }

    /**
     * A number.
     *
     * @throws ModelLoadException if the attribute is absent or something else; so do all that
     *     follow
     */
    public double number(String name) throws ModelLoadException {
        return PyValues.number(required(name), where(name));
    }

    /** A number, or what stands for it where the attribute is None or absent. */
    public double number(String name, double absent) throws ModelLoadException {
        return has(name) ? number(name) : absent;
    }

    /** A whole number that fits an int. */
    public int integer(String name) throws ModelLoadException {
        return PyValues.integer(required(name), where(name));
    }

    /** A text. */
    public String text(String name) throws ModelLoadException {
        return PyValues.text(required(name), where(name));
    }

    /** A text, or what stands for it where the attribute is None or absent. */
    public String text(String name, String absent) throws ModelLoadException {
        return has(name) ? text(name) : absent;
    }

    /** A boolean; false where the attribute is None or absent. */
    public boolean flag(String name) throws ModelLoadException {
        return has(name) && PyValues.flag(required(name), where(name));
    }

    /** A list or tuple. */
    public List<@Nullable Object> list(String name) throws ModelLoadException {
        return PyValues.list(required(name), where(name));
    }

    /** Bytes. */
    public byte[] bytes(String name) throws ModelLoadException {
        return PyValues.bytes(required(name), where(name));
    }

    /** An array. */
    public PyArray array(String name) throws ModelLoadException {
        return PyValues.array(required(name), where(name));
    }

    /** Another object. */
    public PyObject object(String name) throws ModelLoadException {
        return PyValues.object(required(name), where(name));
    }

    private Object required(String name) throws ModelLoadException {
        Object value = attributes.get(name);
        if (value == null) {
            throw new ModelLoadException("The model has no %s.".formatted(where(name)));
        }
        return value;
    }

    /** An attribute, for messages. */
    public String where(String name) {
        return Texts.excerpt(simpleType()) + "." + name;
    }

    @Override
    public String toString() {
        return "PyObject[" + type + "]";
    }
}
