package org.tandemml.serving.engine.onnx;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.Texts;
import org.tandemml.serving.engine.ModelLoadException;

/**
 * A tensor that a model file holds.
 *
 * @param name what the graph calls it; empty for values of attributes
 * @param type of its elements
 * @param dims lengths
 * @param elements the product of the lengths
 * @param values its elements as numbers; null where they are many, or texts
 * @param external where its bytes are; null where they are in the file
 */
record StoredTensor(
        String name,
        ElementType type,
        long[] dims,
        long elements,
        double @Nullable [] values,
        @Nullable Map<String, String> external) {
    private static final int DIMS = 1;
    private static final int DATA_TYPE = 2;
    private static final int SEGMENT = 3;
    private static final int FLOAT_DATA = 4;
    private static final int INT32_DATA = 5;
    private static final int STRING_DATA = 6;
    private static final int INT64_DATA = 7;
    private static final int NAME = 8;
    static final int RAW_DATA = 9;
    private static final int DOUBLE_DATA = 10;
    private static final int UINT64_DATA = 11;
    static final int EXTERNAL_DATA = 13;
    static final int DATA_LOCATION = 14;
    private static final int MAX_RANK = 32;

    /** Reads a tensor and holds its data against its dims. */
    static StoredTensor read(Fields fields) throws ModelLoadException {
        return new Reader(fields).read();
    }

    private static final class Reader {
        private final Fields fields;
        private final Numbers dims = new Numbers();
        private final Numbers values = new Numbers();
        private String name = "";
        private @Nullable ElementType type;
        private @Nullable Map<String, String> entries;
        private boolean outside;
        private long rawBytes = -1;
        private long stored;

        Reader(Fields fields) {
            this.fields = fields;
        }

        StoredTensor read() throws ModelLoadException {
            while (fields.next()) {
                field();
            }
            ElementType known = type;
            if (known == null) {
                throw fields.damaged("tensor '%s' has no element type".formatted(shown()));
            }
            long[] lengths = lengths();
            long elements = product(lengths);
            boolean inside = !outside && entries == null;
            if (inside) {
                requireData(known, elements);
            }
            boolean number = known != ElementType.STRING && inside && values.known();
            double[] held = values.toArray();
            return new StoredTensor(
                    name,
                    known,
                    lengths,
                    elements,
                    number && held.length == elements ? held : null,
                    inside ? null : entries == null ? Map.of() : entries);
        }

        private void field() throws ModelLoadException {
            switch (fields.number()) {
                case DIMS -> fields.addIntegers(dims);
                case DATA_TYPE -> type(fields.integer());
                case SEGMENT -> throw fields.damaged("a tensor is only a segment");
                case FLOAT_DATA -> reals(4);
                case DOUBLE_DATA -> reals(8);
                case INT32_DATA, INT64_DATA, UINT64_DATA -> {
                    stored += fields.count(0);
                    fields.addIntegers(values);
                }
                case STRING_DATA -> stored++;
                case NAME -> name = fields.text();
                case RAW_DATA -> raw();
                case EXTERNAL_DATA -> entry(fields.message("a tensor's external data"));
                case DATA_LOCATION -> outside |= fields.integer() != 0;
                default -> {
                    // Documentation and the like.
                }
            }
        }

        private void type(long number) throws ModelLoadException {
            if (type != null) {
                throw fields.damaged("tensor '%s' has two element types".formatted(shown()));
            }
            type =
                    ElementType.find(number)
                            .orElseThrow(
                                    () ->
                                            fields.damaged(
                                                    "tensor '%s' has the unsupported element type %d"
                                                            .formatted(shown(), number)));
        }

        private void reals(int bytesEach) throws ModelLoadException {
            stored += fields.count(bytesEach);
            fields.addReals(values, bytesEach);
        }

        private void raw() throws ModelLoadException {
            if (rawBytes >= 0) {
                throw fields.damaged("tensor '%s' has its data twice".formatted(shown()));
            }
            rawBytes = fields.length();
            if (type == ElementType.INT64) {
                fields.addRaw(values, 8);
            } else if (type == ElementType.INT32) {
                fields.addRaw(values, 4);
            } else if (type == ElementType.FLOAT) {
                fields.addReals(values, 4);
            } else if (type == ElementType.DOUBLE) {
                fields.addReals(values, 8);
            }
        }

        private void entry(Fields entry) throws ModelLoadException {
            String key = "";
            String text = "";
            while (entry.next()) {
                if (entry.number() == 1) {
                    key = entry.text();
                } else if (entry.number() == 2) {
                    text = entry.text();
                }
            }
            if (entries == null) {
                entries = new HashMap<>();
            }
            if (entries.put(key, text) != null) {
                throw fields.damaged("tensor '%s' says twice where its data is".formatted(shown()));
            }
        }

        private long[] lengths() throws ModelLoadException {
            double[] read = dims.toArray();
            if (read.length > MAX_RANK) {
                throw fields.damaged(
                        "tensor '%s' has rank %d, at most %d are read"
                                .formatted(shown(), read.length, MAX_RANK));
            }
            long[] lengths = new long[read.length];
            for (int i = 0; i < lengths.length; i++) {
                if (read[i] < 0 || read[i] > 1L << 48) {
                    throw fields.damaged(
                            "tensor '%s' has the impossible length %.0f"
                                    .formatted(shown(), read[i]));
                }
                lengths[i] = (long) read[i];
            }
            return lengths;
        }

        private long product(long[] lengths) throws ModelLoadException {
            long product = 1;
            for (long length : lengths) {
                if (Math.multiplyHigh(product, length) != 0 || product * length < 0) {
                    throw fields.damaged("tensor '%s' is too large".formatted(shown()));
                }
                product *= length;
            }
            if (product > 1L << 40) {
                throw fields.damaged("tensor '%s' is too large".formatted(shown()));
            }
            return product;
        }

        private void requireData(ElementType known, long elements) throws ModelLoadException {
            boolean raw = rawBytes >= 0;
            if (raw && (stored > 0 || known == ElementType.STRING)) {
                throw fields.damaged("tensor '%s' has raw data and other data".formatted(shown()));
            }
            long wanted = raw ? known.bytes(elements) : known.entries(elements);
            long there = raw ? rawBytes : stored;
            if (wanted != there) {
                throw fields.damaged(
                        "tensor '%s' claims %d elements, which are %d %s; there are %d"
                                .formatted(
                                        shown(),
                                        elements,
                                        wanted,
                                        raw ? "bytes" : "entries",
                                        there));
            }
        }

        private String shown() {
            return Texts.excerpt(name);
        }
    }
}
