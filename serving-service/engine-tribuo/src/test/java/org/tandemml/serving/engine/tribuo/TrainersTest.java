package org.tandemml.serving.engine.tribuo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.tandemml.serving.engine.predict.PredictionJson;
import org.tandemml.serving.engine.table.Tables;
import org.tribuo.Model;
import org.tribuo.anomaly.Event;
import org.tribuo.anomaly.liblinear.LibLinearAnomalyTrainer;
import org.tribuo.anomaly.libsvm.LibSVMAnomalyTrainer;
import org.tribuo.anomaly.libsvm.SVMAnomalyType;
import org.tribuo.classification.Label;
import org.tribuo.classification.baseline.DummyClassifierTrainer;
import org.tribuo.classification.dtree.CARTClassificationTrainer;
import org.tribuo.classification.ensemble.VotingCombiner;
import org.tribuo.classification.liblinear.LibLinearClassificationTrainer;
import org.tribuo.classification.liblinear.LinearClassificationType;
import org.tribuo.classification.libsvm.LibSVMClassificationTrainer;
import org.tribuo.classification.libsvm.SVMClassificationType;
import org.tribuo.classification.mnb.MultinomialNaiveBayesTrainer;
import org.tribuo.classification.sgd.fm.FMClassificationTrainer;
import org.tribuo.classification.sgd.kernel.KernelSVMTrainer;
import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;
import org.tribuo.classification.sgd.objectives.Hinge;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.clustering.hdbscan.HdbscanTrainer;
import org.tribuo.clustering.kmeans.KMeansTrainer;
import org.tribuo.common.libsvm.KernelType;
import org.tribuo.common.libsvm.SVMParameters;
import org.tribuo.common.nearest.KNNModel.Backend;
import org.tribuo.common.nearest.KNNTrainer;
import org.tribuo.common.tree.RandomForestTrainer;
import org.tribuo.math.distance.CosineDistance;
import org.tribuo.math.distance.L1Distance;
import org.tribuo.math.distance.L2Distance;
import org.tribuo.math.kernel.Polynomial;
import org.tribuo.math.kernel.RBF;
import org.tribuo.math.kernel.Sigmoid;
import org.tribuo.math.neighbour.NeighboursQueryFactoryType;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.multilabel.baseline.ClassifierChainTrainer;
import org.tribuo.multilabel.baseline.IndependentMultiLabelTrainer;
import org.tribuo.multilabel.ensemble.CCEnsembleTrainer;
import org.tribuo.multilabel.sgd.fm.FMMultiLabelTrainer;
import org.tribuo.multilabel.sgd.linear.LinearSGDTrainer;
import org.tribuo.multilabel.sgd.objectives.BinaryCrossEntropy;
import org.tribuo.regression.baseline.DummyRegressionTrainer;
import org.tribuo.regression.ensemble.AveragingCombiner;
import org.tribuo.regression.liblinear.LibLinearRegressionTrainer;
import org.tribuo.regression.liblinear.LinearRegressionType;
import org.tribuo.regression.libsvm.LibSVMRegressionTrainer;
import org.tribuo.regression.libsvm.SVMRegressionType;
import org.tribuo.regression.rtree.CARTRegressionTrainer;
import org.tribuo.regression.rtree.impurity.MeanSquaredError;
import org.tribuo.regression.sgd.fm.FMRegressionTrainer;
import org.tribuo.regression.sgd.objectives.SquaredLoss;
import org.tribuo.regression.slm.ElasticNetCDTrainer;
import org.tribuo.regression.slm.LARSLassoTrainer;
import org.tribuo.regression.slm.LARSTrainer;
import org.tribuo.regression.slm.SLMTrainer;

/**
 * A model of each of Tribuo's trainers, served with the answers that it gave before it was saved.
 */
class TrainersTest {
    @TempDir Path folder;

    /** A trained model, whether a kernel of ours scores it, and rows for it. */
    private record Case(
            String name, Model<?> model, boolean kernel, List<@Nullable Object[]> rows) {
        Case(String name, Model<?> model, boolean kernel) {
            this(name, model, kernel, Trained.rows());
        }
    }

    @TestFactory
    List<DynamicTest> are_served() {
        List<Case> cases = new ArrayList<>();
        classification(cases);
        regression(cases);
        clustering(cases);
        anomalies(cases);
        multiLabel(cases);
        return cases.stream()
                .map(each -> DynamicTest.dynamicTest(each.name(), () -> assertServed(each)))
                .toList();
    }

    private void assertServed(Case each) throws Exception {
        List<@Nullable Object[]> rows = each.rows();
        Path saved = Trained.save(each.model(), folder);
        try (var model = (TribuoModel<?>) new TribuoRuntime().open(saved, Trained.MLMODEL)) {
            byte[] json =
                    PredictionJson.array(
                            model.bind(Trained.schema()).predict(Tables.of(Trained.schema(), rows)),
                            PredictionJson.Detail.FULL);
            assertThat(new String(json, StandardCharsets.UTF_8))
                    .isEqualTo(Answered.of(each.model()).answers(rows));
            assertThat(model.usesKernel()).isEqualTo(each.kernel());
        }
    }

    private static AdaGrad steps() {
        return new AdaGrad(0.1);
    }

    private static void classification(List<Case> cases) {
        var data = Trained.labelled();
        for (var type : LinearClassificationType.LinearType.values()) {
            cases.add(
                    new Case(
                            "LibLinear " + type,
                            new LibLinearClassificationTrainer(
                                            new LinearClassificationType(type), 1, 0.1)
                                    .train(data),
                            true));
        }
        for (var type :
                List.of(
                        LinearClassificationType.LinearType.L2R_LR,
                        LinearClassificationType.LinearType.L2R_L2LOSS_SVC,
                        LinearClassificationType.LinearType.MCSVM_CS)) {
            cases.add(
                    new Case(
                            "LibLinear, two labels, " + type,
                            new LibLinearClassificationTrainer(
                                            new LinearClassificationType(type), 1, 0.1)
                                    .train(Trained.counted()),
                            true));
        }
        for (KernelType kernel : KernelType.values()) {
            var parameters =
                    new SVMParameters<Label>(
                            new SVMClassificationType(SVMClassificationType.SVMMode.C_SVC), kernel);
            parameters.setGamma(0.5);
            parameters.setCoeff(1);
            parameters.setDegree(2);
            if (kernel == KernelType.RBF) {
                parameters.setProbability();
            }
            cases.add(
                    new Case(
                            "LibSVM " + kernel,
                            new LibSVMClassificationTrainer(parameters).train(data),
                            false));
        }
        cases.add(
                new Case(
                        "LibSVM nu",
                        new LibSVMClassificationTrainer(
                                        new SVMParameters<>(
                                                new SVMClassificationType(
                                                        SVMClassificationType.SVMMode.NU_SVC),
                                                KernelType.LINEAR))
                                .train(data),
                        false));
        for (var kernel : List.of(new RBF(0.5), new Polynomial(0.5, 1, 2), new Sigmoid(0.1, 0))) {
            cases.add(
                    new Case(
                            "kernel SVM " + kernel.getClass().getSimpleName(),
                            new KernelSVMTrainer(kernel, 0.1, 2, 3L).train(data),
                            false));
        }
        cases.add(
                new Case(
                        "naive Bayes",
                        new MultinomialNaiveBayesTrainer(0.5).train(Trained.counted()),
                        false,
                        List.of(
                                new @Nullable Object[] {3.0, 0.0, 1.0, 2.0},
                                new @Nullable Object[] {0.0, 0.5, 7.0, null})));
        cases.add(
                new Case(
                        "k-NN, a tree of points",
                        new KNNTrainer<>(
                                        5,
                                        new L2Distance(),
                                        1,
                                        new VotingCombiner(),
                                        Backend.STREAMS,
                                        NeighboursQueryFactoryType.KD_TREE)
                                .train(data),
                        false));
        cases.add(
                new Case(
                        "k-NN, cosine",
                        new KNNTrainer<>(
                                        3,
                                        new CosineDistance(),
                                        1,
                                        new VotingCombiner(),
                                        Backend.THREADPOOL,
                                        NeighboursQueryFactoryType.BRUTE_FORCE)
                                .train(data),
                        false));
        cases.add(
                new Case(
                        "factorization machine",
                        new FMClassificationTrainer(new LogMulticlass(), steps(), 3, 3L, 2, 0.1)
                                .train(data),
                        false));
        cases.add(
                new Case(
                        "factorization machine without probabilities",
                        new FMClassificationTrainer(new Hinge(), steps(), 3, 3L, 2, 0.1)
                                .train(data),
                        false));
        cases.add(
                new Case(
                        "constant label",
                        DummyClassifierTrainer.createConstantTrainer("bad").train(data),
                        false));
        cases.add(
                new Case(
                        "commonest label",
                        DummyClassifierTrainer.createMostFrequentTrainer().train(data),
                        false));
        cases.add(new Case("CART", new CARTClassificationTrainer(5).train(data), true));
    }

    private static void regression(List<Case> cases) {
        var data = Trained.measured();
        var single = Trained.measuredOnce();
        for (var type : LinearRegressionType.LinearType.values()) {
            cases.add(
                    new Case(
                            "LibLinear " + type,
                            new LibLinearRegressionTrainer(new LinearRegressionType(type))
                                    .train(data),
                            true));
        }
        for (var mode : SVMRegressionType.SVMMode.values()) {
            for (boolean standardised : new boolean[] {false, true}) {
                cases.add(
                        new Case(
                                "LibSVM " + mode + (standardised ? ", standardised" : ""),
                                new LibSVMRegressionTrainer(
                                                new SVMParameters<>(
                                                        new SVMRegressionType(mode),
                                                        KernelType.RBF),
                                                standardised)
                                        .train(data),
                                false));
            }
        }
        cases.add(new Case("LARS", new LARSTrainer(2).train(data), true));
        cases.add(new Case("LARS, all", new LARSTrainer().train(single), true));
        cases.add(new Case("lasso", new LARSLassoTrainer(3).train(data), true));
        cases.add(new Case("SLM", new SLMTrainer(true, 2).train(data), true));
        cases.add(new Case("elastic net", new ElasticNetCDTrainer(0.1, 0.5).train(data), true));
        cases.add(
                new Case(
                        "factorization machine",
                        new FMRegressionTrainer(new SquaredLoss(), steps(), 3, 3L, 2, 0.1, false)
                                .train(data),
                        false));
        cases.add(
                new Case(
                        "factorization machine, standardised",
                        new FMRegressionTrainer(new SquaredLoss(), steps(), 3, 3L, 2, 0.1, true)
                                .train(data),
                        false));
        cases.add(
                new Case(
                        "k-NN, mean",
                        new KNNTrainer<>(
                                        4,
                                        new L1Distance(),
                                        1,
                                        new AveragingCombiner(),
                                        Backend.STREAMS,
                                        NeighboursQueryFactoryType.BRUTE_FORCE)
                                .train(data),
                        false));
        cases.add(new Case("mean", DummyRegressionTrainer.createMeanTrainer().train(data), false));
        cases.add(
                new Case(
                        "quartile",
                        DummyRegressionTrainer.createQuartileTrainer(0.3).train(data),
                        false));
        cases.add(
                new Case(
                        "forest",
                        new RandomForestTrainer<>(
                                        new CARTRegressionTrainer(
                                                4, 1, 0, 0.7f, false, new MeanSquaredError(), 3L),
                                        new AveragingCombiner(),
                                        4)
                                .train(data),
                        true));
    }

    private static void clustering(List<Case> cases) {
        var data = Trained.unassigned();
        for (var distance : List.of(new L2Distance(), new L1Distance(), new CosineDistance())) {
            cases.add(
                    new Case(
                            "k-means " + distance,
                            new KMeansTrainer(4, 10, distance, 1, 3L).train(data),
                            false));
        }
        cases.add(new Case("HDBSCAN", new HdbscanTrainer(4).train(data), false));
    }

    private static void anomalies(List<Case> cases) {
        var data = Trained.expected();
        cases.add(
                new Case(
                        "one-class LibLinear",
                        new LibLinearAnomalyTrainer(0.1).train(data),
                        false));
        cases.add(
                new Case(
                        "one-class LibSVM",
                        new LibSVMAnomalyTrainer(
                                        new SVMParameters<Event>(
                                                new SVMAnomalyType(
                                                        SVMAnomalyType.SVMMode.ONE_CLASS),
                                                KernelType.RBF))
                                .train(data),
                        false));
    }

    private static void multiLabel(List<Case> cases) {
        var data = Trained.tagged();
        var one = new LogisticRegressionTrainer();
        cases.add(
                new Case(
                        "linear",
                        new LinearSGDTrainer(new BinaryCrossEntropy(), steps(), 3, 3L).train(data),
                        false));
        cases.add(
                new Case(
                        "linear with hinge loss",
                        new LinearSGDTrainer(
                                        new org.tribuo.multilabel.sgd.objectives.Hinge(),
                                        steps(),
                                        3,
                                        3L)
                                .train(data),
                        false));
        cases.add(
                new Case(
                        "factorization machine",
                        new FMMultiLabelTrainer(new BinaryCrossEntropy(), steps(), 3, 3L, 2, 0.1)
                                .train(data),
                        false));
        cases.add(
                new Case("independent", new IndependentMultiLabelTrainer(one).train(data), false));
        cases.add(
                new Case(
                        "independent trees",
                        new IndependentMultiLabelTrainer(new CARTClassificationTrainer(4))
                                .train(data),
                        false));
        cases.add(
                new Case(
                        "chain",
                        new ClassifierChainTrainer(one, Arrays.asList("wet & windy", "warm"))
                                .train(data),
                        false));
        cases.add(
                new Case(
                        "ensemble of chains",
                        new CCEnsembleTrainer(one, 3, 3L).train(data),
                        false));
    }
}
