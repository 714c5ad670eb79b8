package org.tandemml.serving.engine.pmml;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.Texts;
import org.tandemml.serving.engine.ModelLoadException;

/**
 * Reads a PMML file from a stranger into elements that hold only what was looked at: no document
 * type, no entity, no processing instruction, no link to elsewhere, no function that is not on the
 * list, nothing deeper or larger than the bounds. Only these elements go on.
 */
final class PmmlReader {
    private static final Pattern ENCODING =
            Pattern.compile("encoding\\s*=\\s*[\"']([A-Za-z0-9._-]+)[\"']");

    /** How UTF-16 begins: with a mark, or with the bytes of its first character. */
    private static final List<String> WIDE = List.of("\u00FE\u00FF", "\u00FF\u00FE", "<\0", "\0<");

    private static final int MAX_DEPTH = 512;
    private static final int MAX_ELEMENTS = 10_000_000;
    private static final int MAX_ATTRIBUTE_LENGTH = 1 << 20;
    private static final long MAX_MATRIX_CELLS = 4_000_000;
    private static final String PMML_NAMESPACE = "http://www.dmg.org/PMML-";
    private static final String XINCLUDE = "http://www.w3.org/2001/XInclude";

    private static final String FORMAT = "formatNumber";

    private static final Set<String> COUNTS = Set.of("nbRows", "nbCols");

    private final XMLStreamReader xml;
    private final int size;
    private final Deque<Element> open = new ArrayDeque<>();
    private final Definitions functions = new Definitions();
    private final Growth growth = new Growth();
    private final Map<String, Integer> definedAt = new HashMap<>();
    private final Set<String> applied = new HashSet<>();
    private int elements;
    private int models;
    private int leftOutDepth;
    private @Nullable XmlElement root;

    /** An element whose end has not come. */
    private static final class Element {
        private final String name;
        private final @Nullable String definedFunction;
        private final @Nullable String derivedField;
        private final @Nullable String function;
        private final @Nullable Definitions fields;
        private Growth.@Nullable Application within;

        /** What goes on of it; null if it is left out. */
        private @Nullable XmlElement kept;

        /** Made at the first piece: most elements have none. */
        private @Nullable StringBuilder text;

        private boolean singlePrecision;
        private boolean growsAnywhere;
        private boolean classification;
        private boolean classesNamed;
        private int children;
        private int declaredLength = -1;

        Element(
                String name,
                @Nullable String definedFunction,
                @Nullable String derivedField,
                @Nullable String function,
                @Nullable Definitions fields) {
            this.name = name;
            this.definedFunction = definedFunction;
            this.derivedField = derivedField;
            this.function = function;
            this.fields = fields;
        }

        String text() {
            return text == null ? "" : text.toString();
        }
    }

    private PmmlReader(XMLStreamReader xml, int size) {
        this.xml = xml;
        this.size = size;
    }

    /**
     * What a file holds.
     *
     * @throws ModelLoadException if it is not PMML or holds something that is refused
     */
    static PmmlDocument read(byte[] file) throws ModelLoadException {
        requireNoArchive(file);
        try {
            XMLStreamReader xml = stream(file);
            PmmlReader reader = new PmmlReader(xml, file.length);
            try {
                return reader.document();
            } finally {
                xml.close();
            }
        } catch (XMLStreamException malformed) {
            throw new ModelLoadException(
                    "The PMML file is not well-formed XML, or ends early, at line %d."
                            .formatted(
                                    malformed.getLocation() == null
                                            ? 0
                                            : malformed.getLocation().getLineNumber()),
                    malformed);
        }
    }

    /** UTF-8 is decoded here: of malformed bytes the parser would write to the error output. */
    private static XMLStreamReader stream(byte[] file)
            throws XMLStreamException, ModelLoadException {
        String head = new String(file, 0, Math.min(file.length, 256), StandardCharsets.ISO_8859_1);
        Matcher encoding = ENCODING.matcher(head);
        boolean named = encoding.find() && !encoding.group(1).equalsIgnoreCase("UTF-8");
        boolean wide = WIDE.stream().anyMatch(head::startsWith);
        if (named || wide) {
            return factory().createXMLStreamReader(new ByteArrayInputStream(file));
        }
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file)).toString();
            return factory()
                    .createXMLStreamReader(
                            new StringReader(text.startsWith("\uFEFF") ? text.substring(1) : text));
        } catch (CharacterCodingException malformed) {
            throw new ModelLoadException("The PMML file is not text in UTF-8.", malformed);
        }
    }

    private static void requireNoArchive(byte[] file) throws ModelLoadException {
        boolean zip = file.length > 1 && file[0] == 'P' && file[1] == 'K';
        boolean gzip = file.length > 1 && (file[0] & 0xFF) == 0x1F && (file[1] & 0xFF) == 0x8B;
        if (zip || gzip) {
            throw new ModelLoadException("The PMML file is compressed. Store it as plain XML.");
        }
        if (file.length == 0) {
            throw new ModelLoadException("The PMML file is empty.");
        }
    }

    /** The parser of the JDK, whatever else is on the class path, with everything external off. */
    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
        // The depth is held by this reader; since JDK 24 the parser stops at 100, less than trees
        // have.
        factory.setProperty("jdk.xml.maxElementDepth", 0);
        factory.setXMLReporter(
                (message, type, information, location) -> {
                    // What is wrong comes as an exception; the default also prints it.
                });
        factory.setXMLResolver(
                (publicId, systemId, baseUri, namespace) -> {
                    throw new XMLStreamException("External entities are not read.");
                });
        return factory;
    }

    private PmmlDocument document() throws XMLStreamException, ModelLoadException {
        while (xml.hasNext()) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> start();
                case XMLStreamConstants.END_ELEMENT -> end();
                case XMLStreamConstants.CHARACTERS,
                        XMLStreamConstants.CDATA,
                        XMLStreamConstants.SPACE ->
                        text(xml.getText());
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_DECLARATION ->
                        throw refused("a DOCTYPE, which no PMML file needs");
                case XMLStreamConstants.ENTITY_REFERENCE ->
                        throw refused("a reference to an entity");
                case XMLStreamConstants.PROCESSING_INSTRUCTION ->
                        throw refused("a processing instruction");
                default -> {
                    // Comments and the ends of the document.
                }
            }
        }
        XmlElement whole = root;
        if (whole == null || models != 1) {
            throw new ModelLoadException(
                    "The PMML file holds %d models at its top; exactly one is served."
                            .formatted(models));
        }
        return new PmmlDocument(
                whole,
                size,
                new PmmlDocument.Uses(
                        applied.stream().anyMatch(PmmlRules.TEXT_FUNCTIONS::contains),
                        applied.stream().anyMatch(PmmlRules.PATTERN_FUNCTIONS::contains)));
    }

    private void start() throws ModelLoadException {
        String name = xml.getLocalName();
        if (open.size() >= MAX_DEPTH) {
            throw refused("elements nested deeper than " + MAX_DEPTH);
        }
        if (++elements > MAX_ELEMENTS) {
            throw refused("more than " + MAX_ELEMENTS + " elements");
        }
        if (open.isEmpty() && !name.equals("PMML")) {
            throw refused("the root '%s' instead of PMML".formatted(Texts.excerpt(name)));
        }
        if (XINCLUDE.equals(xml.getNamespaceURI())) {
            throw refused("an XInclude");
        }
        if (PmmlRules.REFUSED.contains(name)) {
            throw refused("the element '%s', which is not supported".formatted(name));
        }
        if (open.size() == 1 && PmmlRules.MODELS.contains(name)) {
            models++;
        }
        Element element = element(name);
        element.within = within(element);
        element.singlePrecision = singlePrecision();
        element.classification =
                leftOutDepth == 0
                        && PmmlRules.MODELS.contains(name)
                        && !PmmlRules.KNOW_CLASSES.contains(name)
                        && "classification".equals(xml.getAttributeValue(null, "functionName"));
        requireConstantPattern(element);
        Element parent = open.peek();
        open.push(element);
        if (leftOutDepth > 0 || PmmlRules.LEFT_OUT.contains(name)) {
            leftOutDepth++;
        }
        String[] attributes = attributes(element);
        if (leftOutDepth == 0) {
            element.kept = new XmlElement(foreignPrefix(), name, attributes);
            if (parent == null) {
                root = element.kept;
            } else if (parent.kept != null) {
                parent.kept.add(element.kept);
            }
        }
        noteReferences(element);
        noteClasses(element);
    }

    private String foreignPrefix() {
        String namespace = xml.getNamespaceURI();
        return namespace == null || namespace.startsWith(PMML_NAMESPACE) ? "" : xml.getPrefix();
    }

    private Element element(String name) throws ModelLoadException {
        Element parent = open.peek();
        if (parent != null && !PmmlRules.LEFT_OUT.contains(name)) {
            parent.children++;
        }
        String definedFunction = parent == null ? null : parent.definedFunction;
        String derivedField = parent == null ? null : parent.derivedField;
        Definitions fields = parent == null ? null : parent.fields;
        switch (name) {
            case "TransformationDictionary", "LocalTransformations" -> fields = new Definitions();
            case "DefineFunction" -> {
                definedFunction = required("name");
                define(definedFunction);
            }
            case "DerivedField" -> {
                derivedField = xml.getAttributeValue(null, "name");
                if (fields != null && derivedField != null) {
                    fields.define(derivedField);
                    definedAt.put("field " + derivedField, xml.getLocation().getLineNumber());
                }
            }
            default -> {
                // Inherits.
            }
        }
        String function = name.equals("Apply") ? required("function") : null;
        if (function != null && PmmlRules.NOT_COMPUTED.contains(function)) {
            throw refused(
                    "the function '%s' of the standard, which is not computed here"
                            .formatted(function));
        }
        return new Element(name, definedFunction, derivedField, function, fields);
    }

    private void define(String function) throws ModelLoadException {
        if (PmmlRules.FUNCTIONS.contains(function) || functions.has(function)) {
            throw refused(
                    "a second definition of the function '%s'".formatted(Texts.excerpt(function)));
        }
        functions.define(function);
        definedAt.put("function " + function, xml.getLocation().getLineNumber());
    }

    /** The innermost application that an element stands in, itself counted. */
    private Growth.@Nullable Application within(Element element) {
        Element parent = open.peek();
        Growth.Application outer = parent == null ? null : parent.within;
        return element.function == null
                ? outer
                : growth.applies(outer, element.function, element.definedFunction);
    }

    /** What could lead in a circle: functions within functions, fields within derived fields. */
    private void noteReferences(Element element) {
        if (element.function != null) {
            applied.add(element.function);
            if (element.definedFunction != null) {
                functions.refer(element.definedFunction, element.function);
            }
        }
        if (element.fields != null && element.derivedField != null) {
            for (String attribute : new String[] {"field", "textField"}) {
                String field = xml.getAttributeValue(null, attribute);
                if (field != null) {
                    element.fields.refer(element.derivedField, field);
                    growth.uses(element.derivedField, field, element.within);
                }
            }
        }
    }

    /** What names the classes of the model that it belongs to: its target, or its Output. */
    private void noteClasses(Element element) {
        String usage = xml.getAttributeValue(null, "usageType");
        boolean target =
                element.name.equals("MiningField")
                        && ("target".equals(usage) || "predicted".equals(usage));
        if (leftOutDepth > 0 || !target && !element.name.equals("Output")) {
            return;
        }
        for (Element around : open) {
            if (PmmlRules.MODELS.contains(around.name)) {
                around.classesNamed = true;
                return;
            }
        }
    }

    /** Asked for classes that nothing names, PMML4S waits for itself and never comes back. */
    private void requireClasses(Element model) throws ModelLoadException {
        if (model.classification && !model.classesNamed) {
            throw refused(
                    "a %s that is a classification without a target field and without an Output"
                            .formatted(model.name));
        }
    }

    /** A pattern that rows could choose, or that explodes, would let a request run for ever. */
    private void requireConstantPattern(Element element) throws ModelLoadException {
        Element parent = open.peek();
        if (parent == null || element.name.equals("Constant")) {
            return;
        }
        if (isPattern(parent) || isReplacement(parent)) {
            throw refused(
                    "a %s for '%s' that is not constant"
                            .formatted(
                                    isPattern(parent) ? "pattern" : "replacement",
                                    parent.function));
        }
    }

    /** Whether the element that was seen last inside of its parent is the pattern of a function. */
    private static boolean isPattern(Element parent) {
        return parent.function != null
                && parent.children == 2
                && (PmmlRules.PATTERN_FUNCTIONS.contains(parent.function)
                        || parent.function.equals(FORMAT));
    }

    private static boolean isReplacement(Element parent) {
        return parent.children == 3 && "replace".equals(parent.function);
    }

    /** Looks at a constant that a function takes as its pattern or replacement. */
    private void constant(Element constant, Element parent) throws ModelLoadException {
        String text = constant.text();
        if (isPattern(parent)) {
            String refusal =
                    FORMAT.equals(parent.function)
                            ? SafePattern.formatRefusal(text)
                            : SafePattern.refusal(text);
            if (refusal != null) {
                throw refused("a pattern for '%s' that %s".formatted(parent.function, refusal));
            }
            parent.growsAnywhere = !FORMAT.equals(parent.function) && SafePattern.takesEmpty(text);
        } else if (isReplacement(parent) && parent.within != null) {
            growth.lengthens(parent.within, text.length() + (parent.growsAnywhere ? 1 : 0));
        }
    }

    /** The attributes of an element, names and values in turn. */
    private String[] attributes(Element element) throws ModelLoadException {
        String[] attributes = new String[2 * xml.getAttributeCount()];
        int kept = 0;
        long cells = 1;
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            String name = xml.getAttributeLocalName(i);
            String value = xml.getAttributeValue(i);
            if (value.length() > MAX_ATTRIBUTE_LENGTH) {
                throw refused("an attribute '%s' that is too long".formatted(Texts.excerpt(name)));
            }
            if (xml.getAttributeNamespace(i) != null) {
                requireHarmless(name, value);
                continue;
            }
            if (PmmlRules.NUMBERS.contains(name)) {
                requireNumber(name, value);
            } else if (COUNTS.contains(name)) {
                cells *= count(name, value);
            } else if (name.equals("n") && element.name.endsWith("Array")) {
                if (element.name.equals("Array")) {
                    element.declaredLength = count(name, value);
                } else {
                    cells *= count(name, value);
                }
            }
            attributes[kept++] = name;
            attributes[kept++] = element.singlePrecision ? single(name, value) : value;
        }
        if (cells > MAX_MATRIX_CELLS) {
            throw refused("a matrix or sparse array of more than " + MAX_MATRIX_CELLS + " cells");
        }
        return kept == attributes.length ? attributes : Arrays.copyOf(attributes, kept);
    }

    /** Whether the model computes in binary32, which XGBoost's do; inner models inherit it. */
    private boolean singlePrecision() {
        String context = xml.getAttributeValue(null, "x-mathContext");
        Element parent = open.peek();
        return context == null ? parent != null && parent.singlePrecision : "float".equals(context);
    }

    /**
     * A threshold or score of such a model, written as the double that equals it. PMML4S compares
     * doubles: with inputs rounded to binary32 as well, it then decides as binary32 would.
     */
    private String single(String name, String value) {
        boolean threshold =
                name.equals("value")
                        && xml.getLocalName().equals("SimplePredicate")
                        && PmmlRules.ORDERS.contains(
                                String.valueOf(xml.getAttributeValue(null, "operator")));
        boolean score = name.equals("score") && xml.getLocalName().equals("Node");
        if (!threshold && !score) {
            return value;
        }
        try {
            return Double.toString(Float.parseFloat(value));
        } catch (NumberFormatException text) {
            return value;
        }
    }

    private void end() throws ModelLoadException {
        Element element = open.pop();
        if (open.isEmpty()) {
            requireKnownFunctions();
        }
        requireClasses(element);
        if (element.declaredLength > element.text().length() / 2 + 1) {
            throw refused(
                    "an array that says it has %d elements and has fewer"
                            .formatted(element.declaredLength));
        }
        Element parent = open.peek();
        if (parent != null && element.name.equals("Constant")) {
            constant(element, parent);
        } else if ("concat".equals(element.function) && element.within != null) {
            growth.lengthens(element.within, element.children);
        }
        if (element.fields != null
                && (element.name.equals("TransformationDictionary")
                        || element.name.equals("LocalTransformations"))) {
            requireFinite("field", element.fields);
        }
        if (element.kept != null) {
            element.kept.setText(element.text());
        }
        if (leftOutDepth > 0) {
            leftOutDepth--;
        }
    }

    private void text(String text) {
        Element element = open.peek();
        if (element == null || element.kept == null) {
            return;
        }
        boolean indents = !element.kept.children().isEmpty() && text.isBlank();
        if (!indents) {
            if (element.text == null) {
                element.text = new StringBuilder(text.length());
            }
            element.text.append(text);
        }
    }

    private void requireKnownFunctions() throws ModelLoadException {
        for (String function : applied) {
            if (!PmmlRules.FUNCTIONS.contains(function) && !functions.has(function)) {
                throw new ModelLoadException(
                        ("The PMML file applies the function '%s', which is neither one of the"
                                        + " standard nor defined in the file.")
                                .formatted(Texts.excerpt(function)));
            }
        }
        requireFinite("function", functions);
        Growth.Excess excess = growth.excess();
        if (excess != null) {
            throw refused(excess.kind(), excess.name(), excess.reason());
        }
    }

    private void requireFinite(String what, Definitions definitions) throws ModelLoadException {
        String endless = definitions.endless();
        if (endless != null) {
            throw refused(
                    what,
                    endless,
                    "whose definition leads back to itself or through too many others");
        }
    }

    /** An attribute of another namespace, left out; a link must lead nowhere. */
    private void requireHarmless(String name, String value) throws ModelLoadException {
        if (name.equals("schemaLocation") || name.equals("noNamespaceSchemaLocation")) {
            for (String part : value.strip().split("\\s+")) {
                boolean link = part.indexOf(':') >= 0;
                if (link && !part.matches("https?://(www\\.)?dmg\\.org/[A-Za-z0-9/._-]*")) {
                    throw refused("a schema location outside of dmg.org");
                }
            }
        } else if (name.equals("href") || name.equals("base")) {
            throw refused("a link");
        }
    }

    private void requireNumber(String name, String value) throws ModelLoadException {
        try {
            if (Double.isFinite(Double.parseDouble(value.strip()))) {
                return;
            }
        } catch (NumberFormatException notANumber) {
            // Refused below, like those that are not finite.
        }
        throw refused(
                "'%s' where the attribute '%s' must be a finite number"
                        .formatted(Texts.excerpt(value), name));
    }

    private int count(String name, String value) throws ModelLoadException {
        try {
            int count = Integer.parseInt(value.strip());
            if (count >= 0) {
                return count;
            }
        } catch (NumberFormatException notACount) {
            // Refused below, like negative ones.
        }
        throw refused(
                "'%s' where the attribute '%s' must be a count"
                        .formatted(Texts.excerpt(value), name));
    }

    private String required(String attribute) throws ModelLoadException {
        String value = xml.getAttributeValue(null, attribute);
        if (value == null) {
            throw refused("an element without its attribute '%s'".formatted(attribute));
        }
        return value;
    }

    private ModelLoadException refused(String what) {
        return refused(what, xml.getLocation().getLineNumber());
    }

    /** Refuses a definition, at the line where it stands. */
    private ModelLoadException refused(String kind, String name, String why) {
        return refused(
                "the %s '%s', %s".formatted(kind, Texts.excerpt(name), why),
                definedAt.getOrDefault(kind + " " + name, xml.getLocation().getLineNumber()));
    }

    private static ModelLoadException refused(String what, int line) {
        return new ModelLoadException(
                "The PMML file is refused: it has %s (line %d).".formatted(what, line));
    }
}
