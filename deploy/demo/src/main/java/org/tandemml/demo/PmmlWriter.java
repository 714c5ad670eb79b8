package org.tandemml.demo;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes a logistic regression as a PMML document. */
final class PmmlWriter {
    static final String VERSION = "4.4";
    private static final String TARGET = "diagnosis";

    private final XMLStreamWriter xml;

    private PmmlWriter(XMLStreamWriter xml) {
        this.xml = xml;
    }

    static byte[] write(LogisticRegression model, List<String> features) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            XMLStreamWriter xml =
                    XMLOutputFactory.newDefaultFactory()
                            .createXMLStreamWriter(out, StandardCharsets.UTF_8.name());
            new PmmlWriter(xml).document(model, features);
            xml.close();
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException(impossible);
        }
        return out.toByteArray();
    }

    private void document(LogisticRegression model, List<String> features)
            throws XMLStreamException {
        xml.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
        start("PMML", "version", VERSION, "xmlns", "http://www.dmg.org/PMML-4_4");
        start("Header", "description", "Logistic regression, breast cancer Wisconsin (diagnostic)");
        empty("Application", "name", "Tandem demo");
        end();
        start("DataDictionary", "numberOfFields", Integer.toString(features.size() + 1));
        for (String feature : features) {
            empty("DataField", "name", feature, "optype", "continuous", "dataType", "double");
        }
        start("DataField", "name", TARGET, "optype", "categorical", "dataType", "string");
        empty("Value", "value", Dataset.MALIGNANT);
        empty("Value", "value", Dataset.BENIGN);
        end();
        end();
        model(model, features);
        end();
        xml.writeEndDocument();
    }

    private void model(LogisticRegression model, List<String> features) throws XMLStreamException {
        start(
                "RegressionModel",
                "modelName",
                "breast-cancer",
                "functionName",
                "classification",
                "normalizationMethod",
                "logit");
        start("MiningSchema");
        for (String feature : features) {
            empty("MiningField", "name", feature, "usageType", "active");
        }
        empty("MiningField", "name", TARGET, "usageType", "target");
        end();
        start(
                "RegressionTable",
                "intercept",
                Double.toString(model.intercept()),
                "targetCategory",
                Dataset.MALIGNANT);
        for (int i = 0; i < features.size(); i++) {
            empty(
                    "NumericPredictor",
                    "name",
                    features.get(i),
                    "coefficient",
                    Double.toString(model.coefficients()[i]));
        }
        end();
        empty("RegressionTable", "intercept", "0.0", "targetCategory", Dataset.BENIGN);
        end();
    }

    private void start(String name, String... attributes) throws XMLStreamException {
        xml.writeStartElement(name);
        attributes(attributes);
    }

    private void empty(String name, String... attributes) throws XMLStreamException {
        xml.writeEmptyElement(name);
        attributes(attributes);
    }

    private void attributes(String... attributes) throws XMLStreamException {
        for (int i = 0; i < attributes.length; i += 2) {
            xml.writeAttribute(attributes[i], attributes[i + 1]);
        }
    }

    private void end() throws XMLStreamException {
        xml.writeEndElement();
    }
}
