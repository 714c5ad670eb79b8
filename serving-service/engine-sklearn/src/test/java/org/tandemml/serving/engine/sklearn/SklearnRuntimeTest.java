package org.tandemml.serving.engine.sklearn;

import org.junit.jupiter.api.Nested;
import org.tandemml.serving.engine.ModelRuntime;
import org.tandemml.serving.engine.ModelRuntimeContract;
import org.tandemml.serving.engine.zoo.ZooModel;

/** Each way in which a model is stored. */
class SklearnRuntimeTest {

    @Nested
    class PickledForest extends Contract {
        @Override
        protected Sample sample() {
            return sample("forest");
        }
    }

    @Nested
    class SkopsLogistic extends Contract {
        @Override
        protected Sample sample() {
            return sample("logistic");
        }
    }

    @Nested
    class OldProtocol extends Contract {
        @Override
        protected Sample sample() {
            return sample("protocol-0");
        }
    }

    abstract static class Contract extends ModelRuntimeContract {
        @Override
        protected ModelRuntime runtime() {
            return new SklearnRuntime();
        }

        @Override
        protected String dataKey() {
            return "pickled_model";
        }

        static Sample sample(String model) {
            return ZooModel.own(SklearnRuntimeTest.class, model).sample();
        }
    }
}
