package org.tandemml.serving.engine.tribuo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tandemml.serving.engine.Garbage;
import org.tandemml.serving.engine.Predictor;
import org.tandemml.serving.engine.predict.Predictions;
import org.tandemml.serving.engine.table.Column;
import org.tandemml.serving.engine.table.Missing;
import org.tandemml.serving.engine.table.Table;
import org.tandemml.serving.engine.table.Tables;
import org.tribuo.Model;
import org.tribuo.classification.dtree.CARTClassificationTrainer;
import org.tribuo.classification.dtree.impurity.GiniIndex;
import org.tribuo.classification.ensemble.AdaBoostTrainer;
import org.tribuo.classification.ensemble.FullyWeightedVotingCombiner;
import org.tribuo.classification.ensemble.VotingCombiner;
import org.tribuo.classification.sgd.linear.LinearSGDTrainer;
import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;
import org.tribuo.classification.sgd.objectives.Hinge;
import org.tribuo.common.tree.ExtraTreesTrainer;
import org.tribuo.common.tree.RandomForestTrainer;
import org.tribuo.ensemble.BaggingTrainer;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.math.util.ExpNormalizer;
import org.tribuo.regression.ensemble.AveragingCombiner;
import org.tribuo.regression.rtree.CARTJointRegressionTrainer;
import org.tribuo.regression.rtree.CARTRegressionTrainer;
import org.tribuo.regression.rtree.impurity.MeanSquaredError;
import org.tribuo.regression.sgd.objectives.SquaredLoss;
import org.tribuo.transform.TransformTrainer;
import org.tribuo.transform.TransformationMap;
import org.tribuo.transform.transformations.MeanStdDevTransformation;

class KernelsTest {
    @TempDir Path folder;

    static Stream<Model<?>> linearModels() {
        TransformationMap standardise =
                new TransformationMap(List.of(new MeanStdDevTransformation()));
        return Stream.of(
                new LogisticRegressionTrainer().train(Trained.labelled()),
                new LinearSGDTrainer(new Hinge(), new AdaGrad(0.1), 5, 3L)
                        .train(Trained.labelled()),
                new TransformTrainer<>(new LogisticRegressionTrainer(), standardise)
                        .train(Trained.labelled()),
                new TransformTrainer<>(new LogisticRegressionTrainer(), standardise, true, false)
                        .train(Trained.labelled()),
                new org.tribuo.regression.sgd.linear.LinearSGDTrainer(
                                new SquaredLoss(), new AdaGrad(0.1), 5, 3L)
                        .train(Trained.measured()));
    }

    static Stream<Model<?>> trees() {
        var grower = new CARTClassificationTrainer(6, 0.7f, 17);
        var regressionGrower =
                new CARTRegressionTrainer(6, 1, 0, 0.7f, false, new MeanSquaredError(), 17);
        var jointGrower =
                new CARTJointRegressionTrainer(
                        6, 1, 0, 0.7f, false, new MeanSquaredError(), false, 17);
        var standardise = new TransformationMap(List.of(new MeanStdDevTransformation()));
        return Stream.of(
                new CARTClassificationTrainer(1).train(Trained.labelled()),
                new CARTClassificationTrainer(9).train(Trained.labelled()),
                new RandomForestTrainer<>(grower, new VotingCombiner(), 12)
                        .train(Trained.labelled()),
                new RandomForestTrainer<>(grower, new FullyWeightedVotingCombiner(), 12)
                        .train(Trained.labelled()),
                new ExtraTreesTrainer<>(
                                new CARTClassificationTrainer(
                                        6, 1, 0, 0.7f, true, new GiniIndex(), 17),
                                new VotingCombiner(),
                                12)
                        .train(Trained.labelled()),
                new BaggingTrainer<>(grower, new VotingCombiner(), 5).train(Trained.labelled()),
                new AdaBoostTrainer(new CARTClassificationTrainer(2), 7).train(Trained.labelled()),
                new TransformTrainer<>(
                                new RandomForestTrainer<>(grower, new VotingCombiner(), 12),
                                standardise)
                        .train(Trained.labelled()),
                new CARTRegressionTrainer(6).train(Trained.measured()),
                new CARTJointRegressionTrainer(6).train(Trained.measured()),
                new RandomForestTrainer<>(regressionGrower, new AveragingCombiner(), 12)
                        .train(Trained.measured()),
                new RandomForestTrainer<>(jointGrower, new AveragingCombiner(), 12)
                        .train(Trained.measured()),
                new RandomForestTrainer<>(regressionGrower, new AveragingCombiner(), 12)
                        .train(Trained.measuredOnce()));
    }

    @Test
    void linear_sums_allocate_nothing() {
        var kernel =
                new LinearKernel(
                        new double[3 * 21],
                        20,
                        new int[] {0, 1, 2},
                        new ExpNormalizer()::normalizeInPlace);
        double[] row = new double[20];
        double[] scores = new double[3];
        int[] winners = new int[1];
        Kernel.Pass pass = kernel.pass(1);
        Garbage.assertNone(kernel.name(), () -> pass.score(row, 1, 0, scores, winners));
    }

    @ParameterizedTest
    @MethodSource({"linearModels", "trees"})
    void answer_as_tribuo_does_to_the_bit(Model<?> trained) throws Exception {
        var runtime = new TribuoRuntime();
        try (var model =
                (TribuoModel<?>) runtime.open(Trained.save(trained, folder), Trained.MLMODEL)) {
            assertThat(model.usesKernel()).isTrue();
            Table rows = Tables.of(Trained.schema(), Trained.rows());
            assertThat(
                            Kernels.same(
                                    model.bind(Trained.schema()),
                                    model.reference(Trained.schema()),
                                    rows))
                    .isTrue();
        }
    }

    @Test
    void are_told_from_tribuo_where_one_answer_differs() throws Exception {
        Table rows = Tables.of(Trained.schema(), Trained.rows());
        var runtime = new TribuoRuntime();
        Path deep =
                Trained.save(new CARTClassificationTrainer(6).train(Trained.labelled()), folder);
        try (var model = (TribuoModel<?>) runtime.open(deep, Trained.MLMODEL)) {
            Predictor kernel = model.bind(Trained.schema());
            Predictor reference = model.reference(Trained.schema());
            var wanted = (Predictions.Classification) reference.predict(rows);
            assertThat(Kernels.gives(kernel, wanted, rows)).isTrue();

            wanted.scores()[7] = Math.nextUp(wanted.scores()[7]);

            assertThat(Kernels.gives(kernel, wanted, rows)).isFalse();
        }
    }

    @Test
    void do_not_see_what_they_wrote_for_the_row_before() {
        FeatureColumns onlyTheFirst =
                new FeatureColumns(new int[] {0, -1}, new String[] {"a", "b"});
        Column[] columns = {new Column.Doubles(new double[] {1, 2}, new Missing())};
        double[] row = new double[2];

        onlyTheFirst.read(columns, 0, 1, row);
        assertThat(row).containsExactly(1, Double.NaN);
        row[1] = 7;
        onlyTheFirst.read(columns, 1, 1, row);

        assertThat(row).containsExactly(2, Double.NaN);
    }
}
