package org.tandemml.serving.engine.pmml;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** An element of the copy that {@link PmmlReader} wrote, with what is inside of it. */
final class XmlElement {
    private final String name;

    /** Names and values in turn: there are few, and there are many elements. */
    private final String[] attributes;

    private List<XmlElement> children = List.of();
    private String text = "";

    private XmlElement(XMLStreamReader xml) {
        name = xml.getLocalName();
        attributes = new String[2 * xml.getAttributeCount()];
        for (int i = 0; i < attributes.length; i += 2) {
            attributes[i] = xml.getAttributeLocalName(i / 2);
            attributes[i + 1] = xml.getAttributeValue(i / 2);
        }
    }

    private void add(XmlElement child) {
        if (children.isEmpty()) {
            children = new ArrayList<>(2);
        }
        children.add(child);
    }

    /** The outermost element. */
    static XmlElement parse(String copy) throws XMLStreamException {
        XMLStreamReader xml = PmmlReader.factory().createXMLStreamReader(new StringReader(copy));
        try {
            Deque<XmlElement> open = new ArrayDeque<>();
            XmlElement root = null;
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamConstants.START_ELEMENT) {
                    XmlElement element = new XmlElement(xml);
                    if (open.isEmpty()) {
                        root = element;
                    } else {
                        open.peek().add(element);
                    }
                    open.push(element);
                } else if (event == XMLStreamConstants.END_ELEMENT) {
                    open.pop();
                } else if (xml.hasText() && !xml.isWhiteSpace() && !open.isEmpty()) {
                    open.peek().text += xml.getText();
                }
            }
            if (root == null) {
                throw new XMLStreamException("no element");
            }
            return root;
        } finally {
            xml.close();
        }
    }

    String name() {
        return name;
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
