package org.tandemml.serving.engine.tribuo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tandemml.model.signature.Schema;
import org.tandemml.serving.engine.table.Table;
import org.tandemml.serving.engine.table.Tables;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.sgd.linear.LinearSGDTrainer;
import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;
import org.tribuo.classification.sgd.objectives.Hinge;
import org.tribuo.impl.ArrayExample;
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
    void forget_the_row_before_where_the_schema_lacks_a_feature() throws Exception {
        MutableDataset<Label> data = Trained.labelled();
        data.add(
                new ArrayExample<>(
                        new Label("good"),
                        new String[] {"age", "balance (€)", "tenure"},
                        new double[] {1, 1, 1}));
        Model<?> trained =
                new TransformTrainer<>(
                                new LogisticRegressionTrainer(),
                                new TransformationMap(List.of(new MeanStdDevTransformation(3, 2))),
                                true,
                                false)
                        .train(data);
        Schema.Columns withoutC =
                new Schema.Columns(
                        Trained.schema().columns().stream()
                                .filter(column -> !"c".equals(column.name()))
                                .toList());
        try (var model =
                (TribuoModel<?>)
                        new TribuoRuntime().open(Trained.save(trained, folder), Trained.MLMODEL)) {
            Table rows =
                    Tables.of(
                            withoutC,
                            List.of(
                                    new Object[] {0.1, 0.2, 0.3},
                                    new Object[] {0.1, 0.2, 0.3},
                                    new Object[] {-1.0, 0.5, 0.0}));
            assertThat(model.usesKernel()).isTrue();
            assertThat(Kernels.same(model.bind(withoutC), model.reference(withoutC), rows))
                    .isTrue();
        }
    }
}
