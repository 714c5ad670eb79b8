package org.tandemml.serving.engine.pmml;

import java.nio.file.Path;
import org.pmml4s.model.Model;
import org.tandemml.model.Texts;
import org.tandemml.model.mlmodel.MlModel;
import org.tandemml.serving.engine.ModelFolder;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.ModelRuntime;
import org.tandemml.serving.engine.OpenModel;

/**
 * Reads the flavor {@code pmml}: PMML 3.0 to 4.4, scored by PMML4S. The file is read by {@link
 * PmmlReader} first; PMML4S, which would follow external entities, sees only that reader's copy.
 */
public final class PmmlRuntime implements ModelRuntime {
    private static final String FLAVOR = "pmml";
    private static final int MAX_BYTES = 256 << 20;

    @Override
    public String flavor() {
        return FLAVOR;
    }

    @Override
    public OpenModel open(Path folder, MlModel mlmodel) throws ModelLoadException {
        byte[] file = ModelFolder.read(folder, mlmodel, FLAVOR, MAX_BYTES);
        PmmlDocument document = PmmlReader.read(file);
        // Scala has no checked exceptions: whatever PMML4S throws may come out of any call.
        try {
            return PmmlModel.of(Model.fromString(document.xml()), document);
        } catch (ModelLoadException refused) {
            throw refused;
        } catch (Exception | scala.NotImplementedError unreadable) {
            String reason = unreadable.getMessage();
            throw new ModelLoadException(
                    "PMML4S cannot read the model: "
                            + Texts.excerpt(
                                    reason == null
                                            ? unreadable.getClass().getSimpleName()
                                            : reason),
                    unreadable);
        }
    }
}
