package org.tandemml.serving.engine.tribuo;

import java.nio.file.Path;
import org.tandemml.model.mlmodel.MlModel;
import org.tandemml.serving.engine.ModelFolder;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.ModelRuntime;
import org.tandemml.serving.engine.OpenModel;
import org.tribuo.Model;
import org.tribuo.protos.core.ModelProto;

/**
 * Reads the flavor {@code tribuo}: a model of Tribuo 4.3 in protobuf form, of any of its pure-Java
 * kinds. What the file names is checked before Tribuo loads it; see {@link VettedProto}.
 */
public final class TribuoRuntime implements ModelRuntime {
    private static final String FLAVOR = "tribuo";
    private static final int MAX_BYTES = 512 << 20;

    @Override
    public String flavor() {
        return FLAVOR;
    }

    @Override
    public OpenModel open(Path folder, MlModel mlmodel) throws ModelLoadException {
        byte[] file = ModelFolder.read(folder, mlmodel, FLAVOR, MAX_BYTES);
        ModelProto proto = VettedProto.read(file);
        Model<?> model;
        try {
            model = Model.deserialize(proto);
        } catch (RuntimeException refused) {
            throw new ModelLoadException(
                    "Tribuo cannot read the model: " + reason(refused), refused);
        }
        return TribuoModel.of(model, proto);
    }

    /** The innermost reason: Tribuo wraps each in the reflective calls that led to it. */
    private static String reason(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null && innermost.getCause() != innermost) {
            innermost = innermost.getCause();
        }
        String message = innermost.getMessage();
        String text = message == null ? innermost.getClass().getSimpleName() : message;
        return org.tandemml.model.Texts.excerpt(text);
    }
}
