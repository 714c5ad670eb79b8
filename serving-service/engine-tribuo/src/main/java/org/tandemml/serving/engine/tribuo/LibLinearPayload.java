package org.tandemml.serving.engine.tribuo;

import com.google.protobuf.ByteString;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.SolverType;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.ModelLoadException;

/**
 * Looks at the Java serialization stream that Tribuo keeps inside of its LibLinear models, before
 * Tribuo deserializes the same bytes without a filter of its own.
 */
final class LibLinearPayload {
    private static final Set<String> CLASSES =
            Set.of(
                    "de.bwaldvogel.liblinear.Model",
                    "de.bwaldvogel.liblinear.SolverType",
                    "java.lang.Enum",
                    "[D",
                    "[I");
    private static final int MAX_DEPTH = 4;
    private static final int MAX_REFERENCES = 32;

    private LibLinearPayload() {}

    /**
     * Reads the payload under an allow-list of classes.
     *
     * @param payload the stream
     * @param outputs the ids of the labels that Tribuo's output domain knows; empty for models that
     *     have no labels
     * @throws ModelLoadException if it holds anything but one consistent LibLinear model
     */
    static void check(ByteString payload, Set<Integer> outputs) throws ModelLoadException {
        Object read;
        try (InputStream bytes = payload.newInput();
                ObjectInputStream in = new ObjectInputStream(bytes)) {
            in.setObjectInputFilter(info -> filter(info, payload.size()));
            read = in.readObject();
            if (in.read() != -1 || bytes.read() != -1) {
                throw refused("has bytes after the model", null);
            }
        } catch (IOException | ClassNotFoundException | RuntimeException unsafe) {
            throw refused("is damaged or holds a class that is not on the list", unsafe);
        }
        if (!(read instanceof Model model)) {
            throw refused("is not a LibLinear model", null);
        }
        try {
            requireConsistent(model, outputs);
        } catch (NullPointerException incomplete) {
            throw refused("lacks its solver type, weights or labels", incomplete);
        }
    }

    private static ObjectInputFilter.Status filter(
            ObjectInputFilter.FilterInfo info, long payloadBytes) {
        Class<?> type = info.serialClass();
        boolean allowed =
                (type == null || CLASSES.contains(type.getName()))
                        && info.arrayLength() <= payloadBytes / Integer.BYTES
                        && info.depth() <= MAX_DEPTH
                        && info.references() <= MAX_REFERENCES
                        && info.streamBytes() <= payloadBytes;
        return allowed ? ObjectInputFilter.Status.ALLOWED : ObjectInputFilter.Status.REJECTED;
    }

    /** Counts and arrays must fit each other: they are used without a check for each row. */
    private static void requireConsistent(Model model, Set<Integer> outputs)
            throws ModelLoadException {
        SolverType solver = model.getSolverType();
        int classes = model.getNrClass();
        boolean classifier = !solver.isSupportVectorRegression() && !solver.isOneClass();
        boolean vectorForEachClass = classifier && (classes != 2 || solver == SolverType.MCSVM_CS);
        int columns = model.getNrFeature() + (model.getBias() >= 0 ? 1 : 0);
        long expected = (long) columns * (vectorForEachClass ? classes : 1);
        int weights = model.getFeatureWeights().length;
        if (columns < 1 || classes < 1 || weights < expected) {
            throw refused("has %d weights where it needs %d".formatted(weights, expected), null);
        }
        if (classifier) {
            int[] labels = model.getLabels();
            if (labels.length != classes || !Arrays.stream(labels).allMatch(outputs::contains)) {
                throw refused("does not know each of its %d labels".formatted(classes), null);
            }
        }
    }

    private static ModelLoadException refused(String why, @Nullable Exception cause) {
        return new ModelLoadException(
                "The LibLinear payload inside of the Tribuo model %s.".formatted(why), cause);
    }
}
