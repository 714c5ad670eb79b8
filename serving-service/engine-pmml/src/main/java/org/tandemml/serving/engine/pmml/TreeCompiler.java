package org.tandemml.serving.engine.pmml;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.pmml.PmmlTree.Missing;
import org.tandemml.serving.engine.pmml.PmmlTree.Node;
import org.tandemml.serving.engine.pmml.Program.Result;

/** Compiles a TreeModel. */
final class TreeCompiler {
    private final PmmlCompiler compiler;
    private final Predicates predicates;
    private final List<String> labels;

    TreeCompiler(PmmlCompiler compiler, Predicates predicates, List<String> labels) {
        this.compiler = compiler;
        this.predicates = predicates;
        this.labels = labels;
    }

    Result compile(XmlElement model, Scope scope, boolean classification)
            throws NotCompiledException {
        PmmlTree tree = tree(model, scope, classification);
        Result result =
                classification
                        ? Labelled.result(compiler, labels.size())
                        : new Result(compiler.newSlots(1), -1, 0);
        // Its targets read the answer at once.
        compiler.add(tree, result, model.child("Targets") == null);
        return result;
    }

    /** The nodes of a TreeModel. */
    private PmmlTree tree(XmlElement model, Scope scope, boolean classification)
            throws NotCompiledException {
        Missing missing = missing(model.get("missingValueStrategy", "none"));
        if (missing == Missing.AGGREGATE || missing == Missing.WEIGH) {
            compiler.deviate("it has no probabilities of several nodes");
            if (!classification) {
                throw new NotCompiledException("several nodes of a regression tree");
            }
        }
        String noTrueChild = model.get("noTrueChildStrategy", "returnNullPrediction");
        if (missing == Missing.NULL) {
            compiler.deviateOnMissing();
        }
        XmlElement root = model.child("Node");
        if (root == null) {
            throw new NotCompiledException("a tree without nodes");
        }
        return new PmmlTree(
                node(root, scope, classification, missing),
                missing,
                noTrueChild.equals("returnLastPrediction"));
    }

    private static Missing missing(String strategy) throws NotCompiledException {
        return switch (strategy) {
            case "none" -> Missing.NONE;
            case "lastPrediction" -> Missing.LAST;
            case "nullPrediction" -> Missing.NULL;
            case "defaultChild" -> Missing.DEFAULT;
            case "weightedConfidence" -> Missing.WEIGH;
            case "aggregateNodes" -> Missing.AGGREGATE;
            default -> throw new NotCompiledException("the missingValueStrategy " + strategy);
        };
    }

    private Node node(XmlElement element, Scope scope, boolean classification, Missing missing)
            throws NotCompiledException {
        Predicate predicate = predicates.of(element, scope);
        List<XmlElement> inner = element.children("Node");
        Node[] children = new Node[inner.size()];
        Map<String, Integer> ids = new HashMap<>();
        for (int i = 0; i < children.length; i++) {
            children[i] = node(inner.get(i), scope, classification, missing);
            String id = inner.get(i).get("id");
            if (id != null) {
                ids.put(id, i);
            }
        }
        for (XmlElement child : element.children()) {
            if (PmmlRules.MODELS.contains(child.name()) || child.name().equals("Regression")) {
                throw new NotCompiledException("a model inside of a node");
            }
        }
        int defaultChild = -1;
        if (missing == Missing.DEFAULT && element.get("defaultChild") != null) {
            Integer index = ids.get(element.required("defaultChild"));
            if (index == null) {
                throw new NotCompiledException("a default child that is none of the children");
            }
            defaultChild = index;
        }
        String score = element.get("score");
        if (!classification) {
            double value = score == null ? Double.NaN : Literals.number(score);
            return new Node(predicate, children, defaultChild, value, null, null, 0);
        }
        return labelled(element, predicate, children, defaultChild, score, missing);
    }

    private Node labelled(
            XmlElement element,
            Predicate predicate,
            Node[] children,
            int defaultChild,
            @Nullable String score,
            Missing missing)
            throws NotCompiledException {
        List<XmlElement> distribution = element.children("ScoreDistribution");
        double[] counts = new double[labels.size()];
        double[] probabilities = new double[labels.size()];
        double total = 0;
        int given = 0;
        for (XmlElement part : distribution) {
            int label = Labelled.required(labels, part.required("value"));
            counts[label] = Literals.number(part.required("recordCount"));
            total += counts[label];
            String probability = part.get("probability");
            if (probability != null) {
                probabilities[label] = Literals.number(probability);
                given++;
            }
        }
        if (given != 0 && given != distribution.size()) {
            throw new NotCompiledException("a node with some of its probabilities");
        }
        for (int label = 0; given == 0 && label < counts.length; label++) {
            probabilities[label] = counts[label] / total;
        }
        boolean answers = score != null || !distribution.isEmpty();
        if (answers && distribution.isEmpty()) {
            throw new NotCompiledException("a node with a label and no distribution");
        }
        double winner = score == null ? Double.NaN : Labelled.required(labels, score);
        boolean counted = missing == Missing.WEIGH || missing == Missing.AGGREGATE;
        return new Node(
                predicate,
                children,
                defaultChild,
                winner,
                answers ? probabilities : null,
                counted ? counts : null,
                element.number("recordCount", total));
    }
}
