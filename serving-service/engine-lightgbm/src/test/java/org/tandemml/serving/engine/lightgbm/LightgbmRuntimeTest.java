package org.tandemml.serving.engine.lightgbm;

import org.tandemml.serving.engine.ModelRuntime;
import org.tandemml.serving.engine.ModelRuntimeContract;
import org.tandemml.serving.engine.zoo.ZooModel;

class LightgbmRuntimeTest extends ModelRuntimeContract {
    @Override
    protected ModelRuntime runtime() {
        return new LightgbmRuntime();
    }

    @Override
    protected Sample sample() {
        return ZooModel.own(LightgbmRuntimeTest.class, "multiclass").sample();
    }
}
