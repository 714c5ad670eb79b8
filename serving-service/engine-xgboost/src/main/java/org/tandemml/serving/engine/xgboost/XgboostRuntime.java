package org.tandemml.serving.engine.xgboost;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.mlmodel.MlModel;
import org.tandemml.model.signature.Schema;
import org.tandemml.model.signature.Signature;
import org.tandemml.serving.engine.ModelFolder;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.ModelRuntime;
import org.tandemml.serving.engine.OpenModel;

/**
 * Reads the flavor {@code xgboost}: JSON, UBJSON, and the old binary form, told apart by their
 * bytes because the file's name says nothing.
 */
public final class XgboostRuntime implements ModelRuntime {
    private static final String FLAVOR = "xgboost";
    private static final int MAX_BYTES = 512 << 20;

    @Override
    public String flavor() {
        return FLAVOR;
    }

    @Override
    public OpenModel open(Path folder, MlModel mlmodel) throws ModelLoadException {
        Map<String, @Nullable Object> settings = mlmodel.flavor(FLAVOR).orElse(Map.of());
        byte[] file = ModelFolder.read(folder, mlmodel, FLAVOR, MAX_BYTES);
        Interface made = Interface.of(settings.get("model_class"));
        return XgboostModel.of(BoosterFile.read(file).named(columns(mlmodel)), made);
    }

    /** The columns that the model was trained with, in order; null if the MLmodel does not say. */
    private static @Nullable List<String> columns(MlModel mlmodel) {
        Signature signature = mlmodel.signature();
        Schema inputs = signature == null ? null : signature.inputs();
        return inputs instanceof Schema.Columns columns && columns.named()
                ? columns.columns().stream().map(c -> String.valueOf(c.name())).toList()
                : null;
    }
}
