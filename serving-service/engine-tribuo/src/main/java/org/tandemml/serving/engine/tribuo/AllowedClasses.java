package org.tandemml.serving.engine.tribuo;

import com.google.protobuf.Message;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tribuo.anomaly.libsvm.protos.LibSVMAnomalyModelProto;
import org.tribuo.anomaly.protos.AnomalyInfoProto;
import org.tribuo.anomaly.protos.EventProto;
import org.tribuo.classification.libsvm.protos.LibSVMClassificationModelProto;
import org.tribuo.classification.mnb.protos.MultinomialNaiveBayesProto;
import org.tribuo.classification.protos.DummyClassifierModelProto;
import org.tribuo.classification.protos.ImmutableLabelInfoProto;
import org.tribuo.classification.protos.LabelProto;
import org.tribuo.classification.sgd.protos.ClassificationLinearSGDProto;
import org.tribuo.classification.sgd.protos.FMClassificationModelProto;
import org.tribuo.classification.sgd.protos.KernelSVMModelProto;
import org.tribuo.clustering.hdbscan.protos.HdbscanModelProto;
import org.tribuo.clustering.kmeans.protos.KMeansModelProto;
import org.tribuo.clustering.protos.ClusterIDProto;
import org.tribuo.clustering.protos.ClusteringInfoProto;
import org.tribuo.common.liblinear.protos.LibLinearModelProto;
import org.tribuo.common.nearest.protos.KNNModelProto;
import org.tribuo.common.sgd.protos.FMParametersProto;
import org.tribuo.common.tree.protos.LeafNodeProto;
import org.tribuo.common.tree.protos.SplitNodeProto;
import org.tribuo.common.tree.protos.TreeModelProto;
import org.tribuo.common.xgboost.protos.XGBoostModelProto;
import org.tribuo.math.protos.BruteForceFactoryProto;
import org.tribuo.math.protos.DenseTensorProto;
import org.tribuo.math.protos.KDTreeFactoryProto;
import org.tribuo.math.protos.LinearParametersProto;
import org.tribuo.math.protos.PolynomialKernelProto;
import org.tribuo.math.protos.RBFKernelProto;
import org.tribuo.math.protos.SigmoidKernelProto;
import org.tribuo.math.protos.SparseTensorProto;
import org.tribuo.multilabel.protos.ClassifierChainModelProto;
import org.tribuo.multilabel.protos.ImmutableMultiLabelInfoProto;
import org.tribuo.multilabel.protos.IndependentMultiLabelModelProto;
import org.tribuo.multilabel.protos.MultiLabelProto;
import org.tribuo.multilabel.sgd.protos.FMMultiLabelModelProto;
import org.tribuo.multilabel.sgd.protos.MultiLabelLinearSGDProto;
import org.tribuo.protos.core.BinningTransformerProto;
import org.tribuo.protos.core.CategoricalIDInfoProto;
import org.tribuo.protos.core.IDFTransformerProto;
import org.tribuo.protos.core.ImmutableFeatureMapProto;
import org.tribuo.protos.core.LinearScalingTransformerProto;
import org.tribuo.protos.core.MeanStdDevTransformerProto;
import org.tribuo.protos.core.RealIDInfoProto;
import org.tribuo.protos.core.SimpleTransformProto;
import org.tribuo.protos.core.TransformedModelProto;
import org.tribuo.protos.core.WeightedEnsembleModelProto;
import org.tribuo.regression.libsvm.protos.LibSVMRegressionModelProto;
import org.tribuo.regression.protos.DimensionTupleProto;
import org.tribuo.regression.protos.DummyRegressionModelProto;
import org.tribuo.regression.protos.ImmutableRegressionInfoProto;
import org.tribuo.regression.protos.RegressorProto;
import org.tribuo.regression.rtree.protos.IndependentRegressionTreeModelProto;
import org.tribuo.regression.sgd.protos.FMRegressionModelProto;
import org.tribuo.regression.sgd.protos.RegressionLinearSGDProto;
import org.tribuo.regression.slm.protos.SparseLinearModelProto;

/**
 * The classes that a Tribuo model file may name, by the place where it names them, and the message
 * that each of them keeps its data in. Tribuo looks such names up reflectively; whatever is not in
 * here never gets that far.
 */
final class AllowedClasses {

    private static final String XGBOOST = "org.tribuo.common.xgboost.XGBoostModel";
    private static final Map<String, Map<String, List<Message>>> BY_PLACE = new HashMap<>();

    static {
        models();
        domains();
        outputs();
        mathematics();
        transformations();
    }

    private AllowedClasses() {}

    /**
     * Looks a class up.
     *
     * @param place the full name of the message that names the class
     * @param className the name that stands there
     * @return the default instances of the messages that may hold the class's data, none if it
     *     keeps nothing; null if the class may not stand there
     */
    static @Nullable List<Message> find(String place, String className) {
        return BY_PLACE.getOrDefault(place, Map.of()).get(className);
    }

    /** The class that Tribuo shall make in the place of an allowed one: nearly always the same. */
    static String inPlaceOf(String className) {
        return className.equals(XGBOOST) ? BoostedModel.class.getName() : className;
    }

    /** All of them, for the test that compares this list with Tribuo's own classes. */
    static Map<String, Map<String, List<Message>>> byPlace() {
        return Map.copyOf(BY_PLACE);
    }

    private static void models() {
        String place = "tribuo.core.ModelProto";
        for (String name :
                new String[] {
                    "classification.liblinear.LibLinearClassificationModel",
                    "regression.liblinear.LibLinearRegressionModel",
                    "anomaly.liblinear.LibLinearAnomalyModel"
                }) {
            allow(place, "org.tribuo." + name, LibLinearModelProto.getDefaultInstance());
        }
        allow(
                place,
                "org.tribuo.classification.sgd.linear.LinearSGDModel",
                ClassificationLinearSGDProto.getDefaultInstance());
        allow(
                place,
                "org.tribuo.classification.sgd.fm.FMClassificationModel",
                FMClassificationModelProto.getDefaultInstance());
        allow(
                place,
                "org.tribuo.classification.sgd.kernel.KernelSVMModel",
                KernelSVMModelProto.getDefaultInstance());
        allow(
                place,
                "org.tribuo.classification.libsvm.LibSVMClassificationModel",
                LibSVMClassificationModelProto.getDefaultInstance());
        allow(
                place,
                "org.tribuo.classification.baseline.DummyClassifierModel",
                DummyClassifierModelProto.getDefaultInstance());
        allow(
                place,
                "org.tribuo.regression.baseline.DummyRegressionModel",
                DummyRegressionModelProto.getDefaultInstance());
        allow(
                place,
                "org.tribuo.clustering.hdbscan.HdbscanModel",
                HdbscanModelProto.getDefaultInstance());
        allow(
                place,
                "org.tribuo.classification.mnb.MultinomialNaiveBayesModel",
                MultinomialNaiveBayesProto.getDefaultInstance());
        allow(
                place,
                "org.tribuo.regression.sgd.linear.LinearSGDModel",
                RegressionLinearSGDProto.getDefaultInstance());
        allow(
                place,
                "org.tribuo.regression.sgd.fm.FMRegressionModel",
                FMRegressionModelProto.getDefaultInstance());
        allow(
                place,
                "org.tribuo.regression.libsvm.LibSVMRegressionModel",
                LibSVMRegressionModelProto.getDefaultInstance());
        allow(
                place,
                "org.tribuo.regression.rtree.IndependentRegressionTreeModel",
                IndependentRegressionTreeModelProto.getDefaultInstance());
        allow(
                place,
                "org.tribuo.regression.slm.SparseLinearModel",
                SparseLinearModelProto.getDefaultInstance());
        allow(
                place,
                "org.tribuo.clustering.kmeans.KMeansModel",
                KMeansModelProto.getDefaultInstance());
        allow(
                place,
                "org.tribuo.anomaly.libsvm.LibSVMAnomalyModel",
                LibSVMAnomalyModelProto.getDefaultInstance());
        allow(
                place,
                "org.tribuo.multilabel.sgd.linear.LinearSGDModel",
                MultiLabelLinearSGDProto.getDefaultInstance());
        allow(
                place,
                "org.tribuo.multilabel.sgd.fm.FMMultiLabelModel",
                FMMultiLabelModelProto.getDefaultInstance());
        allow(
                place,
                "org.tribuo.multilabel.baseline.IndependentMultiLabelModel",
                IndependentMultiLabelModelProto.getDefaultInstance());
        allow(
                place,
                "org.tribuo.multilabel.baseline.ClassifierChainModel",
                ClassifierChainModelProto.getDefaultInstance());
        allow(place, "org.tribuo.common.tree.TreeModel", TreeModelProto.getDefaultInstance());
        allow(place, "org.tribuo.common.nearest.KNNModel", KNNModelProto.getDefaultInstance());
        allow(place, XGBOOST, XGBoostModelProto.getDefaultInstance());
        allow(
                place,
                "org.tribuo.ensemble.WeightedEnsembleModel",
                WeightedEnsembleModelProto.getDefaultInstance());
        allow(
                place,
                "org.tribuo.transform.TransformedModel",
                TransformedModelProto.getDefaultInstance());
    }

    private static void domains() {
        String features = "tribuo.core.FeatureDomainProto";
        allow(
                features,
                "org.tribuo.ImmutableFeatureMap",
                ImmutableFeatureMapProto.getDefaultInstance());
        String feature = "tribuo.core.VariableInfoProto";
        allow(feature, "org.tribuo.RealIDInfo", RealIDInfoProto.getDefaultInstance());
        allow(feature, "org.tribuo.CategoricalIDInfo", CategoricalIDInfoProto.getDefaultInstance());
        String outputs = "tribuo.core.OutputDomainProto";
        allow(
                outputs,
                "org.tribuo.classification.ImmutableLabelInfo",
                ImmutableLabelInfoProto.getDefaultInstance());
        allow(
                outputs,
                "org.tribuo.regression.ImmutableRegressionInfo",
                ImmutableRegressionInfoProto.getDefaultInstance());
        allow(
                outputs,
                "org.tribuo.clustering.ImmutableClusteringInfo",
                ClusteringInfoProto.getDefaultInstance());
        allow(
                outputs,
                "org.tribuo.anomaly.ImmutableAnomalyInfo",
                AnomalyInfoProto.getDefaultInstance());
        allow(
                outputs,
                "org.tribuo.multilabel.ImmutableMultiLabelInfo",
                ImmutableMultiLabelInfoProto.getDefaultInstance());
    }

    private static void outputs() {
        String place = "tribuo.core.OutputProto";
        allow(place, "org.tribuo.classification.Label", LabelProto.getDefaultInstance());
        allow(place, "org.tribuo.regression.Regressor", RegressorProto.getDefaultInstance());
        allow(
                place,
                "org.tribuo.regression.Regressor$DimensionTuple",
                DimensionTupleProto.getDefaultInstance());
        allow(place, "org.tribuo.clustering.ClusterID", ClusterIDProto.getDefaultInstance());
        allow(place, "org.tribuo.anomaly.Event", EventProto.getDefaultInstance());
        allow(place, "org.tribuo.multilabel.MultiLabel", MultiLabelProto.getDefaultInstance());
        String combiner = "tribuo.core.EnsembleCombinerProto";
        allow(combiner, "org.tribuo.classification.ensemble.VotingCombiner");
        allow(combiner, "org.tribuo.classification.ensemble.FullyWeightedVotingCombiner");
        allow(combiner, "org.tribuo.regression.ensemble.AveragingCombiner");
        allow(combiner, "org.tribuo.multilabel.ensemble.MultiLabelVotingCombiner");
        for (String converter : BoostedModel.converters()) {
            allow("tribuo.common.xgboost.XGBoostOutputConverterProto", converter);
        }
        String node = "tribuo.common.tree.TreeNodeProto";
        // Tribuo writes the leaf's class name for both kinds; the data tells them apart.
        for (String kind : new String[] {"LeafNode", "SplitNode"}) {
            allow(
                    node,
                    "org.tribuo.common.tree." + kind,
                    LeafNodeProto.getDefaultInstance(),
                    SplitNodeProto.getDefaultInstance());
        }
    }

    private static void mathematics() {
        String tensor = "tribuo.math.TensorProto";
        for (String dense : new String[] {"DenseMatrix", "DenseVector"}) {
            allow(tensor, "org.tribuo.math.la." + dense, DenseTensorProto.getDefaultInstance());
        }
        for (String sparse : new String[] {"DenseSparseMatrix", "SparseVector"}) {
            allow(tensor, "org.tribuo.math.la." + sparse, SparseTensorProto.getDefaultInstance());
        }
        String parameters = "tribuo.math.ParametersProto";
        allow(
                parameters,
                "org.tribuo.math.LinearParameters",
                LinearParametersProto.getDefaultInstance());
        allow(
                parameters,
                "org.tribuo.common.sgd.FMParameters",
                FMParametersProto.getDefaultInstance());
        for (String kind :
                new String[] {
                    "ExpNormalizer", "NoopNormalizer", "Normalizer", "SigmoidNormalizer"
                }) {
            allow("tribuo.math.NormalizerProto", "org.tribuo.math.util." + kind);
        }
        String kernel = "tribuo.math.KernelProto";
        allow(kernel, "org.tribuo.math.kernel.Linear");
        allow(
                kernel,
                "org.tribuo.math.kernel.Polynomial",
                PolynomialKernelProto.getDefaultInstance());
        allow(kernel, "org.tribuo.math.kernel.RBF", RBFKernelProto.getDefaultInstance());
        allow(kernel, "org.tribuo.math.kernel.Sigmoid", SigmoidKernelProto.getDefaultInstance());
        for (String kind : new String[] {"CosineDistance", "L1Distance", "L2Distance"}) {
            allow("tribuo.math.DistanceProto", "org.tribuo.math.distance." + kind);
        }
        String neighbours = "tribuo.math.NeighbourFactoryProto";
        allow(
                neighbours,
                "org.tribuo.math.neighbour.bruteforce.NeighboursBruteForceFactory",
                BruteForceFactoryProto.getDefaultInstance());
        allow(
                neighbours,
                "org.tribuo.math.neighbour.kdtree.KDTreeFactory",
                KDTreeFactoryProto.getDefaultInstance());
    }

    private static void transformations() {
        String place = "tribuo.core.TransformerProto";
        String packageName = "org.tribuo.transform.transformations.";
        allow(
                place,
                packageName + "MeanStdDevTransformation$MeanStdDevTransformer",
                MeanStdDevTransformerProto.getDefaultInstance());
        allow(
                place,
                packageName + "LinearScalingTransformation$LinearScalingTransformer",
                LinearScalingTransformerProto.getDefaultInstance());
        allow(
                place,
                packageName + "BinningTransformation$BinningTransformer",
                BinningTransformerProto.getDefaultInstance());
        allow(
                place,
                packageName + "IDFTransformation$IDFTransformer",
                IDFTransformerProto.getDefaultInstance());
        allow(place, packageName + "SimpleTransform", SimpleTransformProto.getDefaultInstance());
    }

    private static void allow(String place, String className, Message... data) {
        BY_PLACE.computeIfAbsent(place, key -> new HashMap<>()).put(className, List.of(data));
    }
}
