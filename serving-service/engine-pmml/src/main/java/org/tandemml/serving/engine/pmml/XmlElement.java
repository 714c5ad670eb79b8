package org.tandemml.serving.engine.pmml;

import org.jspecify.annotations.Nullable;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** An element of the copy that {@link PmmlReader} wrote, with what is inside of it. */
final class XmlElement {
    private final String name;
    private final Map<String, String> attributes;
    private final List<XmlElement> children = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    private XmlElement(XMLStreamReader xml) {
        name = xml.getLocalName();
        int count = xml.getAttributeCount();
        attributes = new HashMap<>();
        for (int i = 0; i < count; i++) {
            attributes.put(xml.getAttributeLocalName(i), xml.getAttributeValue(i));
        }
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
                        open.peek().children.add(element);
                    }
                    open.push(element);
                } else if (event == XMLStreamConstants.END_ELEMENT) {
                    open.pop();
                } else if (xml.hasText() && !xml.isWhiteSpace() && !open.isEmpty()) {
                    open.peek().text.append(xml.getText());
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
        return text.toString();
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
        return attributes.get(attribute);
    }

    String get(String attribute, String otherwise) {
        return attributes.getOrDefault(attribute, otherwise);
    }

    String required(String attribute) throws NotCompiledException {
        String value = attributes.get(attribute);
        if (value == null) {
            throw new NotCompiledException("a %s without '%s'".formatted(name, attribute));
        }
        return value;
    }

    /** An attribute's number. */
    double number(String attribute, double otherwise) throws NotCompiledException {
        String value = attributes.get(attribute);
        return value == null ? otherwise : Literals.number(value);
    }
}
