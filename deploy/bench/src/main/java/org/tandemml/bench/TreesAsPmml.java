package org.tandemml.bench;

import java.util.HashMap;
import java.util.Map;

/** Writes the trees of a LightGBM model as PMML: numeric splits only, the sum as the answer. */
final class TreesAsPmml {
    private final StringBuilder xml = new StringBuilder();

    private TreesAsPmml() {}

    static String of(String model) {
        return new TreesAsPmml().write(model);
    }

    private String write(String model) {
        xml.append("<PMML xmlns=\"http://www.dmg.org/PMML-4_4\" version=\"4.4\"><Header/>");
        xml.append("<DataDictionary>");
        for (String name : BoostedTrees.names()) {
            field("DataField", name, "optype=\"continuous\" dataType=\"double\"");
        }
        field("DataField", "y", "optype=\"continuous\" dataType=\"double\"");
        xml.append("</DataDictionary><MiningModel functionName=\"regression\">");
        schema();
        xml.append("<Segmentation multipleModelMethod=\"sum\">");
        String[] trees = model.substring(0, model.indexOf("end of trees")).split("\nTree=");
        for (int i = 1; i < trees.length; i++) {
            xml.append("<Segment id=\"").append(i).append("\"><True/>");
            xml.append(
                    "<TreeModel functionName=\"regression\" splitCharacteristic=\"binarySplit\">");
            schema();
            node(lines(trees[i]), 0, "<True/>");
            xml.append("</TreeModel></Segment>");
        }
        return xml.append("</Segmentation></MiningModel></PMML>").toString();
    }

    private void field(String element, String name, String more) {
        xml.append('<').append(element).append(" name=\"").append(name).append("\" ");
        xml.append(more).append("/>");
    }

    private void schema() {
        xml.append("<MiningSchema>");
        for (String name : BoostedTrees.names()) {
            field("MiningField", name, "");
        }
        field("MiningField", "y", "usageType=\"target\"");
        xml.append("</MiningSchema>");
    }

    private static Map<String, String[]> lines(String tree) {
        Map<String, String[]> lines = new HashMap<>();
        for (String line : tree.split("\n")) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                lines.put(line.substring(0, equals), line.substring(equals + 1).split(" "));
            }
        }
        return lines;
    }

    private void node(Map<String, String[]> tree, int at, String predicate) {
        if (at < 0) {
            xml.append("<Node score=\"").append(tree.get("leaf_value")[~at]).append("\">");
            xml.append(predicate).append("</Node>");
            return;
        }
        xml.append("<Node>").append(predicate);
        String rest =
                "\" value=\"%s\" field=\"feature_%s\"/>"
                        .formatted(tree.get("threshold")[at], tree.get("split_feature")[at]);
        String is = "<SimplePredicate operator=\"";
        node(tree, Integer.parseInt(tree.get("left_child")[at]), is + "lessOrEqual" + rest);
        node(tree, Integer.parseInt(tree.get("right_child")[at]), is + "greaterThan" + rest);
        xml.append("</Node>");
    }
}
