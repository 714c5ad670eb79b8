package org.tandemml.serving.engine.pmml;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An element that {@link PmmlReader} has looked at, with what is inside of it. */
final class XmlElement {
    private final String prefix;
    private final String name;

    /** Names and values in turn: there are few, and there are many elements. */
    private final String[] attributes;

    private List<XmlElement> children = List.of();
    private String text = "";

    /**
     * @param prefix of a namespace that is not PMML's; else empty
     * @param attributes names and values in turn
     */
    XmlElement(String prefix, String name, String[] attributes) {
        this.prefix = prefix;
        this.name = name;
        this.attributes = attributes;
    }

    /** Puts an element inside of this one; only {@link PmmlReader} does. */
    void add(XmlElement child) {
        if (children.isEmpty()) {
            children = new ArrayList<>(2);
        }
        children.add(child);
    }

    /** Sets the text, without what only indents other elements; only {@link PmmlReader} does. */
    void setText(String whole) {
        text = !children.isEmpty() && whole.isBlank() ? "" : whole;
    }

    /** The prefix of a namespace that is not PMML's; else empty. */
    String prefix() {
        return prefix;
    }

    String name() {
        return name;
    }

    /** Names and values in turn. */
    String[] attributes() {
        return attributes;
    }

    String text() {
        return text;
    }

    List<XmlElement> children() {
        return children;
    }

    /** The children of a name. */
    List<XmlElement> children(String wanted) {
        return children.stream().filter(child -> child.name.equals(wanted)).toList();
    }

    /** The first child of a name; null if there is none. */
    @Nullable XmlElement child(String wanted) {
        for (XmlElement child : children) {
            if (child.name.equals(wanted)) {
                return child;
            }
        }
        return null;
    }

    @Nullable String get(String attribute) {
        for (int i = 0; i < attributes.length; i += 2) {
            if (attributes[i].equals(attribute)) {
                return attributes[i + 1];
            }
        }
        return null;
    }

    String get(String attribute, String otherwise) {
        String value = get(attribute);
        return value == null ? otherwise : value;
    }

    String required(String attribute) throws NotCompiledException {
        String value = get(attribute);
        if (value == null) {
            throw new NotCompiledException("a %s without '%s'".formatted(name, attribute));
        }
        return value;
    }

    /** An attribute's number. */
    double number(String attribute, double otherwise) throws NotCompiledException {
        String value = get(attribute);
        return value == null ? otherwise : Literals.number(value);
    }
}
