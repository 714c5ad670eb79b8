package org.tandemml.serving.engine.pmml;

import java.util.Set;

/** What a PMML file may hold, as lists. */
final class PmmlRules {
    /** The functions of the standard that PMML4S computes. Nothing else is looked up. */
    static final Set<String> FUNCTIONS =
            Set.of(
                    "+",
                    "-",
                    "*",
                    "/",
                    "min",
                    "max",
                    "sum",
                    "avg",
                    "median",
                    "product",
                    "log10",
                    "ln",
                    "sqrt",
                    "abs",
                    "exp",
                    "pow",
                    "threshold",
                    "floor",
                    "ceil",
                    "round",
                    "modulo",
                    "x-modulo",
                    "isMissing",
                    "isNotMissing",
                    "isValid",
                    "isNotValid",
                    "equal",
                    "notEqual",
                    "lessThan",
                    "lessOrEqual",
                    "greaterThan",
                    "greaterOrEqual",
                    "and",
                    "or",
                    "not",
                    "isIn",
                    "isNotIn",
                    "if",
                    "uppercase",
                    "lowercase",
                    "stringLength",
                    "substring",
                    "trimBlanks",
                    "concat",
                    "replace",
                    "matches",
                    "formatNumber",
                    "normalCDF",
                    "normalPDF",
                    "stdNormalCDF",
                    "stdNormalPDF",
                    "erf",
                    "normalIDF",
                    "stdNormalIDF",
                    "sin",
                    "asin",
                    "sinh",
                    "cos",
                    "acos",
                    "cosh",
                    "tan",
                    "atan",
                    "tanh",
                    "expm1",
                    "hypot",
                    "ln1p",
                    "rint");

    /**
     * Functions of the standard that nothing here computes: no column of a request holds a date.
     */
    static final Set<String> NOT_COMPUTED =
            Set.of(
                    "formatDatetime",
                    "dateDaysSinceYear",
                    "dateSecondsSinceYear",
                    "dateSecondsSinceMidnight");

    /** Functions whose second argument is a regular expression. */
    static final Set<String> PATTERN_FUNCTIONS = Set.of("matches", "replace");

    /** Functions over text; PMML4S turns numbers into text with a formatter that is shared. */
    static final Set<String> TEXT_FUNCTIONS =
            Set.of(
                    "uppercase",
                    "lowercase",
                    "stringLength",
                    "substring",
                    "trimBlanks",
                    "concat",
                    "replace",
                    "matches",
                    "formatNumber");

    /** The elements that are models. */
    static final Set<String> MODELS =
            Set.of(
                    "AnomalyDetectionModel",
                    "AssociationModel",
                    "BayesianNetworkModel",
                    "BaselineModel",
                    "ClusteringModel",
                    "GaussianProcessModel",
                    "GeneralRegressionModel",
                    "MiningModel",
                    "NaiveBayesModel",
                    "NearestNeighborModel",
                    "NeuralNetwork",
                    "RegressionModel",
                    "RuleSetModel",
                    "SequenceModel",
                    "Scorecard",
                    "SupportVectorMachineModel",
                    "TextModel",
                    "TimeSeriesModel",
                    "TreeModel");

    /** Models in which PMML4S finds the classes of a classification without being told. */
    static final Set<String> KNOW_CLASSES = Set.of("RegressionModel", "TreeModel");

    /** Elements that say nothing about scoring. They are checked like all others and left out. */
    static final Set<String> LEFT_OUT =
            Set.of(
                    "Extension",
                    "MiningBuildTask",
                    "ModelExplanation",
                    "ModelStats",
                    "ModelVerification",
                    "Annotation");

    /** Elements that name something outside of the file, or cost more than a request may. */
    static final Set<String> REFUSED = Set.of("TableLocator", "TextIndex", "script");

    /** Attributes that hold a number to compute with, which must be one. */
    static final Set<String> NUMBERS =
            Set.of(
                    "coefficient",
                    "intercept",
                    "exponent",
                    "partialScore",
                    "initialScore",
                    "baselineScore",
                    "bias",
                    "beta",
                    "gamma",
                    "coef0",
                    "degree",
                    "mean",
                    "variance",
                    "rescaleFactor",
                    "rescaleConstant",
                    "orig",
                    "norm",
                    "similarityScale",
                    "fieldWeight",
                    "absoluteValue");

    /** Operators of predicates that compare numbers by their order. */
    static final Set<String> ORDERS =
            Set.of("lessThan", "lessOrEqual", "greaterThan", "greaterOrEqual");

    private PmmlRules() {}
}
