package org.tandemml.serving.engine.xgboost;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
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
        return XgboostModel.of(booster(file).named(columns(mlmodel)), made);
    }

    /** The columns that the model was trained with, in order; null if the MLmodel does not say. */
    private static @Nullable List<String> columns(MlModel mlmodel) {
        Signature signature = mlmodel.signature();
        Schema inputs = signature == null ? null : signature.inputs();
        return inputs instanceof Schema.Columns columns && columns.named()
                ? columns.columns().stream().map(c -> String.valueOf(c.name())).toList()
                : null;
    }

    private static Booster booster(byte[] file) throws ModelLoadException {
        if (file.length >= 2 && file[0] == '{') {
            // JSON goes on with a quote or white space, UBJSON with the type of a length.
            boolean json = file[1] == '"' || file[1] <= ' ' || file[1] == '}';
            return BoosterDocument.read(json ? JsonForm.read(file) : new UbjForm(file).read());
        }
        byte[] magic = BinaryForm.MAGIC.getBytes(StandardCharsets.US_ASCII);
        if (file.length >= magic.length
                && Arrays.equals(file, 0, magic.length, magic, 0, magic.length)) {
            return new BinaryForm(file).read();
        }
        throw new ModelLoadException(
                "The XGBoost model file is neither JSON nor UBJSON, which begin with '{', nor the old"
                        + " binary form, which begins with 'binf'.");
    }
}
