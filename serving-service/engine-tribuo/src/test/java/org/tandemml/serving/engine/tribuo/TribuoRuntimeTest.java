package org.tandemml.serving.engine.tribuo;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;
import org.tandemml.serving.engine.ModelRuntime;
import org.tandemml.serving.engine.ModelRuntimeContract;
import org.tribuo.Model;
import org.tribuo.classification.dtree.CARTClassificationTrainer;
import org.tribuo.classification.ensemble.VotingCombiner;
import org.tribuo.classification.liblinear.LibLinearClassificationTrainer;
import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;
import org.tribuo.common.tree.RandomForestTrainer;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.regression.sgd.linear.LinearSGDTrainer;
import org.tribuo.regression.sgd.objectives.SquaredLoss;
import org.tribuo.transform.TransformTrainer;
import org.tribuo.transform.TransformationMap;
import org.tribuo.transform.transformations.MeanStdDevTransformation;

class TribuoRuntimeTest {

    @Nested
    class LogisticRegression extends Contract {
        @Override
        Answered<?> train() {
            Model<?> model = new LogisticRegressionTrainer().train(Trained.labelled());
            return Answered.of(model);
        }
    }

    @Nested
    class Standardised extends Contract {
        @Override
        Answered<?> train() {
            return Answered.of(
                    new TransformTrainer<>(
                                    new LogisticRegressionTrainer(),
                                    new TransformationMap(List.of(new MeanStdDevTransformation())))
                            .train(Trained.labelled()));
        }
    }

    @Nested
    class Forest extends Contract {
        @Override
        Answered<?> train() {
            return Answered.of(
                    new RandomForestTrainer<>(
                                    new CARTClassificationTrainer(5, 0.7f, 17),
                                    new VotingCombiner(),
                                    12)
                            .train(Trained.labelled()));
        }
    }

    @Nested
    class LibLinear extends Contract {
        @Override
        Answered<?> train() {
            return Answered.of(new LibLinearClassificationTrainer().train(Trained.labelled()));
        }
    }

    @Nested
    class TwoNumbers extends Contract {
        @Override
        Answered<?> train() {
            var model =
                    new LinearSGDTrainer(new SquaredLoss(), new AdaGrad(0.1), 5, 3L)
                            .train(Trained.measured());
            return Answered.of(model);
        }
    }

    abstract static class Contract extends ModelRuntimeContract {
        @TempDir Path folder;
        private @Nullable Sample sample;

        abstract Answered<?> train();

        @Override
        protected ModelRuntime runtime() {
            return new TribuoRuntime();
        }

        @Override
        protected Sample sample() {
            if (sample == null) {
                Answered<?> trained = train();
                sample =
                        new Sample(
                                Trained.save(trained.model(), folder),
                                Trained.MLMODEL,
                                Trained.schema(),
                                Trained.rows(),
                                trained.answers(Trained.rows()),
                                0);
            }
            return sample;
        }
    }
}
