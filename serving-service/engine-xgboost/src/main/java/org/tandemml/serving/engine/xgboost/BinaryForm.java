package org.tandemml.serving.engine.xgboost;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.tandemml.model.Texts;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.trees.Tree;

/**
 * Reads the binary form that XGBoost wrote by default until 2.0: C structures one after the other,
 * little-endian. Every length is held against the bytes that are left before anything is made of
 * it.
 */
final class BinaryForm {
    static final String MAGIC = "binf";
    private static final int LEARNER_BYTES = 136;
    private static final int FOREST_BYTES = 160;
    private static final int TREE_BYTES = 148;
    private static final int LINEAR_BYTES = 136;
    private static final int NODE_BYTES = 20;
    private static final int STATISTICS_BYTES = 16;
    private static final int MAX_TREES = 1 << 20;
    private static final int DEFAULT_LEFT = 1 << 31;

    private final ByteBuffer bytes;

    BinaryForm(byte[] file) {
        bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).position(MAGIC.length());
    }

    /** The fixed part at the beginning. */
    private record Learner(
            float base,
            int features,
            int classes,
            int targets,
            boolean attributes,
            boolean metrics,
            int major) {}

    Booster read() throws ModelLoadException {
        try {
            Learner learner = learner();
            Objective objective = Objective.of(text());
            String kind = text();
            int outputs =
                    ModelSize.outputs(learner.features(), learner.classes(), learner.targets());
            Booster.Head head =
                    new Booster.Head(
                            learner.features(),
                            null,
                            Map.of(),
                            outputs,
                            new float[] {learner.base()},
                            // Before 1.0 the score was kept after its link.
                            learner.major() < 1,
                            objective);
            Booster booster =
                    switch (kind) {
                        case "gbtree", "dart" -> forest(head, kind.equals("dart"), learner);
                        case "gblinear" -> linear(head, learner);
                        default ->
                                throw new ModelLoadException(
                                        "The XGBoost booster '%s' is not known."
                                                .formatted(Texts.excerpt(kind)));
                    };
            if (bytes.hasRemaining()) {
                throw wrong("the file goes on after its model");
            }
            return booster;
        } catch (BufferUnderflowException early) {
            throw new ModelLoadException(
                    "The XGBoost model file is in the binary form and ends too early.", early);
        }
    }

    private ModelLoadException wrong(String what) {
        return new ModelLoadException(
                "The XGBoost model file is not in the binary form: byte %d: %s."
                        .formatted(bytes.position(), what));
    }

    private Learner learner() throws ModelLoadException {
        int end = after(LEARNER_BYTES);
        float base = bytes.getFloat();
        int features = bytes.getInt();
        int classes = bytes.getInt();
        boolean attributes = bytes.getInt() != 0;
        boolean metrics = bytes.getInt() != 0;
        int major = bytes.getInt();
        bytes.getInt();
        // Since 1.6; zero before that.
        int targets = Math.max(1, bytes.getInt());
        bytes.position(end);
        if (Float.isNaN(base) || Float.isInfinite(base)) {
            throw wrong("base_score is not a number");
        }
        return new Learner(base, features, classes, targets, attributes, metrics, major);
    }

    private int after(int length) {
        if (bytes.remaining() < length) {
            throw new BufferUnderflowException();
        }
        return bytes.position() + length;
    }

    /** A count of things that take so many bytes each. */
    private int count(int width) throws ModelLoadException {
        long count = bytes.getLong();
        if (count < 0 || count > bytes.remaining() / width) {
            throw wrong("a length of %d, with %d bytes left".formatted(count, bytes.remaining()));
        }
        return (int) count;
    }

    private String text() throws ModelLoadException {
        byte[] text = new byte[count(1)];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private float[] floats() throws ModelLoadException {
        float[] numbers = new float[count(Float.BYTES)];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = bytes.getFloat();
            if (Float.isNaN(numbers[i]) || Float.isInfinite(numbers[i])) {
                throw wrong("a weight is not a number");
            }
        }
        return numbers;
    }

    private Booster forest(Booster.Head head, boolean dart, Learner learner)
            throws ModelLoadException {
        int end = after(FOREST_BYTES);
        int count = bytes.getInt();
        int parallel = Math.max(1, bytes.getInt());
        bytes.position(end);
        if (count < 0 || count > MAX_TREES || count > bytes.remaining() / TREE_BYTES) {
            throw wrong("%d trees, with %d bytes left".formatted(count, bytes.remaining()));
        }
        ModelSize.requireOutputs(head.outputs(), count);
        NodeArrays[] trees = new NodeArrays[count];
        for (int i = 0; i < count; i++) {
            trees[i] = tree("Tree " + i);
        }
        int[] output = new int[count];
        for (int i = 0; i < count; i++) {
            output[i] = bytes.getInt();
            ModelSize.requireOutput(output[i], i, head.outputs());
        }
        float[] weights = new float[count];
        Arrays.fill(weights, 1f);
        if (dart && count > 0) {
            weights = floats();
            if (weights.length != count) {
                throw wrong("%d weights for %d trees".formatted(weights.length, count));
            }
        }
        int round = bestRound(learner);
        int best = round < 0 ? count : ModelSize.treesOf(round, parallel, head.outputs(), count);
        return new Booster(
                head, new Booster.Forest(List.of(trees), output, weights, best), new float[0]);
    }

    private NodeArrays tree(String name) throws ModelLoadException {
        int end = after(TREE_BYTES);
        bytes.getInt();
        int nodes = bytes.getInt();
        bytes.position(end);
        if (nodes < 1
                || nodes > 2 * Tree.MAX_LEAVES
                || nodes > bytes.remaining() / (NODE_BYTES + STATISTICS_BYTES)) {
            throw wrong(
                    "%s has %d nodes, with %d bytes left"
                            .formatted(name, nodes, bytes.remaining()));
        }
        int[] left = new int[nodes];
        int[] right = new int[nodes];
        int[] feature = new int[nodes];
        double[] condition = new double[nodes];
        boolean[] defaultLeft = new boolean[nodes];
        for (int i = 0; i < nodes; i++) {
            bytes.getInt();
            left[i] = bytes.getInt();
            right[i] = bytes.getInt();
            int index = bytes.getInt();
            feature[i] = index & ~DEFAULT_LEFT;
            defaultLeft[i] = (index & DEFAULT_LEFT) != 0;
            condition[i] = bytes.getFloat();
        }
        bytes.position(bytes.position() + nodes * STATISTICS_BYTES);
        return new NodeArrays(
                name, left, right, feature, condition, defaultLeft, new long[nodes][], null);
    }

    private Booster linear(Booster.Head head, Learner learner) throws ModelLoadException {
        bytes.position(after(LINEAR_BYTES));
        float[] weights = floats();
        if (weights.length != (head.features() + 1L) * head.outputs()) {
            throw wrong(
                    "%d linear weights for %d features and %d outputs"
                            .formatted(weights.length, head.features(), head.outputs()));
        }
        bestRound(learner);
        return new Booster(head, null, weights);
    }

    /**
     * Reads what follows the model, attributes and names of metrics; -1 if none is the best round.
     */
    private int bestRound(Learner learner) throws ModelLoadException {
        int best = -1;
        if (learner.attributes()) {
            int count = count(2 * Long.BYTES);
            for (int i = 0; i < count; i++) {
                String key = text();
                String value = text();
                if (key.equals("best_iteration")) {
                    best = new Value(value, key).integer();
                }
            }
        }
        if (learner.metrics()) {
            int count = count(Long.BYTES);
            for (int i = 0; i < count; i++) {
                text();
            }
        }
        return best;
    }
}
