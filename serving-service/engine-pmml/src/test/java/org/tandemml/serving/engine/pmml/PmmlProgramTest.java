package org.tandemml.serving.engine.pmml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tandemml.serving.engine.pmml.Pmml.LABEL;
import static org.tandemml.serving.engine.pmml.Pmml.MINING;
import static org.tandemml.serving.engine.pmml.Pmml.NUMBER;
import static org.tandemml.serving.engine.pmml.Pmml.SCHEMA;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.tandemml.serving.engine.Garbage;
import org.tandemml.serving.engine.predict.PredictionJson;
import org.tandemml.serving.engine.predict.PredictionJson.Detail;
import org.tandemml.serving.engine.table.Tables;
import org.tandemml.serving.engine.zoo.JsonTree;
import org.tandemml.serving.engine.zoo.ZooModel;

/** Answers of programs, worked out by hand from the standard. */
class PmmlProgramTest {
    private static final ZooModel.Tolerance EXACT = new ZooModel.Tolerance(1e-15, 1e-14);

    @TempDir Path folder;

    /** A model, and pairs of a row and its answer. */
    private record Case(String name, String pmml, Object[]... rows) {}

    private static Object[] row(@Nullable Object a, @Nullable Object job, String answer) {
        return new Object[] {a == null ? Double.NaN : a, job == null ? "" : job, answer};
    }

    @TestFactory
    List<DynamicTest> answer_what_the_standard_says() {
        List<Case> cases = new ArrayList<>();
        cases.addAll(missingValuesInTrees());
        cases.addAll(predicates());
        cases.addAll(ensembles());
        cases.addAll(regressions());
        cases.addAll(fields());
        return cases.stream()
                .map(each -> DynamicTest.dynamicTest(each.name(), () -> assertAnswers(each)))
                .toList();
    }

    @Test
    void leave_to_pmml4s_what_they_do_not_know() throws Exception {
        String unknown =
                Pmml.document(
                        NUMBER,
                        "<TransformationDictionary><DerivedField name='d' dataType='string'"
                                + " optype='categorical'><Apply function='concat'>"
                                + "<FieldRef field='job'/><Constant>!</Constant></Apply>"
                                + "</DerivedField></TransformationDictionary>",
                        "<RegressionModel functionName='regression'>"
                                + MINING
                                + "<RegressionTable intercept='1'>"
                                + "<NumericPredictor name='a' coefficient='2'/>"
                                + "<CategoricalPredictor name='d' value='chef!' coefficient='5'/>"
                                + "</RegressionTable></RegressionModel>");
        try (var model = open(unknown)) {
            assertThat(model.usesProgram()).isFalse();
            assertThat(model.bind(SCHEMA).check().orElseThrow().fallback())
                    .contains("the function concat");
            assertThat(answers(model, row(2.0, "chef", ""))).isEqualTo("[10.0]");
        }
    }

    @Test
    void allocate_nothing_for_a_row() throws Exception {
        List<String> names = List.of("a", "job");
        for (Case each : garbageFree()) {
            PmmlDocument document = PmmlReader.read(each.pmml().getBytes(StandardCharsets.UTF_8));
            Program program = PmmlCompiler.compile(document, names, List.of("no", "yes")).program();
            Program.Work work = program.newWork();
            Garbage.assertNone(each.name(), () -> program.run(work));
        }
    }

    private static List<Case> garbageFree() {
        return List.of(
                new Case("a tree", labelledTree("defaultChild", "returnNullPrediction")),
                new Case(
                        "neurons",
                        Pmml.document(
                                LABEL,
                                "",
                                "<NeuralNetwork functionName='classification'"
                                        + " activationFunction='tanh'>"
                                        + MINING
                                        + "<NeuralInputs><NeuralInput id='i'><DerivedField"
                                        + " optype='continuous' dataType='double'><FieldRef"
                                        + " field='a'/></DerivedField></NeuralInput>"
                                        + "</NeuralInputs><NeuralLayer"
                                        + " normalizationMethod='softmax'><Neuron id='n'><Con"
                                        + " from='i' weight='1'/></Neuron><Neuron id='m'><Con"
                                        + " from='i' weight='2'/></Neuron></NeuralLayer>"
                                        + "<NeuralOutputs>"
                                        + neuron("n", "no")
                                        + neuron("m", "yes")
                                        + "</NeuralOutputs></NeuralNetwork>")),
                new Case(
                        "a regression",
                        Pmml.document(
                                LABEL,
                                "",
                                "<RegressionModel functionName='classification'"
                                        + " normalizationMethod='logit'>"
                                        + MINING
                                        + "<RegressionTable targetCategory='yes' intercept='1'>"
                                        + "<NumericPredictor name='a' coefficient='2'/>"
                                        + "<CategoricalPredictor name='job' value='chef'"
                                        + " coefficient='5'/></RegressionTable>"
                                        + "<RegressionTable targetCategory='no' intercept='0'/>"
                                        + "</RegressionModel>")));
    }

    private static String neuron(String id, String label) {
        return "<NeuralOutput outputNeuron='%s'><DerivedField optype='categorical'".formatted(id)
                + " dataType='string'><NormDiscrete field='y' value='%s'/></DerivedField>"
                        .formatted(label)
                + "</NeuralOutput>";
    }

    private static List<Case> missingValuesInTrees() {
        String first = "[{'prediction':'yes','probabilities':{'no':0.25,'yes':0.75}}]";
        String second = "[{'prediction':'no','probabilities':{'no':1,'yes':0}}]";
        String root = "[{'prediction':'no','probabilities':{'no':0.6,'yes':0.4}}]";
        String nothing = "[{'prediction':null}]";
        List<Case> cases = new ArrayList<>();
        String[][] strategies = {
            {"none", nothing},
            {"lastPrediction", root},
            {"nullPrediction", nothing},
            {"defaultChild", first},
            {"weightedConfidence", "[{'prediction':'no','probabilities':{'no':0.7,'yes':0.3}}]"},
            {"aggregateNodes", "[{'prediction':'no','probabilities':{'no':0.625,'yes':0.375}}]"}
        };
        for (String[] strategy : strategies) {
            cases.add(
                    new Case(
                            "tree " + strategy[0],
                            labelledTree(strategy[0], "returnNullPrediction"),
                            row(3.0, "chef", first),
                            row(5.0, "chef", first),
                            row(7.0, "chef", second),
                            row(12.0, "chef", nothing),
                            row(null, "chef", strategy[1])));
        }
        cases.add(
                new Case(
                        "tree without a true child, last prediction",
                        labelledTree("none", "returnLastPrediction"),
                        row(12.0, "chef", root),
                        row(null, "chef", root)));
        return cases;
    }

    /** Two leaves of 4 records each by their counts, of 4 and 6 by what the nodes say. */
    private static String labelledTree(String missing, String noTrueChild) {
        return Pmml.document(
                LABEL,
                "",
                "<TreeModel functionName='classification' missingValueStrategy='%s'"
                                .formatted(missing)
                        + " noTrueChildStrategy='%s'>".formatted(noTrueChild)
                        + MINING
                        + "<Node score='no' defaultChild='1'><True/>"
                        + distribution(6, 4)
                        + "<Node id='1' score='yes' recordCount='4'>"
                        + comparison("a", "lessOrEqual", "5")
                        + distribution(1, 3)
                        + "</Node><Node id='2' score='no' recordCount='6'>"
                        + "<CompoundPredicate booleanOperator='and'>"
                        + comparison("a", "greaterThan", "5")
                        + comparison("a", "lessThan", "10")
                        + "</CompoundPredicate>"
                        + distribution(4, 0)
                        + "</Node></Node></TreeModel>");
    }

    private static List<Case> predicates() {
        String[][] predicates = {
            {comparison("a", "equal", "2"), "TFFU"},
            {comparison("a", "notEqual", "2"), "FTTU"},
            {comparison("a", "greaterOrEqual", "2"), "TFTU"},
            {comparison("a", "lessThan", "2"), "FTFU"},
            {"<SimplePredicate field='a' operator='isMissing'/>", "FFFT"},
            {"<SimplePredicate field='a' operator='isNotMissing'/>", "TTTF"},
            {set("isIn", "a", "real", "2 3"), "TFTU"},
            {set("isNotIn", "job", "string", "\"clerk\" cook"), "TFTT"},
            {
                compound(
                        "or",
                        comparison("a", "greaterThan", "2"),
                        comparison("job", "equal", "chef")),
                "TFTT"
            },
            {
                compound(
                        "and",
                        comparison("a", "greaterThan", "2"),
                        comparison("job", "equal", "clerk")),
                "FFFF"
            },
            {
                compound(
                        "xor",
                        comparison("a", "lessOrEqual", "2"),
                        comparison("job", "equal", "chef")),
                "FTTU"
            },
            {
                compound(
                        "surrogate",
                        comparison("a", "lessThan", "2"),
                        comparison("job", "equal", "chef")),
                "FTFT"
            },
        };
        Object[][] rows = {{2.0, "chef"}, {1.0, "clerk"}, {3.0, "chef"}, {Double.NaN, "chef"}};
        List<Case> cases = new ArrayList<>();
        for (String[] predicate : predicates) {
            Object[][] answers = new Object[rows.length][];
            for (int i = 0; i < rows.length; i++) {
                String answer =
                        switch (predicate[1].charAt(i)) {
                            case 'T' -> "[1]";
                            case 'F' -> "[3]";
                            default -> "[null]";
                        };
                answers[i] = row(rows[i][0], rows[i][1], answer);
            }
            String pmml =
                    Pmml.document(
                            NUMBER,
                            "",
                            "<TreeModel functionName='regression'"
                                    + " missingValueStrategy='nullPrediction'>"
                                    + MINING
                                    + "<Node score='2'><True/><Node score='1'>"
                                    + predicate[0]
                                    + "</Node><Node score='3'><True/></Node></Node></TreeModel>");
            cases.add(new Case("predicate " + predicate[0], pmml, answers));
        }
        return cases;
    }

    private static List<Case> ensembles() {
        // Members answer 1, 2 and 6 up to a = 0, and 4, 2 and 0 beyond; their weights are 1, 2, 5.
        String[][] numbers = {
            {"sum", "[9]", "[6]"},
            {"weightedSum", "[35]", "[8]"},
            {"average", "[3]", "[2]"},
            {"weightedAverage", "[4.375]", "[1]"},
            {"median", "[2]", "[2]"},
            {"weightedMedian", "[6]", "[0]"},
            {"selectFirst", "[1]", "[4]"}
        };
        List<Case> cases = new ArrayList<>();
        for (String[] method : numbers) {
            String segments =
                    segment(1, stump("regression", "1", "4"))
                            + segment(2, stump("regression", "2", "2"))
                            + segment(5, stump("regression", "6", "0"));
            cases.add(
                    new Case(
                            "numbers: " + method[0],
                            mining(NUMBER, "regression", method[0], segments),
                            row(-1.0, "chef", method[1]),
                            row(1.0, "chef", method[2])));
        }
        String[][] labels = {
            {"majorityVote", "yes", "0.3333333333333333", "0.6666666666666666"},
            {"weightedMajorityVote", "no", "0.625", "0.375"},
            {"average", "yes", "0.4166666666666667", "0.5833333333333334"},
            {"weightedAverage", "no", "0.5625", "0.4375"}
        };
        for (String[] method : labels) {
            String segments =
                    segment(1, labelledStump(1, 3))
                            + segment(2, labelledStump(1, 3))
                            + segment(5, labelledStump(3, 1));
            cases.add(
                    new Case(
                            "labels: " + method[0],
                            mining(LABEL, "classification", method[0], segments),
                            row(
                                    -1.0,
                                    "chef",
                                    "[{'prediction':'%s','probabilities':{'no':%s,'yes':%s}}]"
                                            .formatted(method[1], method[2], method[3]))));
        }
        String chain =
                segment(
                                1,
                                stump("regression", "1", "4")
                                        .replace(
                                                "</MiningSchema>",
                                                "</MiningSchema><Output><OutputField name='margin'"
                                                        + " dataType='double' optype='continuous'/>"
                                                        + "</Output><Targets><Target"
                                                        + " rescaleFactor='0.5' rescaleConstant='-1'"
                                                        + "/></Targets>"))
                        + segment(
                                1,
                                "<RegressionModel functionName='classification'"
                                        + " normalizationMethod='logit'><MiningSchema>"
                                        + "<MiningField name='margin'/></MiningSchema>"
                                        + "<RegressionTable intercept='0' targetCategory='yes'>"
                                        + "<NumericPredictor name='margin' coefficient='1'/>"
                                        + "</RegressionTable><RegressionTable intercept='0'"
                                        + " targetCategory='no'/></RegressionModel>");
        double p = 1 / (1 + Math.exp(0.5));
        cases.add(
                new Case(
                        "a chain",
                        mining(LABEL, "classification", "modelChain", chain),
                        row(
                                -1.0,
                                "chef",
                                "[{'prediction':'no','probabilities':{'no':%s,'yes':%s}}]"
                                        .formatted(1 - p, p))));
        return cases;
    }

    private static List<Case> regressions() {
        // The sum of the row is 0.5 + 2 a^2 - 3 for chefs.
        double sum = 0.5 + 2 * 1.5 * 1.5 - 3;
        double[][] links = {
            {1 / (1 + Math.exp(-sum))},
            {Math.exp(sum)},
            {1 - Math.exp(-Math.exp(sum))},
            {Math.exp(-Math.exp(-sum))},
            {0.5 + Math.atan(sum) / Math.PI},
            {sum}
        };
        String[] names = {"logit", "exp", "cloglog", "loglog", "cauchit", "none"};
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            String pmml =
                    Pmml.document(
                            NUMBER,
                            "",
                            "<RegressionModel functionName='regression' normalizationMethod='%s'>"
                                            .formatted(names[i])
                                    + MINING
                                    + "<RegressionTable intercept='0.5'>"
                                    + "<NumericPredictor name='a' exponent='2' coefficient='2'/>"
                                    + "<CategoricalPredictor name='job' value='chef'"
                                    + " coefficient='-3'/></RegressionTable></RegressionModel>");
            cases.add(
                    new Case(
                            "link " + names[i],
                            pmml,
                            row(1.5, "chef", "[" + links[i][0] + "]"),
                            row(null, "chef", "[null]")));
        }
        return cases;
    }

    private static List<Case> fields() {
        String[][] derived = {
            {norm("asIs"), "-2", "3", "null"},
            {norm("asExtremeValues"), "0", "2", "null"},
            {norm("asMissingValues"), "null", "null", "null"},
            {"<NormDiscrete field='job' value='chef' mapMissingTo='0.5'/>", "1", "0", "0.5"},
            {
                "<Discretize field='a' defaultValue='7' mapMissingTo='8'>"
                        + "<DiscretizeBin binValue='1'><Interval closure='openClosed'"
                        + " rightMargin='-2'/></DiscretizeBin></Discretize>",
                "1",
                "7",
                "8"
            },
            {
                "<MapValues outputColumn='o' defaultValue='7' mapMissingTo='8'>"
                        + "<FieldColumnPair field='job' column='i'/><InlineTable>"
                        + "<row><i>chef</i><o>4</o></row></InlineTable></MapValues>",
                "4",
                "7",
                "8"
            },
            {apply("max", ref("a"), "<Constant>1</Constant>"), "1", "3", "1"},
            {apply("round", apply("/", ref("a"), "<Constant>-0.8</Constant>")), "3", "-4", "null"},
            {
                apply("if", apply("isMissing", ref("a")), "<Constant>9</Constant>", ref("a")),
                "-2",
                "3",
                "9"
            }
        };
        List<Case> cases = new ArrayList<>();
        for (String[] each : derived) {
            String pmml =
                    Pmml.document(
                            NUMBER,
                            "<TransformationDictionary><DerivedField name='d' dataType='double'"
                                    + " optype='continuous'>"
                                    + each[0]
                                    + "</DerivedField></TransformationDictionary>",
                            "<RegressionModel functionName='regression'>"
                                    + MINING
                                    + "<RegressionTable intercept='0'>"
                                    + "<NumericPredictor name='d' coefficient='1'/>"
                                    + "</RegressionTable></RegressionModel>");
            cases.add(
                    new Case(
                            "field " + each[0],
                            pmml,
                            row(-2.0, "chef", "[" + each[1] + "]"),
                            row(3.0, "clerk", "[" + each[2] + "]"),
                            row(null, null, "[" + each[3] + "]")));
        }
        String single =
                Pmml.document(NUMBER, "", stump("regression", "1", "2"))
                        .replace(
                                "name=\"a\" optype=\"continuous\" dataType=\"double\"",
                                "name=\"a\" optype=\"continuous\" dataType=\"float\"")
                        .replace("value='0'", "value='0.1'");
        cases.add(
                new Case(
                        "binary32 comparisons",
                        single,
                        row(0.1, "chef", "[1]"),
                        row((double) Math.nextUp(0.1f), "chef", "[2]"),
                        row(0.1 + 1e-10, "chef", "[1]")));
        return cases;
    }

    private static String norm(String outliers) {
        return "<NormContinuous field='a' outliers='%s'>".formatted(outliers)
                + "<LinearNorm orig='0' norm='0'/><LinearNorm orig='1' norm='1'/>"
                + "<LinearNorm orig='2' norm='2'/></NormContinuous>";
    }

    private static String apply(String function, String... arguments) {
        return "<Apply function='%s'>%s</Apply>".formatted(function, String.join("", arguments));
    }

    private static String ref(String field) {
        return "<FieldRef field='%s'/>".formatted(field);
    }

    private static String comparison(String field, String operator, String value) {
        return "<SimplePredicate field='%s' operator='%s' value='%s'/>"
                .formatted(field, operator, value);
    }

    private static String set(String operator, String field, String type, String values) {
        return "<SimpleSetPredicate field='%s' booleanOperator='%s'><Array n='2' type='%s'>%s</Array></SimpleSetPredicate>"
                .formatted(field, operator, type, values);
    }

    private static String compound(String operator, String... parts) {
        return "<CompoundPredicate booleanOperator='%s'>%s</CompoundPredicate>"
                .formatted(operator, String.join("", parts));
    }

    private static String distribution(int no, int yes) {
        return "<ScoreDistribution value='no' recordCount='%d'/>".formatted(no)
                + "<ScoreDistribution value='yes' recordCount='%d'/>".formatted(yes);
    }

    private static String stump(String function, String low, String high) {
        return "<TreeModel functionName='%s'>".formatted(function)
                + MINING
                + "<Node><True/><Node score='%s'>".formatted(low)
                + comparison("a", "lessOrEqual", "0")
                + "</Node><Node score='%s'>".formatted(high)
                + comparison("a", "greaterThan", "0")
                + "</Node></Node></TreeModel>";
    }

    private static String labelledStump(int no, int yes) {
        return "<TreeModel functionName='classification'>"
                + MINING
                + "<Node score='%s'><True/>".formatted(no > yes ? "no" : "yes")
                + distribution(no, yes)
                + "</Node></TreeModel>";
    }

    private static String segment(int weight, String model) {
        return "<Segment weight='%d'><True/>%s</Segment>".formatted(weight, model);
    }

    private static String mining(String target, String function, String method, String segments) {
        return Pmml.document(
                target,
                "",
                "<MiningModel functionName='%s'>".formatted(function)
                        + MINING
                        + "<Segmentation multipleModelMethod='%s'>%s</Segmentation></MiningModel>"
                                .formatted(method, segments));
    }

    private PmmlModel open(String pmml) throws Exception {
        return (PmmlModel) new PmmlRuntime().open(Pmml.save(pmml, folder), Pmml.MLMODEL);
    }

    private static String answers(PmmlModel model, Object[] row) throws Exception {
        boolean absent = Double.isNaN((double) row[0]);
        @Nullable Object[] cells = {absent ? null : row[0], "".equals(row[1]) ? null : row[1]};
        return new String(
                PredictionJson.array(
                        model.bind(SCHEMA)
                                .predict(Tables.of(SCHEMA, List.<@Nullable Object[]>of(cells))),
                        Detail.FULL),
                StandardCharsets.UTF_8);
    }

    private void assertAnswers(Case each) throws Exception {
        try (var model = open(each.pmml())) {
            assertThat(model.usesProgram())
                    .as("%s", model.bind(SCHEMA).check().orElseThrow())
                    .isTrue();
            for (Object[] row : each.rows()) {
                String given = answers(model, row);
                Object wanted =
                        JsonTree.parse(
                                ((String) row[2])
                                        .replace('\'', '"')
                                        .getBytes(StandardCharsets.UTF_8));
                assertThat(
                                EXACT.difference(
                                        wanted,
                                        JsonTree.parse(given.getBytes(StandardCharsets.UTF_8)),
                                        ""))
                        .as("%s, %s", row[0], row[1])
                        .isNull();
            }
        }
    }
}
