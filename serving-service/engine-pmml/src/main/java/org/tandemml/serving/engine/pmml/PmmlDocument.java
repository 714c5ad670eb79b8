package org.tandemml.serving.engine.pmml;

/**
 * A PMML file that has been looked at.
 *
 * @param root what matters for scoring, safe to read
 * @param bytes how large the file is
 * @param uses what its expressions need
 */
record PmmlDocument(XmlElement root, int bytes, Uses uses) {
    /**
     * What the expressions of a file need.
     *
     * @param textFunctions whether it applies functions over text
     * @param patterns whether it matches text against regular expressions
     */
    record Uses(boolean textFunctions, boolean patterns) {}
}
