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

/**
 * Reads the flavor {@code lightgbm}: a Booster in LightGBM's text form, or a pickle or skops file
 * of a Booster or of a model of LightGBM's scikit-learn interface, told apart by their bytes.
 * Nothing of the file is run.
 */
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
        if (settings.get("model_class") instanceof String name
                && !PickledModel.CLASSES.contains(name)) {
            throw new ModelLoadException(
                    "The MLmodel file says that the model is a %s, which is not served."
                            .formatted(Texts.excerpt(name)));
        }
        byte[] file = ModelFolder.read(folder, mlmodel, FLAVOR, MAX_BYTES);
        if (PickledModel.isPickled(file)) {
            return LightgbmModel.of(PickledModel.read(file));
        }
        // Names may hold any character; Latin-1 would split none of the lines differently.
        return LightgbmModel.of(ModelText.read(new String(file, StandardCharsets.UTF_8)));
    }
}
