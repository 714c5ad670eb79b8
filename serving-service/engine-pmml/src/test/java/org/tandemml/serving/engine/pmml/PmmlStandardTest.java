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
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.tandemml.serving.engine.predict.PredictionJson;
import org.tandemml.serving.engine.predict.PredictionJson.Detail;
import org.tandemml.serving.engine.table.Tables;
import org.tandemml.serving.engine.zoo.JsonTree;
import org.tandemml.serving.engine.zoo.ZooModel;

/** Answers worked out by hand from the standard, whoever computes them. */
class PmmlStandardTest {
    private static final String ORDERED =
            "<DataField name='y' optype='ordinal' dataType='string'><Value value='low'/><Value"
                    + " value='middle'/><Value value='high'/></DataField>";

    /** What programs do not know: PMML4S answers. */
    private static final List<String> NOT_COMPILED = List.of("probit", "Poisson", "output");

    private static final ZooModel.Tolerance CLOSE = new ZooModel.Tolerance(1e-12, 1e-11);

    @TempDir Path folder;

    /** A model, and rows with their answers: a number, a text and JSON. */
    private record Case(String name, String pmml, Object[]... rows) {}

    private static Object[] row(@Nullable Object a, @Nullable Object job, Object answer) {
        return new Object[] {
            a == null ? Double.NaN : a, job == null ? "" : job, "[" + answer + "]"
        };
    }

    private static String classes(String label, double no) {
        return String.format(
                Locale.ROOT,
                "{'prediction':'%s','probabilities':{'no':%s,'yes':%s}}",
                label,
                no,
                1 - no);
    }

    @TestFactory
    List<DynamicTest> answers() {
        List<Case> cases = new ArrayList<>();
        scorecards(cases);
        clusters(cases);
        rules(cases);
        functions(cases);
        ensembles(cases);
        versions(cases);
        schemas(cases);
        return tests(cases, false);
    }

    /** A program that is wrong would be given up when the model is loaded. */
    @TestFactory
    List<DynamicTest> answers_by_programs() {
        List<Case> cases = new ArrayList<>();
        generalRegressions(cases);
        neuralNetworks(cases);
        neuralForms(cases);
        bayes(cases);
        cards(cases);
        vectors(cases);
        machines(cases);
        neighbours(cases);
        measures(cases);
        return tests(cases, true);
    }

    private List<DynamicTest> tests(List<Case> cases, boolean programs) {
        return cases.stream()
                .map(
                        each -> {
                            boolean known = NOT_COMPILED.stream().noneMatch(each.name()::contains);
                            return DynamicTest.dynamicTest(
                                    each.name(), () -> assertAnswers(each, programs && known));
                        })
                .toList();
    }

    private static double phi(double x) {
        // Abramowitz and Stegun 26.2.10: a series, exact to double for the small numbers here.
        double sum = x;
        double term = x;
        for (int n = 1; n < 60; n++) {
            term *= -x * x / (2 * n);
            sum += term / (2 * n + 1);
        }
        return 0.5 + sum / Math.sqrt(2 * Math.PI);
    }

    /** The linear predictor is intercept + 0.2 a + 0.3 for chefs. */
    private static String generalRegression(
            String target, String function, String attributes, double intercept) {
        return Pmml.document(
                target,
                "",
                "<GeneralRegressionModel functionName='%s' %s>".formatted(function, attributes)
                        + MINING
                        + "<ParameterList><Parameter name='p0' label='Intercept'/>"
                        + "<Parameter name='p1' label='a'/><Parameter name='p2'/></ParameterList>"
                        + "<FactorList><Predictor name='job'/></FactorList>"
                        + "<CovariateList><Predictor name='a'/></CovariateList>"
                        + "<PPMatrix><PPCell value='1' predictorName='a' parameterName='p1'/>"
                        + "<PPCell value='chef' predictorName='job' parameterName='p2'/></PPMatrix>"
                        + "<ParamMatrix>"
                        + (function.equals("regression")
                                ? "<PCell parameterName='p0' beta='%s'/>".formatted(intercept)
                                        + "<PCell parameterName='p1' beta='0.2'/>"
                                        + "<PCell parameterName='p2' beta='0.3'/>"
                                : "<PCell targetCategory='yes' parameterName='p0' beta='%s'/>"
                                                .formatted(intercept)
                                        + "<PCell targetCategory='yes' parameterName='p1'"
                                        + " beta='0.2'/><PCell targetCategory='yes'"
                                        + " parameterName='p2' beta='0.3'/>")
                        + "</ParamMatrix></GeneralRegressionModel>");
    }

    private static void generalRegressions(List<Case> cases) {
        double x = 0.1 + 0.2 * 1.5 + 0.3;
        Object[][] links = {
            {"identity", "", x},
            {"log", "", Math.exp(x)},
            {"logc", "", 1 - Math.exp(x)},
            {"logit", "", 1 / (1 + Math.exp(-x))},
            {"probit", "", phi(x)},
            {"cloglog", "", 1 - Math.exp(-Math.exp(x))},
            {"loglog", "", Math.exp(-Math.exp(-x))},
            {"power", "linkParameter='2'", Math.sqrt(x)},
            {"power", "linkParameter='0'", Math.exp(x)},
            {"oddspower", "linkParameter='2'", 1 / (1 + Math.pow(1 + 2 * x, -0.5))},
            {"oddspower", "linkParameter='0'", 1 / (1 + Math.exp(-x))}
        };
        for (Object[] link : links) {
            cases.add(
                    new Case(
                            "generalized linear, " + link[0] + " " + link[1],
                            generalRegression(
                                    NUMBER,
                                    "regression",
                                    "modelType='generalizedLinear' distribution='normal'"
                                            + " linkFunction='%s' %s".formatted(link[0], link[1]),
                                    0.1),
                            row(1.5, "chef", link[2]),
                            row(null, "chef", "null")));
        }
        double y = -2 + 0.2 * 1.5 + 0.3;
        cases.add(
                new Case(
                        "generalized linear, negbin",
                        generalRegression(
                                NUMBER,
                                "regression",
                                "modelType='generalizedLinear' distribution='negbin'"
                                        + " linkFunction='negbin' distParameter='0.5'",
                                -2),
                        row(1.5, "chef", 1 / (0.5 * (Math.exp(-y) - 1)))));
        cases.add(
                new Case(
                        "generalized linear with offset and trials",
                        generalRegression(
                                NUMBER,
                                "regression",
                                "modelType='generalizedLinear' linkFunction='logit'"
                                        + " distribution='binomial' offsetValue='0.5' trialsValue='10'",
                                0.1),
                        row(1.5, "chef", 10 / (1 + Math.exp(-x - 0.5)))));
        cases.add(
                new Case(
                        "general linear",
                        generalRegression(NUMBER, "regression", "modelType='generalLinear'", 0.1),
                        row(1.5, "clerk", 0.4)));
        double p = Math.exp(x) / (1 + Math.exp(x));
        cases.add(
                new Case(
                        "multinomial logistic",
                        generalRegression(
                                LABEL,
                                "classification",
                                "modelType='multinomialLogistic' targetReferenceCategory='no'",
                                0.1),
                        row(1.5, "chef", classes("yes", 1 - p))));
        cases.add(
                new Case(
                        "generalized linear of two classes, probit",
                        generalRegression(
                                LABEL,
                                "classification",
                                "modelType='generalizedLinear' linkFunction='probit'"
                                        + " distribution='binomial' targetReferenceCategory='no'",
                                0.1),
                        row(1.5, "chef", classes("yes", 1 - phi(x)))));
        Object[][] cumulative = {
            {"logit", (DoubleUnaryOperator) z -> 1 / (1 + Math.exp(-z))},
            {"probit", (DoubleUnaryOperator) PmmlStandardTest::phi},
            {"cloglog", (DoubleUnaryOperator) z -> 1 - Math.exp(-Math.exp(z))},
            {"loglog", (DoubleUnaryOperator) z -> Math.exp(-Math.exp(-z))},
            {"cauchit", (DoubleUnaryOperator) z -> 0.5 + Math.atan(z) / Math.PI}
        };
        for (Object[] link : cumulative) {
            var f = (DoubleUnaryOperator) link[1];
            double low = f.applyAsDouble(-0.5 + 0.3);
            double middle = f.applyAsDouble(1 + 0.3) - low;
            double high = 1 - low - middle;
            String best = low >= middle && low >= high ? "low" : middle >= high ? "middle" : "high";
            cases.add(
                    new Case(
                            "ordinal " + link[0],
                            Pmml.document(
                                    ORDERED,
                                    "",
                                    "<GeneralRegressionModel functionName='classification'"
                                            + " modelType='ordinalMultinomial' cumulativeLink='%s'>"
                                                    .formatted(link[0])
                                            + MINING
                                            + "<ParameterList><Parameter name='p0'/><Parameter"
                                            + " name='p1'/></ParameterList><FactorList/><CovariateList><Predictor"
                                            + " name='a'/></CovariateList><PPMatrix><PPCell"
                                            + " value='1' predictorName='a'"
                                            + " parameterName='p1'/></PPMatrix><ParamMatrix><PCell"
                                            + " targetCategory='low' parameterName='p0'"
                                            + " beta='-0.5'/><PCell targetCategory='middle'"
                                            + " parameterName='p0' beta='1'/><PCell"
                                            + " parameterName='p1' beta='0.2'/>"
                                            + "</ParamMatrix></GeneralRegressionModel>"),
                            row(
                                    1.5,
                                    "chef",
                                    "{'prediction':'%s','probabilities':{'low':%s,'middle':%s,'high':%s}}"
                                            .formatted(best, low, middle, high))));
        }
    }

    private static void neuralNetworks(List<Case> cases) {
        double x = 0.5 + 0.25 * 1.5;
        Object[][] activations = {
            {"logistic", 1 / (1 + Math.exp(-x))},
            {"tanh", Math.tanh(x)},
            {"identity", x},
            {"exponential", Math.exp(x)},
            {"reciprocal", 1 / x},
            {"square", x * x},
            {"Gauss", Math.exp(-x * x)},
            {"sine", Math.sin(x)},
            {"cosine", Math.cos(x)},
            {"Elliott", x / (1 + Math.abs(x))},
            {"arctan", 2 * Math.atan(x) / Math.PI},
            {"rectifier", x},
            {"threshold", 1}
        };
        for (Object[] activation : activations) {
            cases.add(
                    new Case(
                            "neurons, " + activation[0],
                            Pmml.document(
                                    NUMBER,
                                    "",
                                    "<NeuralNetwork functionName='regression' threshold='0.3'"
                                            + " activationFunction='%s'>".formatted(activation[0])
                                            + MINING
                                            + neuralInput()
                                            + "<NeuralLayer><Neuron id='h' bias='0.5'>"
                                            + "<Con from='i' weight='0.25'/></Neuron></NeuralLayer>"
                                            + "<NeuralLayer activationFunction='identity'>"
                                            + "<Neuron id='o'><Con from='h' weight='1'/></Neuron>"
                                            + "</NeuralLayer><NeuralOutputs><NeuralOutput"
                                            + " outputNeuron='o'><DerivedField optype='continuous'"
                                            + " dataType='double'><NormContinuous field='y'>"
                                            + "<LinearNorm orig='10' norm='0'/>"
                                            + "<LinearNorm orig='12' norm='1'/></NormContinuous>"
                                            + "</DerivedField></NeuralOutput></NeuralOutputs>"
                                            + "</NeuralNetwork>"),
                            row(1.5, "chef", 10 + 2 * ((Number) activation[1]).doubleValue())));
        }
        double z = Math.pow(1.5 - 0.25, 2) / (2 * 0.5 * 0.5);
        cases.add(
                new Case(
                        "neurons, radialBasis",
                        Pmml.document(
                                NUMBER,
                                "",
                                "<NeuralNetwork functionName='regression'"
                                        + " activationFunction='radialBasis'>"
                                        + MINING
                                        + neuralInput()
                                        + "<NeuralLayer><Neuron id='h' width='0.5' altitude='2'>"
                                        + "<Con from='i' weight='0.25'/></Neuron></NeuralLayer>"
                                        + "<NeuralLayer activationFunction='identity'>"
                                        + "<Neuron id='o'><Con from='h' weight='1'/></Neuron>"
                                        + "</NeuralLayer><NeuralOutputs><NeuralOutput"
                                        + " outputNeuron='o'><DerivedField optype='continuous'"
                                        + " dataType='double'><FieldRef field='y'/>"
                                        + "</DerivedField></NeuralOutput></NeuralOutputs>"
                                        + "</NeuralNetwork>"),
                        row(1.5, "chef", Math.exp(Math.log(2) - z))));
        double no = 0.5 + 0.25 * 1.5;
        double yes = 0.1 + 0.75 * 1.5;
        Object[][] forms = {
            {"softmax", Math.exp(no) / (Math.exp(no) + Math.exp(yes))},
            {"simplemax", no / (no + yes)}
        };
        for (Object[] form : forms) {
            cases.add(
                    new Case(
                            "neurons, " + form[0],
                            Pmml.document(
                                    LABEL,
                                    "",
                                    "<NeuralNetwork functionName='classification'"
                                            + " activationFunction='identity'"
                                            + " normalizationMethod='%s'>".formatted(form[0])
                                            + MINING
                                            + neuralInput()
                                            + "<NeuralLayer><Neuron id='n' bias='0.5'>"
                                            + "<Con from='i' weight='0.25'/></Neuron>"
                                            + "<Neuron id='m' bias='0.1'>"
                                            + "<Con from='i' weight='0.75'/></Neuron></NeuralLayer>"
                                            + "<NeuralOutputs>"
                                            + neuralLabel("n", "no")
                                            + neuralLabel("m", "yes")
                                            + "</NeuralOutputs></NeuralNetwork>"),
                            row(1.5, "chef", classes("yes", (double) form[1]))));
        }
    }

    /** Inputs that are scaled and may be missing, layers of their own kind, answers for others. */
    private static void neuralForms(List<Case> cases) {
        String scaled =
                "<NeuralInputs><NeuralInput id='i'><DerivedField optype='continuous'"
                        + " dataType='double'><NormContinuous field='a' mapMissingTo='0.5'"
                        + " outliers='asExtremeValues'><LinearNorm orig='0' norm='0'/>"
                        + "<LinearNorm orig='10' norm='1'/></NormContinuous></DerivedField>"
                        + "</NeuralInput><NeuralInput id='j'><DerivedField optype='continuous'"
                        + " dataType='double'><NormDiscrete field='job' value='chef'/>"
                        + "</DerivedField></NeuralInput></NeuralInputs>";
        String hidden =
                "<NeuralLayer><Neuron id='h' bias='0.5'><Con from='i' weight='0.25'/></Neuron>"
                        + "</NeuralLayer>";
        cases.add(
                new Case(
                        "neurons that reach over a layer, decreasing norm",
                        network(
                                NUMBER,
                                "regression",
                                "activationFunction='tanh'",
                                MINING,
                                scaled
                                        + hidden
                                        + "<NeuralLayer activationFunction='identity'><Neuron"
                                        + " id='o'><Con from='h' weight='1'/><Con from='i'"
                                        + " weight='2'/><Con from='j' weight='10'/></Neuron>"
                                        + "</NeuralLayer><NeuralOutputs><NeuralOutput"
                                        + " outputNeuron='o'><DerivedField optype='continuous'"
                                        + " dataType='double'><NormContinuous field='y'>"
                                        + "<LinearNorm orig='0' norm='1'/><LinearNorm orig='3'"
                                        + " norm='0'/></NormContinuous></DerivedField>"
                                        + "</NeuralOutput></NeuralOutputs>"),
                        row(5.0, "chef", 3 - 3 * (Math.tanh(0.625) + 1 + 10)),
                        row(50.0, "clerk", 3 - 3 * (Math.tanh(0.75) + 2)),
                        row(null, "clerk", 3 - 3 * (Math.tanh(0.625) + 1)),
                        row(5.0, null, "null")));
        double no = 1 / (1 + Math.exp(-(0.5 + 0.25 * 0.5)));
        double yes = 2 * no;
        String last =
                "<Neuron id='n'><Con from='h' weight='1'/></Neuron><Neuron id='m'><Con from='h'"
                        + " weight='2'/></Neuron></NeuralLayer><NeuralOutputs>"
                        + neuralLabel("m", "yes")
                        + neuralLabel("n", "no")
                        + "</NeuralOutputs>";
        String[][] normalized = {
            {"", "<NeuralLayer activationFunction='identity' normalizationMethod='softmax'>"},
            {"normalizationMethod='softmax'", "<NeuralLayer activationFunction='identity'>"}
        };
        for (String[] each : normalized) {
            cases.add(
                    new Case(
                            "neurons, softmax of the last layer " + each[0],
                            network(
                                    LABEL,
                                    "classification",
                                    "activationFunction='logistic' " + each[0],
                                    MINING,
                                    scaled
                                            + hidden.replace(
                                                    "<NeuralLayer>",
                                                    "<NeuralLayer normalizationMethod='none'>")
                                            + each[1]
                                            + last),
                            row(
                                    5.0,
                                    "chef",
                                    classes(
                                            "yes",
                                            Math.exp(no) / (Math.exp(no) + Math.exp(yes))))));
        }
        String first =
                body(
                        network(
                                "",
                                "regression",
                                "activationFunction='identity'",
                                "<MiningSchema><MiningField name='a'/></MiningSchema><Output>"
                                        + "<OutputField name='z' feature='predictedValue'"
                                        + " dataType='double' optype='continuous'/></Output>",
                                neuralInput()
                                        + "<NeuralLayer><Neuron id='o' bias='0.5'><Con from='i'"
                                        + " weight='1'/></Neuron></NeuralLayer><NeuralOutputs>"
                                        + "<NeuralOutput outputNeuron='o'><DerivedField"
                                        + " optype='continuous' dataType='double'><FieldRef"
                                        + " field='y'/></DerivedField></NeuralOutput>"
                                        + "</NeuralOutputs>"));
        cases.add(
                new Case(
                        "neurons before a regression",
                        ensemble(
                                LABEL,
                                "classification",
                                "modelChain",
                                segment(first)
                                        + segment(
                                                "<RegressionModel functionName='classification'"
                                                        + " normalizationMethod='logit'>"
                                                        + "<MiningSchema><MiningField name='z'/>"
                                                        + "<MiningField name='y'"
                                                        + " usageType='target'/></MiningSchema>"
                                                        + "<RegressionTable intercept='0'"
                                                        + " targetCategory='yes'>"
                                                        + "<NumericPredictor name='z'"
                                                        + " coefficient='1'/></RegressionTable>"
                                                        + "<RegressionTable intercept='0'"
                                                        + " targetCategory='no'/>"
                                                        + "</RegressionModel>")),
                        row(1.5, "chef", classes("yes", 1 / (1 + Math.exp(2))))));
    }

    private static String network(
            String target, String function, String attributes, String schema, String rest) {
        return Pmml.document(
                target,
                "",
                "<NeuralNetwork functionName='%s' %s>%s%s</NeuralNetwork>"
                        .formatted(function, attributes, schema, rest));
    }

    /** The model of a document. */
    private static String body(String document) {
        return document.substring(
                document.indexOf("</DataDictionary>") + "</DataDictionary>".length(),
                document.indexOf("</PMML>"));
    }

    private static String neuralInput() {
        return "<NeuralInputs><NeuralInput id='i'><DerivedField optype='continuous'"
                + " dataType='double'><FieldRef field='a'/></DerivedField></NeuralInput>"
                + "</NeuralInputs>";
    }

    private static String neuralLabel(String neuron, String label) {
        return "<NeuralOutput outputNeuron='%s'><DerivedField optype='categorical'"
                        .formatted(neuron)
                + " dataType='string'><NormDiscrete field='y' value='%s'/>".formatted(label)
                + "</DerivedField></NeuralOutput>";
    }

    private static void scorecards(List<Case> cases) {
        for (String algorithm : new String[] {"pointsAbove", "pointsBelow"}) {
            boolean above = algorithm.equals("pointsAbove");
            // Partial scores are 10 and 30, the baselines 15 and 40.
            cases.add(
                    new Case(
                            "scorecard " + algorithm,
                            Pmml.document(
                                    NUMBER,
                                    "",
                                    "<Scorecard functionName='regression' initialScore='5'"
                                            + " useReasonCodes='true'"
                                            + " reasonCodeAlgorithm='%s'>".formatted(algorithm)
                                            + MINING
                                            + "<Output><OutputField name='score'"
                                            + " feature='predictedValue' dataType='double'"
                                            + " optype='continuous'/><OutputField name='r1'"
                                            + " feature='reasonCode' rank='1' dataType='string'"
                                            + " optype='categorical'/><OutputField name='r2'"
                                            + " feature='reasonCode' rank='2' dataType='string'"
                                            + " optype='categorical'/></Output><Characteristics>"
                                            + "<Characteristic name='A' baselineScore='%d' reasonCode='RA'>"
                                                    .formatted(above ? 5 : 15)
                                            + "<Attribute partialScore='10'><SimplePredicate"
                                            + " field='a' operator='lessThan'"
                                            + " value='2'/></Attribute><Attribute"
                                            + " partialScore='20'><True/></Attribute>"
                                            + "</Characteristic>"
                                            + "<Characteristic name='J' baselineScore='%d' reasonCode='RJ'>"
                                                    .formatted(above ? 10 : 40)
                                            + "<Attribute partialScore='30'"
                                            + " reasonCode='RC'><SimplePredicate field='job'"
                                            + " operator='equal'"
                                            + " value='chef'/></Attribute><Attribute"
                                            + " partialScore='0'><True/></Attribute>"
                                            + "</Characteristic></Characteristics></Scorecard>"),
                            row(1.5, "chef", "{'prediction':45,'score':45,'r1':'RC','r2':'RA'}")));
        }
    }

    private static void cards(List<Case> cases) {
        cases.add(
                new Case(
                        "scorecard with a computed part",
                        Pmml.document(
                                NUMBER,
                                "",
                                "<Scorecard functionName='regression' useReasonCodes='false'>"
                                        + MINING
                                        + "<Characteristics><Characteristic name='A'>"
                                        + "<Attribute><True/><ComplexPartialScore>"
                                        + apply("*", ref("a"), "<Constant>3</Constant>")
                                        + "</ComplexPartialScore></Attribute></Characteristic>"
                                        + "</Characteristics></Scorecard>"),
                        row(1.5, "chef", 4.5)));
        String characteristics =
                "<Characteristics><Characteristic name='A'><Attribute partialScore='1'>"
                        + "<SimplePredicate field='a' operator='isMissing'/></Attribute>"
                        + "<Attribute partialScore='10'><SimplePredicate field='a'"
                        + " operator='lessThan' value='2'/></Attribute></Characteristic>"
                        + "<Characteristic name='B'><Attribute partialScore='3'>"
                        + "<CompoundPredicate booleanOperator='and'><SimplePredicate field='job'"
                        + " operator='equal' value='chef'/><SimplePredicate field='a'"
                        + " operator='lessThan' value='5'/></CompoundPredicate></Attribute>"
                        + "<Attribute partialScore='7'><True/></Attribute></Characteristic>"
                        + "</Characteristics>";
        cases.add(
                new Case(
                        "scorecard whose attributes leave rows out",
                        Pmml.document(
                                NUMBER,
                                "",
                                "<Scorecard functionName='regression' initialScore='100'"
                                        + " useReasonCodes='false'>"
                                        + MINING
                                        + "<Targets><Target field='y' rescaleFactor='2'"
                                        + " max='115'/></Targets>"
                                        + characteristics
                                        + "</Scorecard>"),
                        row(1.0, "chef", 226),
                        row(1.0, null, 230),
                        row(null, "chef", 216),
                        row(9.0, "chef", "null")));
    }

    private static void bayes(List<Case> cases) {
        String[][] distributions = {
            {
                "<GaussianDistribution mean='1' variance='4'/>",
                "<GaussianDistribution mean='3' variance='1'/>"
            },
            {"<PoissonDistribution mean='1'/>", "<PoissonDistribution mean='3'/>"}
        };
        double[][] densities = {
            {
                Math.exp(-Math.pow(2 - 1, 2) / 8) / Math.sqrt(8 * Math.PI),
                Math.exp(-Math.pow(2 - 3, 2) / 2) / Math.sqrt(2 * Math.PI)
            },
            {Math.exp(-1) / 2, 9 * Math.exp(-3) / 2}
        };
        for (int i = 0; i < distributions.length; i++) {
            double no = 30 * (10.0 / 30) * densities[i][0];
            double yes = 60 * (50.0 / 60) * densities[i][1];
            cases.add(
                    new Case(
                            "naive Bayes " + distributions[i][0],
                            Pmml.document(
                                    LABEL,
                                    "",
                                    "<NaiveBayesModel functionName='classification'"
                                            + " threshold='0.001'>"
                                            + MINING
                                            + "<BayesInputs><BayesInput fieldName='job'>"
                                            + "<PairCounts value='chef'><TargetValueCounts>"
                                            + counts(10, 50)
                                            + "</TargetValueCounts></PairCounts>"
                                            + "<PairCounts value='clerk'><TargetValueCounts>"
                                            + counts(20, 10)
                                            + "</TargetValueCounts></PairCounts></BayesInput>"
                                            + "<BayesInput fieldName='a'><TargetValueStats>"
                                            + "<TargetValueStat value='no'>%s</TargetValueStat>"
                                                    .formatted(distributions[i][0])
                                            + "<TargetValueStat value='yes'>%s</TargetValueStat>"
                                                    .formatted(distributions[i][1])
                                            + "</TargetValueStats></BayesInput></BayesInputs>"
                                            + "<BayesOutput fieldName='y'><TargetValueCounts>"
                                            + counts(30, 60)
                                            + "</TargetValueCounts></BayesOutput></NaiveBayesModel>"),
                            row(2.0, "chef", classes(no > yes ? "no" : "yes", no / (no + yes))),
                            row(null, "chef", classes("yes", 10.0 / 60)),
                            row(null, null, classes("yes", 1.0 / 3))));
        }
    }

    private static String counts(int no, int yes) {
        return "<TargetValueCount value='no' count='%d'/>".formatted(no)
                + "<TargetValueCount value='yes' count='%d'/>".formatted(yes);
    }

    private static void clusters(List<Case> cases) {
        // Distances to (0, 0) and (2, 1) of (1.2, 0) in each measure.
        String[][] measures = {
            {"<euclidean/>", "first"},
            {"<squaredEuclidean/>", "first"},
            {"<cityBlock/>", "first"},
            {"<chebychev/>", "second"},
            {"<minkowski p-parameter='8'/>", "second"}
        };
        for (String[] measure : measures) {
            cases.add(
                    new Case(
                            "clusters " + measure[0],
                            Pmml.document(
                                    "",
                                    derived("d", "<NormDiscrete field='job' value='chef'/>"),
                                    "<ClusteringModel functionName='clustering'"
                                            + " numberOfClusters='2'"
                                            + " modelClass='centerBased'><MiningSchema><MiningField"
                                            + " name='a'/><MiningField"
                                            + " name='job'/></MiningSchema><ComparisonMeasure"
                                            + " kind='distance'"
                                            + " compareFunction='absDiff'>%s</ComparisonMeasure>"
                                                    .formatted(measure[0])
                                            + "<ClusteringField field='a'/><ClusteringField"
                                            + " field='d'/><Cluster id='first'><Array n='2'"
                                            + " type='real'>0 0</Array></Cluster><Cluster"
                                            + " id='second'><Array n='2' type='real'>2"
                                            + " 1</Array></Cluster></ClusteringModel>"),
                            row(1.2, "clerk", "{'cluster':'%s'}".formatted(measure[1])),
                            row(1.9, "chef", "{'cluster':'second'}")));
        }
        String[][] similar = {
            {"<simpleMatching/>"},
            {"<jaccard/>"},
            {"<tanimoto/>"},
            {
                "<binarySimilarity c00-parameter='0' c01-parameter='0' c10-parameter='0'"
                        + " c11-parameter='1' d00-parameter='1' d01-parameter='1' d10-parameter='1'"
                        + " d11-parameter='1'/>"
            }
        };
        for (String[] measure : similar) {
            cases.add(
                    new Case(
                            "similar clusters " + measure[0],
                            Pmml.document(
                                    "",
                                    derived("d", "<NormDiscrete field='job' value='chef'/>"),
                                    "<ClusteringModel functionName='clustering'"
                                            + " numberOfClusters='2'"
                                            + " modelClass='centerBased'><MiningSchema><MiningField"
                                            + " name='a'/><MiningField"
                                            + " name='job'/></MiningSchema><ComparisonMeasure"
                                            + " kind='similarity'>"
                                            + measure[0]
                                            + "</ComparisonMeasure><ClusteringField"
                                            + " field='a'/><ClusteringField field='d'/><Cluster"
                                            + " id='first'><Array n='2' type='real'>1"
                                            + " 0</Array></Cluster><Cluster id='second'><Array"
                                            + " n='2' type='real'>0 1</Array></Cluster>"
                                            + "</ClusteringModel>"),
                            row(1.0, "clerk", "{'cluster':'first'}"),
                            row(0.0, "chef", "{'cluster':'second'}")));
        }
        cases.add(
                new Case(
                        "clusters, missing values have weights",
                        Pmml.document(
                                "",
                                derived("d", "<NormDiscrete field='job' value='chef'/>"),
                                "<ClusteringModel functionName='clustering' numberOfClusters='2'"
                                        + " modelClass='centerBased'><MiningSchema><MiningField"
                                        + " name='a'/><MiningField"
                                        + " name='job'/></MiningSchema><ComparisonMeasure"
                                        + " kind='distance'>"
                                        + "<squaredEuclidean/></ComparisonMeasure><ClusteringField"
                                        + " field='a' fieldWeight='9'/><ClusteringField"
                                        + " field='d'/><MissingValueWeights><Array n='2' type='real'>1"
                                        + " 1</Array></MissingValueWeights><Cluster id='first'><Array"
                                        + " n='2' type='real'>0 0</Array></Cluster><Cluster"
                                        + " id='second'><Array n='2' type='real'>2 1</Array></Cluster>"
                                        + "</ClusteringModel>"),
                        row(0.5, "chef", "{'cluster':'first'}"),
                        row(null, "chef", "{'cluster':'second'}")));
    }

    private static void neighbours(List<Case> cases) {
        // Distances 1, 1, 2; a weight is the reciprocal of a distance and the threshold.
        double near = 1 / 1.001;
        double far = 1 / 2.001;
        Object[][] methods = {
            {"average", 3},
            {"median", 2},
            {"weightedAverage", (near * 1 + near * 2 + far * 6) / (2 * near + far)}
        };
        for (Object[] method : methods) {
            cases.add(
                    new Case(
                            "neighbours " + method[0],
                            neighbourModel(
                                    NUMBER,
                                    "regression",
                                    "continuousScoringMethod='%s'".formatted(method[0]),
                                    "1",
                                    "2",
                                    "6",
                                    "9"),
                            row(1.0, "chef", method[1]),
                            row(null, "chef", "null")));
        }
        cases.add(
                new Case(
                        "neighbours majorityVote",
                        neighbourModel(
                                LABEL,
                                "classification",
                                "categoricalScoringMethod='majorityVote'",
                                "no",
                                "yes",
                                "yes",
                                "no"),
                        row(1.0, "chef", classes("yes", 1.0 / 3))));
        cases.add(
                new Case(
                        "neighbours weightedMajorityVote",
                        neighbourModel(
                                LABEL,
                                "classification",
                                "categoricalScoringMethod='weightedMajorityVote'",
                                "no",
                                "yes",
                                "yes",
                                "no"),
                        row(1.0, "chef", classes("yes", near / (2 * near + far)))));
    }

    /** A number and whether a row is a chef: (5, 1) among (0, 0), (3, 1) and (6, 1). */
    private static void measures(List<Case> cases) {
        Object[][] measures = {
            // The nearest two, whose answers are 1, 10 and 100.
            {"kind='distance'", "<euclidean/>", 55},
            {"kind='distance'", "<cityBlock/>", 55},
            {"kind='distance'", "<chebychev/>", 55},
            {"kind='distance'", "<minkowski p-parameter='3'/>", 55},
            {"kind='distance' compareFunction='delta'", "<squaredEuclidean/>", 55}
        };
        for (Object[] measure : measures) {
            cases.add(
                    new Case(
                            "measure " + measure[1],
                            Pmml.document(
                                    NUMBER,
                                    derived("d", "<NormDiscrete field='job' value='chef'/>"),
                                    "<NearestNeighborModel functionName='regression'"
                                            + " numberOfNeighbors='2'>"
                                            + MINING
                                            + "<TrainingInstances"
                                            + " isTransformed='true'><InstanceFields><InstanceField"
                                            + " field='a' column='x:p'/><InstanceField field='d'"
                                            + " column='x:q'/><InstanceField field='y'"
                                            + " column='x:r'/></InstanceFields><InlineTable"
                                            + " xmlns:x='urn:x'>"
                                            + instance(0, 0, 1)
                                            + instance(3, 1, 10)
                                            + instance(6, 1, 100)
                                            + "</InlineTable></TrainingInstances>"
                                            + "<ComparisonMeasure %s>%s</ComparisonMeasure>"
                                                    .formatted(measure[0], measure[1])
                                            + "<KNNInputs><KNNInput field='a'/><KNNInput"
                                            + " field='d'/></KNNInputs></NearestNeighborModel>"),
                            row(5.0, "chef", measure[2])));
        }
    }

    private static String instance(int p, int q, int r) {
        return "<row><x:p>%d</x:p><x:q>%d</x:q><x:r>%d</x:r></row>".formatted(p, q, r);
    }

    /** Three neighbours of four that are at 0, 2, 3 and 9. */
    private static String neighbourModel(
            String target, String function, String method, String... answers) {
        StringBuilder rows = new StringBuilder();
        int[] places = {0, 2, 3, 9};
        for (int i = 0; i < places.length; i++) {
            rows.append("<row><p>%d</p><q>%s</q></row>".formatted(places[i], answers[i]));
        }
        return Pmml.document(
                target,
                "",
                "<NearestNeighborModel functionName='%s' numberOfNeighbors='3' %s>"
                                .formatted(function, method)
                        + MINING
                        + "<TrainingInstances><InstanceFields><InstanceField field='a' column='p'/>"
                        + "<InstanceField field='y' column='q'/></InstanceFields><InlineTable>"
                        + rows
                        + "</InlineTable></TrainingInstances><ComparisonMeasure"
                        + " kind='distance'><euclidean/></ComparisonMeasure><KNNInputs><KNNInput"
                        + " field='a'/></KNNInputs></NearestNeighborModel>");
    }

    private static void vectors(List<Case> cases) {
        // Support vectors 1 and 3; the row is 1.5.
        Object[][] kernels = {
            {"<LinearKernelType/>", 1.5, 4.5},
            {
                "<PolynomialKernelType gamma='0.5' coef0='1' degree='2'/>",
                Math.pow(0.75 + 1, 2),
                Math.pow(2.25 + 1, 2)
            },
            {"<RadialBasisKernelType gamma='0.5'/>", Math.exp(-0.5 * 0.25), Math.exp(-0.5 * 2.25)},
            {
                "<SigmoidKernelType gamma='0.5' coef0='0.1'/>",
                Math.tanh(0.75 + 0.1),
                Math.tanh(2.25 + 0.1)
            }
        };
        for (Object[] kernel : kernels) {
            double sum = 0.7 * (double) kernel[1] - 0.4 * (double) kernel[2] + 0.2;
            cases.add(
                    new Case(
                            "vectors " + kernel[0],
                            vectorModel(NUMBER, "regression", "", (String) kernel[0], ""),
                            row(1.5, "chef", sum)));
            // A positive value speaks for the alternate category: PMML 4.0 and later.
            cases.add(
                    new Case(
                            "classes of vectors " + kernel[0],
                            vectorModel(
                                    LABEL,
                                    "classification",
                                    "classificationMethod='OneAgainstOne'",
                                    (String) kernel[0],
                                    "targetCategory='no' alternateTargetCategory='yes'"),
                            row(
                                    1.5,
                                    "chef",
                                    "{'prediction':'%s'}".formatted(sum < 0 ? "no" : "yes"))));
        }
        cases.add(
                new Case(
                        "classes of vectors with an output, without probabilities",
                        vectorModel(
                                        LABEL,
                                        "classification",
                                        "",
                                        "<LinearKernelType/>",
                                        "targetCategory='no' alternateTargetCategory='yes'")
                                .replace(
                                        "<LinearKernelType/>",
                                        "<Output><OutputField name='t' optype='continuous'"
                                                + " dataType='double' feature='transformedValue'>"
                                                + "<FieldRef field='a'/></OutputField></Output>"
                                                + "<LinearKernelType/>"),
                        row(1.5, "chef", "{'prediction':'no','t':1.5}")));
        cases.add(
                new Case(
                        "vectors as coefficients",
                        Pmml.document(
                                NUMBER,
                                "",
                                "<SupportVectorMachineModel functionName='regression'"
                                        + " svmRepresentation='Coefficients'>"
                                        + MINING
                                        + "<LinearKernelType/><VectorDictionary"
                                        + " numberOfVectors='0'><VectorFields"
                                        + " numberOfFields='1'><FieldRef field='a'/></VectorFields>"
                                        + "</VectorDictionary><SupportVectorMachine><Coefficients"
                                        + " numberOfCoefficients='1'"
                                        + " absoluteValue='0.2'><Coefficient"
                                        + " value='0.7'/></Coefficients>"
                                        + "</SupportVectorMachine></SupportVectorMachineModel>"),
                        row(1.5, "chef", 0.7 * 1.5 + 0.2)));
    }

    /** Machines over (a, whether a row is a chef): their values are weighted sums of those. */
    private static void machines(List<Case> cases) {
        String labels =
                "<DataField name='y' optype='categorical' dataType='string'><Value value='x'/>"
                        + "<Value value='y'/><Value value='z'/></DataField>";
        String all =
                machine("targetCategory='x'", 1, 0, 0)
                        + machine("targetCategory='y'", 0, 1, 0)
                        + machine("targetCategory='z'", 0, 0, 0.7);
        String method = "classificationMethod='OneAgainstAll'";
        cases.add(
                new Case(
                        "the least of machines",
                        machineModel(labels, "classification", method, all),
                        row(1.5, "chef", "{'prediction':'z'}"),
                        row(1.5, "clerk", "{'prediction':'y'}"),
                        row(0.1, "chef", "{'prediction':'x'}"),
                        row(null, "chef", "{'prediction':null}")));
        cases.add(
                new Case(
                        "the greatest of machines",
                        machineModel(labels, "classification", method + " maxWins='true'", all),
                        row(1.5, "chef", "{'prediction':'x'}"),
                        row(0.5, "chef", "{'prediction':'y'}"),
                        row(0.1, "clerk", "{'prediction':'z'}")));
        // Of a tie, libsvm takes the class that comes first.
        cases.add(
                new Case(
                        "votes of machines",
                        machineModel(
                                labels,
                                "classification",
                                "classificationMethod='OneAgainstOne'",
                                machine("targetCategory='x' alternateTargetCategory='y'", 1, 0, -1)
                                        + machine(
                                                "targetCategory='x' alternateTargetCategory='z'",
                                                1,
                                                0,
                                                -2)
                                        + machine(
                                                "targetCategory='y' alternateTargetCategory='z'",
                                                0,
                                                1,
                                                -0.5)),
                        row(1.5, "chef", "{'prediction':'x'}"),
                        row(0.5, "chef", "{'prediction':'x'}"),
                        row(3.0, "clerk", "{'prediction':'y'}"),
                        row(3.0, "chef", "{'prediction':'z'}")));
        String pair = machine("targetCategory='no' alternateTargetCategory='yes'", 1, 1, 0);
        String[][] thresholds = {
            {"threshold='2'", pair, "yes", "no"},
            {
                "",
                pair.replace("targetCategory='no'", "threshold='2' targetCategory='no'"),
                "yes",
                "no"
            },
            {"threshold='2' maxWins='true'", pair, "no", "yes"}
        };
        for (String[] each : thresholds) {
            cases.add(
                    new Case(
                            "a machine's threshold " + each[0],
                            machineModel(LABEL, "classification", each[0], each[1]),
                            row(1.5, "chef", "{'prediction':'%s'}".formatted(each[2])),
                            row(0.5, "chef", "{'prediction':'%s'}".formatted(each[3]))));
        }
    }

    private static String machine(String categories, double a, double chef, double constant) {
        return "<SupportVectorMachine %s><SupportVectors><SupportVector vectorId='u'/>"
                        .formatted(categories)
                + "<SupportVector vectorId='v'/></SupportVectors><Coefficients absoluteValue='%s'>"
                        .formatted(constant)
                + "<Coefficient value='%s'/><Coefficient value='%s'/>".formatted(a, chef)
                + "</Coefficients></SupportVectorMachine>";
    }

    private static String machineModel(
            String target, String function, String attributes, String machines) {
        return Pmml.document(
                target,
                "",
                "<SupportVectorMachineModel functionName='%s' %s>".formatted(function, attributes)
                        + MINING
                        + "<LinearKernelType/><VectorDictionary numberOfVectors='2'><VectorFields"
                        + " numberOfFields='2'><FieldRef field='a'/><CategoricalPredictor"
                        + " name='job' value='chef' coefficient='1'/></VectorFields>"
                        + "<VectorInstance id='u'><REAL-SparseArray n='2'><Indices>1</Indices>"
                        + "<REAL-Entries>1</REAL-Entries></REAL-SparseArray></VectorInstance>"
                        + "<VectorInstance id='v'><Array type='real' n='2'>0 1</Array>"
                        + "</VectorInstance></VectorDictionary>"
                        + machines
                        + "</SupportVectorMachineModel>");
    }

    private static String vectorModel(
            String target, String function, String attributes, String kernel, String machine) {
        return Pmml.document(
                target,
                "",
                "<SupportVectorMachineModel functionName='%s' %s>".formatted(function, attributes)
                        + MINING
                        + kernel
                        + "<VectorDictionary numberOfVectors='2'><VectorFields"
                        + " numberOfFields='1'><FieldRef field='a'/></VectorFields><VectorInstance"
                        + " id='u'><REAL-SparseArray n='1'><Indices>1</Indices>"
                        + "<REAL-Entries>1</REAL-Entries></REAL-SparseArray></VectorInstance><VectorInstance"
                        + " id='v'><Array type='real' n='1'>3</Array></VectorInstance>"
                        + "</VectorDictionary><SupportVectorMachine %s>".formatted(machine)
                        + "<SupportVectors><SupportVector vectorId='u'/><SupportVector"
                        + " vectorId='v'/></SupportVectors><Coefficients"
                        + " absoluteValue='0.2'><Coefficient value='0.7'/><Coefficient"
                        + " value='-0.4'/></Coefficients>"
                        + "</SupportVectorMachine></SupportVectorMachineModel>");
    }

    private static void rules(List<Case> cases) {
        String[][] methods = {{"firstHit", "no"}, {"weightedSum", "yes"}, {"weightedMax", "no"}};
        for (String[] method : methods) {
            cases.add(
                    new Case(
                            "rules " + method[0],
                            Pmml.document(
                                    LABEL,
                                    "",
                                    "<RuleSetModel functionName='classification'>"
                                            + MINING
                                            + "<RuleSet defaultScore='yes' defaultConfidence='0.1'>"
                                            + "<RuleSelectionMethod criterion='%s'/>"
                                                    .formatted(method[0])
                                            + "<CompoundRule><SimplePredicate field='a'"
                                            + " operator='lessThan' value='2'/>"
                                            + rule("1", "no", "0.9", "chef")
                                            + "</CompoundRule>"
                                            + rule("2", "yes", "0.6", "chef")
                                            + rule("3", "yes", "0.5", "chef")
                                            + "</RuleSet></RuleSetModel>"),
                            row(1.5, "chef", "{'prediction':'%s'}".formatted(method[1])),
                            row(2.5, "chef", "{'prediction':'yes'}"),
                            row(1.5, "clerk", "{'prediction':'yes'}")));
        }
    }

    private static String rule(String id, String score, String weight, String job) {
        return "<SimpleRule id='%s' score='%s' weight='%s' confidence='%s'>"
                        .formatted(id, score, weight, weight)
                + "<SimplePredicate field='job' operator='equal' value='%s'/></SimpleRule>"
                        .formatted(job);
    }

    private static void functions(List<Case> cases) {
        String half = "<Constant dataType='double'>0.5</Constant>";
        String two = "<Constant dataType='double'>2</Constant>";
        String a = ref("a");
        Object[][] functions = {
            // With a = -1.25 and job = chef.
            {apply("+", a, two), 0.75},
            {apply("-", a, two), -3.25},
            {apply("*", a, two), -2.5},
            {apply("/", a, two), -0.625},
            {apply("min", a, two, half), -1.25},
            {apply("max", a, two, half), 2},
            {apply("sum", a, two, half), 1.25},
            {apply("avg", a, two, half), 1.25 / 3},
            {apply("median", a, two, half), 0.5},
            {apply("product", a, two, half), -1.25},
            {apply("log10", two), Math.log10(2)},
            {apply("ln", two), Math.log(2)},
            {apply("sqrt", two), Math.sqrt(2)},
            {apply("abs", a), 1.25},
            {apply("exp", a), Math.exp(-1.25)},
            {apply("pow", two, a), Math.pow(2, -1.25)},
            {apply("threshold", a, two), 0},
            {apply("threshold", two, a), 1},
            {apply("floor", a), -2},
            {apply("ceil", a), -1},
            {apply("round", a), -1},
            {apply("rint", "<Constant dataType='double'>2.5</Constant>"), 2},
            {apply("modulo", a, two), 0.75},
            {apply("sin", a), Math.sin(-1.25)},
            {apply("asin", half), Math.asin(0.5)},
            {apply("sinh", half), Math.sinh(0.5)},
            {apply("cos", a), Math.cos(-1.25)},
            {apply("acos", half), Math.acos(0.5)},
            {apply("cosh", half), Math.cosh(0.5)},
            {apply("tan", half), Math.tan(0.5)},
            {apply("atan", half), Math.atan(0.5)},
            {apply("tanh", half), Math.tanh(0.5)},
            {apply("expm1", half), Math.expm1(0.5)},
            {apply("hypot", half, two), Math.hypot(0.5, 2)},
            {apply("ln1p", half), Math.log1p(0.5)},
            {apply("normalCDF", half, "<Constant dataType='double'>0</Constant>", two), phi(0.25)},
            {
                apply("normalPDF", half, "<Constant dataType='double'>0</Constant>", two),
                Math.exp(-0.25 * 0.25 / 2) / (2 * Math.sqrt(2 * Math.PI))
            },
            {apply("stdNormalCDF", half), phi(0.5)},
            {apply("stdNormalPDF", half), Math.exp(-0.125) / Math.sqrt(2 * Math.PI)},
            {apply("erf", half), 2 * phi(0.5 * Math.sqrt(2)) - 1},
            {apply("stdNormalIDF", apply("stdNormalCDF", half)), 0.5},
            {apply("if", apply("equal", ref("job"), text("chef")), two, half), 2},
            {apply("if", apply("notEqual", ref("job"), text("chef")), two, half), 0.5},
            {apply("if", apply("lessThan", a, two), two, half), 2},
            {apply("if", apply("lessOrEqual", two, two), two, half), 2},
            {apply("if", apply("greaterThan", a, two), two, half), 0.5},
            {apply("if", apply("greaterOrEqual", a, a), two, half), 2},
            {apply("if", apply("isIn", ref("job"), text("x"), text("chef")), two, half), 2},
            {apply("if", apply("isNotIn", ref("job"), text("x"), text("y")), two, half), 2},
            {
                apply(
                        "if",
                        apply("and", apply("isNotMissing", a), apply("not", apply("isMissing", a))),
                        two,
                        half),
                2
            },
            {apply("if", apply("or", apply("isMissing", a), apply("isValid", a)), two, half), 2},
            {apply("if", apply("isNotValid", a), two, half), 0.5},
            {apply("stringLength", ref("job")), 4},
            {
                apply(
                        "if",
                        apply("equal", apply("uppercase", ref("job")), text("CHEF")),
                        two,
                        half),
                2
            },
            {
                apply(
                        "if",
                        apply("equal", apply("lowercase", text("CHEF")), ref("job")),
                        two,
                        half),
                2
            },
            {
                apply(
                        "if",
                        apply(
                                "equal",
                                apply("substring", ref("job"), integer(2), integer(2)),
                                text("he")),
                        two,
                        half),
                2
            },
            {
                apply(
                        "if",
                        apply("equal", apply("trimBlanks", text("  chef ")), ref("job")),
                        two,
                        half),
                2
            },
            {
                apply(
                        "if",
                        apply(
                                "equal",
                                apply("concat", ref("job"), text("-"), text("x")),
                                text("chef-x")),
                        two,
                        half),
                2
            },
            {
                apply(
                        "if",
                        apply(
                                "equal",
                                apply("replace", ref("job"), text("e+"), text("i")),
                                text("chif")),
                        two,
                        half),
                2
            },
            {apply("if", apply("matches", ref("job"), text("^ch.f$")), two, half), 2},
            {apply("modulo", integer(11), integer(-4)), -1},
            {apply("modulo", integer(-11), integer(4)), 1},
        };
        for (Object[] each : functions) {
            cases.add(
                    new Case(
                            "function " + each[0],
                            Pmml.document(
                                    NUMBER,
                                    derived("d", (String) each[0]),
                                    "<RegressionModel functionName='regression'>"
                                            + MINING
                                            + "<RegressionTable intercept='0'><NumericPredictor"
                                            + " name='d' coefficient='1'/><NumericPredictor"
                                            + " name='a' coefficient='0'/><CategoricalPredictor"
                                            + " name='job' value='clerk'"
                                            + " coefficient='0'/></RegressionTable></RegressionModel>"),
                            row(-1.25, "chef", each[1])));
        }
    }

    private static String text(String value) {
        return "<Constant dataType='string'>%s</Constant>".formatted(value);
    }

    private static String integer(int value) {
        return "<Constant dataType='integer'>%d</Constant>".formatted(value);
    }

    private static void ensembles(List<Case> cases) {
        String members =
                segment(labelledStump(1, 3))
                        + segment(labelledStump(3, 1))
                        + segment(labelledStump(1, 3));
        cases.add(
                new Case(
                        "labels by max",
                        ensemble(
                                LABEL,
                                "classification",
                                "max",
                                segment(labelledStump(1, 3)) + segment(labelledStump(4, 1))),
                        row(1.0, "chef", classes("no", 0.8))));
        cases.add(
                new Case(
                        "labels by median",
                        ensemble(LABEL, "classification", "median", members),
                        row(
                                1.0,
                                "chef",
                                "{'prediction':'yes','probabilities':{'no':0.25,'yes':0.75}}")));
        cases.add(
                new Case(
                        "labels by the first",
                        ensemble(LABEL, "classification", "selectFirst", members),
                        row(
                                1.0,
                                "chef",
                                "{'prediction':'yes','probabilities':{'no':0.25,'yes':0.75}}")));
    }

    private static String segment(String model) {
        return "<Segment><True/>%s</Segment>".formatted(model);
    }

    private static String labelledStump(int no, int yes) {
        return "<TreeModel functionName='classification'>"
                + MINING
                + "<Node score='%s'><True/>".formatted(no > yes ? "no" : "yes")
                + "<ScoreDistribution value='no' recordCount='%d'/>".formatted(no)
                + "<ScoreDistribution value='yes' recordCount='%d'/>".formatted(yes)
                + "</Node></TreeModel>";
    }

    private static String ensemble(String target, String function, String method, String segments) {
        return Pmml.document(
                target,
                "",
                "<MiningModel functionName='%s'>".formatted(function)
                        + MINING
                        + "<Segmentation multipleModelMethod='%s'>%s</Segmentation></MiningModel>"
                                .formatted(method, segments));
    }

    private static void versions(List<Case> cases) {
        for (String version : List.of("3.0", "3.1", "3.2", "4.0", "4.1", "4.2", "4.3", "4.4")) {
            cases.add(
                    new Case(
                            "version " + version,
                            Pmml.regression("")
                                    .replace("version=\"4.4\"", "version=\"" + version + "\"")
                                    .replace("PMML-4_4", "PMML-" + version.replace('.', '_')),
                            row(1.5, "chef", 9)));
        }
    }

    private static void schemas(List<Case> cases) {
        String[][] treatments = {
            {"outliers='asExtremeValues' lowValue='1' highValue='3'", "3", "7", "7"},
            {
                "outliers='asMissingValues' lowValue='1' highValue='3' missingValueReplacement='2'",
                "5",
                "5",
                "5"
            },
        };
        for (String[] treatment : treatments) {
            cases.add(
                    new Case(
                            "schema " + treatment[0],
                            Pmml.regression("")
                                    .replace(
                                            "<MiningField name=\"a\"/>",
                                            "<MiningField name=\"a\" " + treatment[0] + "/>"),
                            row(0.5, "clerk", treatment[1]),
                            row(9.0, "clerk", treatment[2])));
        }
    }

    private static String derived(String name, String expression) {
        return "<TransformationDictionary><DerivedField name='%s' dataType='double'".formatted(name)
                + " optype='continuous'>"
                + expression
                + "</DerivedField></TransformationDictionary>";
    }

    private static String apply(String function, String... arguments) {
        return "<Apply function='%s'>%s</Apply>".formatted(function, String.join("", arguments));
    }

    private static String ref(String field) {
        return "<FieldRef field='%s'/>".formatted(field);
    }

    private void assertAnswers(Case each, boolean program) throws Exception {
        try (var model =
                (PmmlModel) new PmmlRuntime().open(Pmml.save(each.pmml(), folder), Pmml.MLMODEL)) {
            if (program) {
                assertThat(model.usesProgram())
                        .as("%s", model.bind(SCHEMA).check().orElseThrow())
                        .isTrue();
            }
            for (Object[] row : each.rows()) {
                boolean absent = Double.isNaN((double) row[0]);
                @Nullable Object[] cells = {
                    absent ? null : row[0], "".equals(row[1]) ? null : row[1]
                };
                byte[] given =
                        PredictionJson.array(
                                model.bind(SCHEMA)
                                        .predict(
                                                Tables.of(
                                                        SCHEMA,
                                                        List.<@Nullable Object[]>of(cells))),
                                Detail.FULL);
                Object wanted =
                        JsonTree.parse(
                                ((String) row[2])
                                        .replace('\'', '"')
                                        .getBytes(StandardCharsets.UTF_8));
                assertThat(CLOSE.difference(wanted, JsonTree.parse(given), ""))
                        .as("%s, %s", row[0], row[1])
                        .isNull();
            }
        }
    }
}
