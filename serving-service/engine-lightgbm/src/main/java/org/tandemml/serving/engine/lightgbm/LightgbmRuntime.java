package org.tandemml.serving.engine.lightgbm;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.Texts;
import org.tandemml.model.mlmodel.MlModel;
import org.tandemml.serving.engine.ModelFolder;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.ModelRuntime;
import org.tandemml.serving.engine.OpenModel;

/** Reads the flavor {@code lightgbm}: a Booster in LightGBM's text form. */
public final class LightgbmRuntime implements ModelRuntime {
    private static final String FLAVOR = "lightgbm";
    private static final int MAX_BYTES = 512 << 20;

    @Override
    public String flavor() {
        return FLAVOR;
    }

    @Override
    public OpenModel open(Path folder, MlModel mlmodel) throws ModelLoadException {
        Map<String, @Nullable Object> settings = mlmodel.flavor(FLAVOR).orElse(Map.of());
        Object modelClass = settings.get("model_class");
        byte[] file = ModelFolder.read(folder, mlmodel, FLAVOR, MAX_BYTES);
        if (modelClass instanceof String name && !name.endsWith("Booster")) {
            throw new ModelLoadException(
                    ("The model is a pickled %s, which is not read. Log its booster instead:"
                                    + " mlflow.lightgbm.log_model(model.booster_, ...).")
                            .formatted(Texts.excerpt(name)));
        }
        // Names may hold any character; Latin-1 would split none of the lines differently.
        return LightgbmModel.of(
                ModelText.read(new String(file, StandardCharsets.UTF_8), file.length));
    }
}
