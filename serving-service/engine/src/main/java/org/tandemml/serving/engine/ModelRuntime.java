package org.tandemml.serving.engine;

import java.nio.file.Path;
import org.tandemml.model.mlmodel.MlModel;

/**
 * Reads models of one format. Implementations are found by {@link java.util.ServiceLoader}, have a
 * public constructor without parameters, keep no state and are safe for use by several threads.
 *
 * <p>Model files come from strangers: an implementation starts no process, runs no code and loads
 * no class that the file names beyond a fixed list, opens no file outside the folder, and refuses
 * what it does not understand. The caller runs {@link #open} on a thread of its own, under a
 * deadline, and treats {@link StackOverflowError} and {@link OutOfMemoryError} as a refusal.
 */
public interface ModelRuntime {

    /** The flavor of the MLmodel file that this runtime reads, for example {@code tribuo}. */
    String flavor();

    /**
     * Reads a model.
     *
     * @param folder the model's folder; its files have been verified against their digests
     * @param mlmodel the folder's MLmodel file, which names {@link #flavor()}
     * @return the model, owned by the caller, who closes it
     * @throws ModelLoadException if the model cannot be used, saying why in words for its owner
     */
    OpenModel open(Path folder, MlModel mlmodel) throws ModelLoadException;
}
