package org.tandemml.serving.engine.pmml;

/**
 * A PMML file that has been looked at.
 *
 * @param xml a copy of what matters for scoring, safe to parse
 * @param usesTextFunctions whether it applies functions over text
 * @param usesPatterns whether it matches text against regular expressions
 */
record PmmlDocument(String xml, boolean usesTextFunctions, boolean usesPatterns) {}
