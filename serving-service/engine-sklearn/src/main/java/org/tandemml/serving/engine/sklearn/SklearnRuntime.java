package org.tandemml.serving.engine.sklearn;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.mlmodel.MlModel;
import org.tandemml.serving.engine.ModelFolder;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.ModelRuntime;
import org.tandemml.serving.engine.OpenModel;
import org.tandemml.serving.engine.pickle.PickleReader;
import org.tandemml.serving.engine.pickle.PyObject;
import org.tandemml.serving.engine.pickle.SkopsReader;

/**
 * Reads the flavor {@code sklearn}: estimators and pipelines of scikit-learn 1.0 to 1.9 in a pickle
 * or a skops file, told apart by their bytes. Nothing of the file is run.
 */
public final class SklearnRuntime implements ModelRuntime {
    private static final String FLAVOR = "sklearn";
    private static final String FILE = "pickled_model";
    private static final int MAX_BYTES = 1 << 30;

    @Override
    public String flavor() {
        return FLAVOR;
    }

    @Override
    public OpenModel open(Path folder, MlModel mlmodel) throws ModelLoadException {
        byte[] file = ModelFolder.read(folder, mlmodel, FLAVOR, FILE, MAX_BYTES);
        Object root =
                SkopsReader.isSkops(file)
                        ? SkopsReader.read(file, KnownClasses.NAMES)
                        : PickleReader.read(file, KnownClasses.NAMES);
        if (!(root instanceof PyObject model)) {
            throw new ModelLoadException("The file holds no estimator of scikit-learn.");
        }
        return SklearnModel.of(model, version(model, mlmodel), method(mlmodel));
    }

    private static Version version(PyObject model, MlModel mlmodel) throws ModelLoadException {
        Object declared = settings(mlmodel, FLAVOR).get("sklearn_version");
        String text =
                model.has("_sklearn_version")
                        ? model.text("_sklearn_version")
                        : declared == null ? "unknown" : declared.toString();
        return Version.of(text);
    }

    private static String method(MlModel mlmodel) {
        Object method = settings(mlmodel, "python_function").get("predict_fn");
        return method == null ? "predict" : method.toString();
    }

    private static Map<String, @Nullable Object> settings(MlModel mlmodel, String flavor) {
        return mlmodel.flavor(flavor).orElse(Map.of());
    }
}
