package org.tandemml.serving.engine.tribuo;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.predict.Labels;
import org.tandemml.serving.engine.predict.Predictions.ScoreKind;
import org.tandemml.serving.engine.tribuo.Combinations.Means;
import org.tandemml.serving.engine.tribuo.Combinations.Votes;
import org.tandemml.serving.engine.tribuo.ForestKernel.Combination;
import org.tandemml.serving.engine.tribuo.KernelPredictor.CompiledKernel;
import org.tribuo.Model;
import org.tribuo.classification.Label;
import org.tribuo.classification.ensemble.FullyWeightedVotingCombiner;
import org.tribuo.classification.ensemble.VotingCombiner;
import org.tribuo.common.tree.TreeModel;
import org.tribuo.ensemble.EnsembleCombiner;
import org.tribuo.ensemble.WeightedEnsembleModel;
import org.tribuo.protos.core.ModelProto;
import org.tribuo.protos.core.WeightedEnsembleModelProto;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.ensemble.AveragingCombiner;

/** Makes kernels of trees and of ensembles of trees. */
final class Forests {
    private Forests() {}

    /**
     * How the members of an ensemble are combined.
     *
     * @param combiner null for a single tree
     * @param weights by member
     */
    private record Members<M>(
            List<M> models, @Nullable EnsembleCombiner<?> combiner, double[] weights) {}

    /** The kernel of a classification; null if there is none for its kind. */
    static @Nullable CompiledKernel classification(
            Model<Label> model, ModelProto proto, Features features)
            throws InvalidProtocolBufferException, ModelLoadException {
        Members<Model<Label>> members = members(model, proto);
        if (members == null) {
            return null;
        }
        Labels labels = OutputKinds.labels(model);
        GrownTrees grown = new GrownTrees(features, labels.names());
        List<Votes> trees = new ArrayList<>();
        for (Model<Label> member : members.models()) {
            Votes votes = grown.addVotes(member);
            if (votes == null) {
                return null;
            }
            trees.add(votes);
        }
        int count = labels.names().size();
        Combination combination;
        if (members.combiner() == null) {
            combination = Combinations.leafOf(trees.get(0));
        } else if (members.combiner() instanceof VotingCombiner && Combinations.complete(trees)) {
            combination = Combinations.votes(trees, members.weights(), count);
        } else if (members.combiner() instanceof FullyWeightedVotingCombiner) {
            combination = Combinations.distributions(trees, members.weights(), count);
        } else {
            return null;
        }
        return new CompiledKernel(
                new ForestKernel(grown.kernel(), count, combination),
                labels,
                OutputKinds.scoreKind(model),
                List.of());
    }

    /** The kernel of a regression; null if there is none for its kind. */
    static @Nullable CompiledKernel regression(
            Model<Regressor> model, ModelProto proto, Features features)
            throws InvalidProtocolBufferException, ModelLoadException {
        Members<Model<Regressor>> members = members(model, proto);
        boolean known =
                members != null
                        && (members.combiner() == null
                                || members.combiner() instanceof AveragingCombiner);
        if (!known) {
            return null;
        }
        List<String> outputs = OutputKinds.dimensions(model);
        GrownTrees grown = new GrownTrees(features, outputs);
        List<Means> trees = new ArrayList<>();
        List<Double> shares = new ArrayList<>();
        double weightSum = 0;
        for (int i = 0; i < members.models().size(); i++) {
            List<Means> means = grown.addMeans(members.models().get(i));
            if (means == null) {
                return null;
            }
            weightSum += members.weights()[i];
            for (Means tree : means) {
                trees.add(tree);
                shares.add(members.weights()[i] / weightSum);
            }
        }
        Combination combination =
                members.combiner() == null
                        ? Combinations.leavesOf(trees)
                        : Combinations.means(
                                trees, shares.stream().mapToDouble(Double::doubleValue).toArray());
        return new CompiledKernel(
                new ForestKernel(grown.kernel(), outputs.size(), combination),
                null,
                ScoreKind.NONE,
                outputs);
    }

    private static <T extends org.tribuo.Output<T>> @Nullable Members<Model<T>> members(
            Model<T> model, ModelProto proto) throws InvalidProtocolBufferException {
        if (model instanceof TreeModel<T>) {
            return new Members<>(List.of(model), null, new double[] {1});
        }
        if (!(model instanceof WeightedEnsembleModel<T> ensemble)) {
            return null;
        }
        // Tribuo tells neither the weights nor the combiner of an ensemble.
        WeightedEnsembleModelProto members =
                proto.getSerializedData().unpack(WeightedEnsembleModelProto.class);
        double[] weights = new double[members.getWeightsCount()];
        Arrays.setAll(weights, members::getWeights);
        return new Members<>(
                ensemble.getModels(), EnsembleCombiner.deserialize(members.getCombiner()), weights);
    }
}
