package org.tandemml.serving.engine.pmml;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.pmml4s.model.Model;
import org.pmml4s.xml.EvElemEnd;
import org.pmml4s.xml.EvElemStart;
import org.pmml4s.xml.EvText;
import org.pmml4s.xml.ModelBuilder;
import org.pmml4s.xml.XMLEvent;
import org.pmml4s.xml.XMLEventReader;
import org.pmml4s.xml.XmlAttrs;
import org.pmml4s.xml.XmlAttrs$;
import scala.io.Source$;

/**
 * Elements as the events that PMML4S builds a model from. It parses no XML then, which is most of
 * the time it takes for a large file, and sees nothing but what {@link PmmlReader} has looked at.
 */
final class ElementEvents extends XMLEventReader {
    private final Deque<Open> open = new ArrayDeque<>();
    private @Nullable XMLEvent next;

    /** An element whose end has not come. */
    private static final class Open {
        private final XmlElement element;
        private int child;

        Open(XmlElement element) {
            this.element = element;
        }
    }

    private ElementEvents(XmlElement root) {
        // The parser of the superclass is never asked.
        super(Source$.MODULE$.fromString("<PMML/>"));
        next = start(root);
    }

    /** PMML4S's model of a document. It throws all sorts of things. */
    static Model model(XmlElement root) {
        ElementEvents events = new ElementEvents(root);
        XmlAttrs attributes = ((EvElemStart) events.next()).attrs();
        return new ModelBuilder().build(events, attributes);
    }

    private XMLEvent start(XmlElement element) {
        open.push(new Open(element));
        String[] pairs = element.attributes();
        XmlAttrs attributes = XmlAttrs$.MODULE$.apply();
        for (int i = 0; i < pairs.length; i += 2) {
            attributes = attributes.$plus(pairs[i], pairs[i + 1]);
        }
        return new EvElemStart(element.prefix(), element.name(), attributes, null);
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public XMLEvent next() {
        XMLEvent event = next;
        if (event == null) {
            throw new NoSuchElementException("the document has ended");
        }
        next = open.isEmpty() ? null : inside(open.element(), event instanceof EvElemStart);
        return event;
    }

    /** What comes inside of the innermost element: its text, its children, its end. */
    private XMLEvent inside(Open innermost, boolean begins) {
        XmlElement element = innermost.element;
        if (begins && !element.text().isEmpty()) {
            return new EvText(element.text());
        }
        if (innermost.child < element.children().size()) {
            return start(element.children().get(innermost.child++));
        }
        open.pop();
        return new EvElemEnd(element.prefix(), element.name());
    }
}
