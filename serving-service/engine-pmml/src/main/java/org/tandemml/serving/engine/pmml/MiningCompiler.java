package org.tandemml.serving.engine.pmml;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pmml.Ensembles.Member;
import org.tandemml.serving.engine.pmml.Program.Result;

/** Compiles a MiningModel: its segments, and what makes one answer of theirs. */
final class MiningCompiler {
    private final PmmlCompiler compiler;
    private final ModelCompiler models;
    private final Predicates predicates;
    private final List<String> labels;

    MiningCompiler(
            PmmlCompiler compiler,
            ModelCompiler models,
            Predicates predicates,
            List<String> labels) {
        this.compiler = compiler;
        this.models = models;
        this.predicates = predicates;
        this.labels = labels;
    }

    Result compile(XmlElement model, Scope scope, boolean classification, boolean single)
            throws NotCompiledException, ModelLoadException {
        XmlElement segmentation = model.child("Segmentation");
        if (segmentation == null) {
            throw new NotCompiledException("a MiningModel without segments");
        }
        String method = segmentation.required("multipleModelMethod");
        String missing = segmentation.get("missingPredictionTreatment", "continue");
        if (segmentation.get("missingThreshold") != null || missing.equals("skipSegment")) {
            throw new NotCompiledException("segments that are skipped");
        }
        boolean strict = missing.equals("returnMissing");
        if (strict) {
            compiler.deviateOnMissing();
        }
        if (method.equals("modelChain")) {
            return chain(segmentation, scope, single);
        }
        List<Member> members = new ArrayList<>();
        KernelTrees trees = new KernelTrees();
        KernelTrees before = compiler.collectTrees(trees);
        for (XmlElement segment : segmentation.children("Segment")) {
            Predicate predicate = predicates.of(segment, scope);
            Result result = models.member(inner(segment), scope, single).result();
            members.add(new Member(predicate, result, segment.number("weight", 1)));
        }
        compiler.collectTrees(before);
        trees.close(compiler);
        if (members.isEmpty()) {
            throw new NotCompiledException("a MiningModel without segments");
        }
        return combine(method, members, classification, single, strict);
    }

    private Result combine(
            String method,
            List<Member> members,
            boolean classification,
            boolean single,
            boolean strict)
            throws NotCompiledException {
        for (Member member : members) {
            if (member.result().classification() != classification) {
                throw new NotCompiledException("segments of another kind than their model");
            }
        }
        Member[] all = members.toArray(Member[]::new);
        if (!classification) {
            int value = compiler.newSlots(1);
            int scratch = compiler.newSlots(2 * all.length);
            Ensembles.Numbers how = Ensembles.numbers(method, single, strict);
            compiler.add(work -> work.values[value] = how.of(all, work.values, scratch));
            return new Result(value, -1, 0);
        }
        if (method.equals("weightedMajorityVote")) {
            compiler.deviate("its weighted votes are no shares");
        }
        Result result = Labelled.result(compiler, labels.size());
        Ensembles.Classes how = Ensembles.classes(method, strict);
        compiler.add(work -> how.of(all, work.values, result));
        return result;
    }

    /**
     * Each model sees the outputs of those before it; the last one whose predicate holds answers.
     */
    private Result chain(XmlElement segmentation, Scope scope, boolean single)
            throws NotCompiledException, ModelLoadException {
        Scope chain = new Scope(scope, compiler);
        Result last = null;
        KernelTrees before = compiler.collectTrees(null);
        for (XmlElement segment : segmentation.children("Segment")) {
            if (predicates.of(segment, chain) != Predicate.ALWAYS) {
                throw new NotCompiledException("a chain that depends on the row");
            }
            XmlElement model = inner(segment);
            ModelCompiler.Scored scored = models.member(model, chain, single);
            models.outputs(model, scored, chain);
            last = scored.result();
        }
        compiler.collectTrees(before);
        if (last == null) {
            throw new NotCompiledException("a MiningModel without segments");
        }
        return last;
    }

    private static XmlElement inner(XmlElement segment) throws NotCompiledException {
        @Nullable XmlElement model = null;
        for (XmlElement child : segment.children()) {
            model = PmmlRules.MODELS.contains(child.name()) ? child : model;
        }
        if (model == null) {
            throw new NotCompiledException("a segment without a model");
        }
        return model;
    }
}
