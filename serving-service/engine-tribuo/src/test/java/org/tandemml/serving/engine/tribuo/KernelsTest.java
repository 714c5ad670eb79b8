package org.tandemml.serving.engine.tribuo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tandemml.serving.engine.table.Column;
import org.tandemml.serving.engine.table.Missing;
import org.tandemml.serving.engine.table.Table;
import org.tandemml.serving.engine.table.Tables;
import org.tribuo.Model;
import org.tribuo.classification.sgd.linear.LinearSGDTrainer;
import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;
import org.tribuo.classification.sgd.objectives.Hinge;
import org.tribuo.math.optimisers.AdaGrad;
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

    @ParameterizedTest
    @MethodSource("linearModels")
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
    void do_not_see_what_they_wrote_for_the_row_before() {
        FeatureColumns onlyTheFirst =
                new FeatureColumns(new int[] {0, -1}, new String[] {"a", "b"});
        Column[] columns = {new Column.Doubles(new double[] {1, 2}, new Missing())};
        double[] row = onlyTheFirst.newRow();

        onlyTheFirst.read(columns, 0, row);
        assertThat(row).containsExactly(1, Double.NaN);
        row[1] = 7;
        onlyTheFirst.read(columns, 1, row);

        assertThat(row).containsExactly(2, Double.NaN);
    }
}
