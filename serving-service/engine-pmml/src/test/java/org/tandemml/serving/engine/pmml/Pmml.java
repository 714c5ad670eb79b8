package org.tandemml.serving.engine.pmml;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.tandemml.model.mlmodel.MlModel;
import org.tandemml.model.signature.ColumnSpec;
import org.tandemml.model.signature.DataType;
import org.tandemml.model.signature.Schema;

/** PMML texts for tests. */
final class Pmml {
    static final MlModel MLMODEL =
            new MlModel(
                    Map.of("pmml", Map.of("data", "model.pmml", "pmml_version", "4.4")),
                    null,
                    null,
                    null,
                    null,
                    Map.of());

    /** What {@link #document} reads. */
    static final Schema.Columns SCHEMA =
            new Schema.Columns(
                    List.of(
                            ColumnSpec.of("a", DataType.DOUBLE),
                            ColumnSpec.of("job", DataType.STRING)));

    /** A target that is a number. */
    static final String NUMBER = "<DataField name='y' optype='continuous' dataType='double'/>";

    /** A target of two labels. */
    static final String LABEL =
            "<DataField name='y' optype='categorical' dataType='string'>"
                    + "<Value value='no'/><Value value='yes'/></DataField>";

    static final String MINING =
            "<MiningSchema><MiningField name='a'/><MiningField name='job'/>"
                    + "<MiningField name='y' usageType='target'/></MiningSchema>";

    private Pmml() {}

    /** A document with a number {@code a}, a text {@code job}, and a model over them. */
    static String document(String target, String transformations, String model) {
        return "<?xml version=\"1.0\"?><PMML version=\"4.4\""
                + " xmlns=\"http://www.dmg.org/PMML-4_4\"><Header/><DataDictionary>"
                + "<DataField name=\"a\" optype=\"continuous\" dataType=\"double\"/>"
                + "<DataField name=\"job\" optype=\"categorical\" dataType=\"string\">"
                + "<Value value=\"clerk\"/><Value value=\"chef\"/></DataField>"
                + target
                + "</DataDictionary>"
                + transformations
                + model
                + "</PMML>";
    }

    /** y = 1 + 2a, for chefs 5 more. */
    static String regression(String transformations) {
        return document(
                "<DataField name=\"y\" optype=\"continuous\" dataType=\"double\"/>",
                transformations,
                "<RegressionModel functionName=\"regression\">"
                        + mining()
                        + "<RegressionTable intercept=\"1\">"
                        + "<NumericPredictor name=\"a\" coefficient=\"2\"/>"
                        + "<CategoricalPredictor name=\"job\" value=\"chef\" coefficient=\"5\"/>"
                        + "</RegressionTable></RegressionModel>");
    }

    /** A tree of three leaves; numeric labels. */
    static String tree() {
        return document(
                "<DataField name=\"y\" optype=\"categorical\" dataType=\"integer\">"
                        + "<Value value=\"0\"/><Value value=\"1\"/></DataField>",
                "",
                "<TreeModel functionName=\"classification\" missingValueStrategy=\"none\">"
                        + mining()
                        + "<Node><True/>"
                        + leaf(
                                "<SimplePredicate field=\"a\" operator=\"lessThan\" value=\"0\"/>",
                                9,
                                1)
                        + "<Node><SimplePredicate field=\"a\" operator=\"greaterOrEqual\" value=\"0\"/>"
                        + leaf(
                                "<SimplePredicate field=\"job\" operator=\"equal\" value=\"chef\"/>",
                                1,
                                3)
                        + leaf(
                                "<SimplePredicate field=\"job\" operator=\"equal\" value=\"clerk\"/>",
                                4,
                                1)
                        + "</Node></Node></TreeModel>");
    }

    static Path save(String pmml, Path folder) throws IOException {
        Files.writeString(folder.resolve("model.pmml"), pmml);
        return folder;
    }

    private static String mining() {
        return "<MiningSchema><MiningField name=\"a\"/><MiningField name=\"job\"/>"
                + "<MiningField name=\"y\" usageType=\"target\"/></MiningSchema>";
    }

    private static String leaf(String predicate, int zeros, int ones) {
        return "<Node score=\"%d\" recordCount=\"%d\">"
                        .formatted(ones > zeros ? 1 : 0, zeros + ones)
                + predicate
                + "<ScoreDistribution value=\"0\" recordCount=\"%d\"/>".formatted(zeros)
                + "<ScoreDistribution value=\"1\" recordCount=\"%d\"/></Node>".formatted(ones);
    }
}
