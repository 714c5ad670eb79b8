package org.tandemml.serving.load;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.TandemException;
import org.tandemml.model.Texts;
import org.tandemml.model.mlmodel.MlModel;
import org.tandemml.model.mlmodel.MlModelFile;
import org.tandemml.model.signature.Schema;
import org.tandemml.model.signature.Signature;
import org.tandemml.model.signature.SignatureBreaks;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.ModelRuntime;
import org.tandemml.serving.engine.OpenModel;
import org.tandemml.serving.engine.enforce.EnforcementMode;
import org.tandemml.serving.engine.enforce.EnforcementSettings;
import org.tandemml.serving.engine.enforce.SignatureEnforcer;
import org.tandemml.serving.source.Release;

/**
 * Turns a verified folder into a model that is ready to answer. Safe for use by several threads.
 */
public final class ModelLoader {
    private static final int MAX_MLMODEL_BYTES = 8 << 20;
    private static final int MAX_BREAKS_NAMED = 100;
    private static final int MAX_EXAMPLE_BYTES = 16 << 20;

    private final Map<String, ModelRuntime> runtimes = new TreeMap<>();
    private final LoadSettings settings;
    private final LoadThread thread;
    private final WarmUp warmUp;
    private final Clock clock;

    /**
     * @param runtimes one for each flavor that can be served
     */
    public ModelLoader(Collection<ModelRuntime> runtimes, LoadSettings settings, Clock clock) {
        runtimes.forEach(runtime -> this.runtimes.put(runtime.flavor(), runtime));
        this.settings = settings;
        this.thread = new LoadThread(settings.deadline(), settings.stackBytes());
        this.warmUp = new WarmUp(settings.warmUpTime(), settings.warmUpRounds());
        this.clock = clock;
    }

    /**
     * How models are loaded.
     *
     * @param mode how bodies are checked where a request does not ask for more
     * @param maxRows most rows of a body
     * @param echoValues whether violations repeat what was sent
     * @param deadline longest time that a load may take
     * @param stackBytes stack of the loading thread
     * @param warmUpTime longest time of the warm-up
     * @param warmUpRounds most requests of the warm-up
     */
    public record LoadSettings(
            EnforcementMode mode,
            int maxRows,
            boolean echoValues,
            Duration deadline,
            long stackBytes,
            Duration warmUpTime,
            int warmUpRounds) {

        /** The usual limits of a load. */
        public static LoadSettings of(EnforcementMode mode, int maxRows, boolean echoValues) {
            return new LoadSettings(
                    mode,
                    maxRows,
                    echoValues,
                    Duration.ofSeconds(120),
                    4 << 20,
                    Duration.ofMillis(200),
                    20_000);
        }
    }

    /** The flavors that can be served. */
    public List<String> flavors() {
        return List.copyOf(runtimes.keySet());
    }

    /**
     * Loads a model.
     *
     * @param release what it is
     * @param folder its files, verified
     * @param digest stands for all of them
     * @param before whose callers must not notice that its signature changes; null for nobody's
     * @throws ModelLoadException if it cannot be served, saying why in words for its owner
     */
    public LoadedModel load(
            Release release, Path folder, String digest, @Nullable LoadedModel before)
            throws ModelLoadException {
        return thread.run(release.label(), () -> loadHere(release, folder, digest, before));
    }

    private LoadedModel loadHere(
            Release release, Path folder, String digest, @Nullable LoadedModel before)
            throws ModelLoadException {
        MlModel mlmodel = mlmodel(folder);
        requireNoCode(mlmodel);
        ModelRuntime runtime = runtime(mlmodel);
        OpenModel open = runtime.open(folder, mlmodel);
        boolean done = false;
        try {
            Signature declared = mlmodel.signature();
            Schema inputs =
                    declared == null || declared.inputs() == null
                            ? open.inputs()
                            : declared.inputs();
            Signature signature =
                    new Signature(
                            inputs,
                            declared == null ? null : declared.outputs(),
                            declared == null ? List.of() : declared.params());
            if (before != null) {
                requireUnbroken(before, signature);
            }
            LoadedModel.Contents contents =
                    new LoadedModel.Contents(
                            runtime.flavor(), signature, mlmodel.params(), open, open.bind(inputs));
            LoadedModel model = warmed(release, digest, contents, example(folder, mlmodel));
            done = true;
            return model;
        } finally {
            if (!done) {
                open.close();
            }
        }
    }

    private void requireUnbroken(LoadedModel before, Signature signature)
            throws ModelLoadException {
        List<SignatureBreaks.Break> breaks =
                SignatureBreaks.between(
                        before.signature(), signature, settings.mode() == EnforcementMode.STRICT);
        if (!breaks.isEmpty()) {
            int more = breaks.size() - MAX_BREAKS_NAMED;
            throw new ModelLoadException(
                    "its signature breaks that of "
                            + before.release().label()
                            + ", which TANDEM_SERVING_BREAKING=refuse forbids: "
                            + breaks.stream()
                                    .limit(MAX_BREAKS_NAMED)
                                    .map(SignatureBreaks.Break::toString)
                                    .collect(Collectors.joining("; "))
                            + (more > 0 ? "; and " + more + " more" : ""));
        }
    }

    private LoadedModel warmed(
            Release release,
            String digest,
            LoadedModel.Contents contents,
            byte @Nullable [] example)
            throws ModelLoadException {
        SignatureEnforcer strict = enforcer(release, contents, EnforcementMode.STRICT);
        SignatureEnforcer lenient = enforcer(release, contents, EnforcementMode.MLFLOW);
        SignatureEnforcer usual = settings.mode() == EnforcementMode.STRICT ? strict : lenient;
        WarmUp.Warm warm = warmUp.run(contents, example, lenient, usual);
        return new LoadedModel(
                release,
                digest,
                warm.contents(),
                new LoadedModel.Enforcers(usual, strict),
                warm.cost(),
                clock.instant());
    }

    private SignatureEnforcer enforcer(
            Release release, LoadedModel.Contents contents, EnforcementMode mode)
            throws ModelLoadException {
        Schema inputs = contents.signature().inputs();
        if (inputs == null) {
            throw new ModelLoadException("neither its MLmodel file nor the model names its inputs");
        }
        return SignatureEnforcer.of(
                inputs,
                contents.signature().params(),
                new EnforcementSettings(
                        release.label(), mode, settings.maxRows(), settings.echoValues()));
    }

    private static MlModel mlmodel(Path folder) throws ModelLoadException {
        Path file = folder.resolve(MlModelFile.NAME);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new ModelLoadException("its folder has no MLmodel file");
        }
        try {
            return MlModelFile.parse(bytes(file, MAX_MLMODEL_BYTES, "its MLmodel file"));
        } catch (TandemException malformed) {
            throw new ModelLoadException(malformed.getMessage(), malformed);
        }
    }

    /** What a model answers with Python code beside it cannot be known without running that. */
    private static void requireNoCode(MlModel mlmodel) throws ModelLoadException {
        for (Map.Entry<String, Map<String, @Nullable Object>> flavor :
                mlmodel.flavors().entrySet()) {
            Object code = flavor.getValue().get("code");
            if (code != null) {
                throw new ModelLoadException(
                        "its MLmodel file asks to run Python code of its own (flavors."
                                + Texts.excerpt(flavor.getKey())
                                + ".code is '"
                                + Texts.excerpt(code.toString())
                                + "'), and this server runs none; log it without code_paths");
            }
        }
    }

    private static byte[] bytes(Path file, int limit, String what) throws ModelLoadException {
        try (InputStream stream = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = stream.readNBytes(limit + 1);
            if (bytes.length > limit) {
                throw new ModelLoadException(what + " is larger than " + limit + " bytes");
            }
            return bytes;
        } catch (IOException unreadable) {
            throw new ModelLoadException(what + " cannot be read", unreadable);
        }
    }

    private ModelRuntime runtime(MlModel mlmodel) throws ModelLoadException {
        for (String flavor : mlmodel.flavors().keySet()) {
            ModelRuntime runtime = runtimes.get(flavor);
            if (runtime != null) {
                return runtime;
            }
        }
        throw new ModelLoadException(
                "its MLmodel file names the flavors "
                        + mlmodel.flavors().keySet().stream().map(Texts::excerpt).toList()
                        + ", of which none can be served; served are "
                        + flavors());
    }

    /** The example as a request body; null if the folder has none in that form. */
    private static byte @Nullable [] example(Path folder, MlModel mlmodel)
            throws ModelLoadException {
        MlModel.InputExample example = mlmodel.inputExample();
        String name = example == null ? null : example.servingInputPath();
        if (name == null) {
            return null;
        }
        if (name.isEmpty() || name.startsWith(".") || name.contains("/") || name.contains("\\")) {
            throw new ModelLoadException(
                    "the serving_input_path of its MLmodel file must be a file name");
        }
        Path file = folder.resolve(name);
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                ? bytes(file, MAX_EXAMPLE_BYTES, "its serving input example")
                : null;
    }
}
