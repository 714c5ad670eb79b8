package org.tandemml.serving.engine.xgboost;

import org.junit.jupiter.api.Nested;
import org.tandemml.serving.engine.ModelRuntime;
import org.tandemml.serving.engine.ModelRuntimeContract;
import org.tandemml.serving.engine.zoo.ZooModel;

/** Each of the three forms. */
class XgboostRuntimeTest {

    @Nested
    class Json extends Contract {
        @Override
        protected Sample sample() {
            return sample("binary");
        }
    }

    @Nested
    class Ubj extends Contract {
        @Override
        protected Sample sample() {
            return sample("multiclass");
        }
    }

    @Nested
    class Binary extends Contract {
        @Override
        protected Sample sample() {
            return sample("old-early-stopping");
        }
    }

    abstract static class Contract extends ModelRuntimeContract {
        @Override
        protected ModelRuntime runtime() {
            return new XgboostRuntime();
        }

        static Sample sample(String model) {
            return ZooModel.own(XgboostRuntimeTest.class, model).sample();
        }
    }
}
