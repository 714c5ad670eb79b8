package org.tandemml.serving.engine.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.nio.file.Path;
import org.tandemml.model.Texts;
import org.tandemml.model.mlmodel.MlModel;
import org.tandemml.serving.engine.ModelFolder;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.ModelRuntime;
import org.tandemml.serving.engine.OpenModel;

/**
 * Reads the flavor {@code onnx}: a graph of ONNX, scored by ONNX Runtime on the processor. {@link
 * OnnxFile} looks through the file first; native code sees only bytes that have passed it, and no
 * file.
 */
public final class OnnxRuntime implements ModelRuntime {
    private static final String FLAVOR = "onnx";
    private static final int MAX_BYTES = 1 << 30;
    private static final String AFTER_CODE = " - message: ";
    private static final int MAX_REASON_LENGTH = 400;

    @Override
    public String flavor() {
        return FLAVOR;
    }

    @Override
    public OpenModel open(Path folder, MlModel mlmodel) throws ModelLoadException {
        byte[] file = ModelFolder.read(folder, mlmodel, FLAVOR, MAX_BYTES);
        Path parent = ModelFolder.parent(folder, mlmodel, FLAVOR);
        byte[] vetted = OnnxFile.vetted(file, parent);
        try {
            OrtSession session = session(vetted);
            boolean done = false;
            try {
                OpenModel model = OnnxModel.of(session);
                done = true;
                return model;
            } finally {
                if (!done) {
                    session.close();
                }
            }
        } catch (OrtException refused) {
            throw new ModelLoadException(
                    "ONNX Runtime cannot read the model: " + reason(refused), refused);
        }
    }

    /** Where in the graph stands far into the message, after a code that says less. */
    private static String reason(OrtException refused) {
        String message = String.valueOf(refused.getMessage());
        int code = message.indexOf(AFTER_CODE);
        return Texts.excerpt(
                code < 0 ? message : message.substring(code + AFTER_CODE.length()),
                MAX_REASON_LENGTH);
    }

    /** One thread a call: the requests are what runs in parallel. */
    private static OrtSession session(byte[] model) throws OrtException {
        OrtEnvironment environment = environment();
        try (SessionOptions options = new SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setExecutionMode(SessionOptions.ExecutionMode.SEQUENTIAL);
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            options.addConfigEntry("session.load_model_format", "ONNX");
            return environment.createSession(model, options);
        }
    }

    /** One for the process. It sends nothing anywhere and writes no log: errors come back. */
    static OrtEnvironment environment() throws OrtException {
        OrtEnvironment environment =
                OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "tandem");
        environment.setTelemetry(false);
        return environment;
    }
}
