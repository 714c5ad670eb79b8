package org.tandemml.serving.engine.pmml;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tandemml.model.Texts;
import org.tandemml.model.mlmodel.MlModel;
import org.tandemml.serving.engine.ModelFolder;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.ModelRuntime;
import org.tandemml.serving.engine.OpenModel;

/**
 * Reads the flavor {@code pmml}: PMML 3.0 to 4.4, scored by PMML4S. The file is read by {@link
 * PmmlReader} first; PMML4S, which would follow external entities, sees only what that reader has
 * looked at.
 */
public final class PmmlRuntime implements ModelRuntime {
    private static final String FLAVOR = "pmml";

    /** How Scala shows the event of an element that no case of a match takes. */
    private static final Pattern UNEXPECTED = Pattern.compile("EvElemStart\\([^,]*,([^,()]+),");

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
            return PmmlModel.of(ElementEvents.model(document.root()), document);
        } catch (ModelLoadException refused) {
            throw refused;
        } catch (Exception | scala.NotImplementedError unreadable) {
            throw new ModelLoadException(
                    "PMML4S cannot read the model: " + reason(unreadable), unreadable);
        }
    }

    private static String reason(Throwable unreadable) {
        String message = unreadable.getMessage();
        if (message == null) {
            return unreadable.getClass().getSimpleName();
        }
        Matcher element = UNEXPECTED.matcher(message);
        return element.lookingAt()
                ? "the element '%s' stands where it is not expected"
                        .formatted(Texts.excerpt(element.group(1)))
                : Texts.excerpt(message);
    }
}
