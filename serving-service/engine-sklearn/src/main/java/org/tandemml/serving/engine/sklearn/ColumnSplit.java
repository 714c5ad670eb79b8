package org.tandemml.serving.engine.sklearn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tandemml.serving.engine.ModelLoadException;

/**
 * ColumnTransformer and FeatureUnion: parts of the columns through steps of their own, side by side
 * again.
 */
record ColumnSplit(Need[] needs, int width, List<Part> parts) implements Transformer {

    /**
     * A part.
     *
     * @param columns which columns it takes, in its order
     */
    record Part(int[] columns, Transformer step) {}

    static ColumnSplit of(int inputs, List<Part> parts) throws ModelLoadException {
        Need[] needs = new Need[inputs];
        Arrays.fill(needs, Need.NOTHING);
        int width = 0;
        for (Part part : parts) {
            Need[] own = part.step().needs();
            for (int i = 0; i < own.length; i++) {
                int column = part.columns()[i];
                if (needs[column] != Need.NOTHING
                        && own[i] != Need.NOTHING
                        && needs[column] != own[i]) {
                    throw new ModelLoadException(
                            "The model's ColumnTransformer reads column %d as text and as number."
                                    .formatted(column));
                }
                needs[column] = own[i] == Need.NOTHING ? needs[column] : own[i];
            }
            width += part.step().width();
        }
        return new ColumnSplit(needs, width, List.copyOf(parts));
    }

    @Override
    public int widest() {
        return parts.stream().mapToInt(part -> part.step().widest()).sum();
    }

    @Override
    public Batch apply(Batch in) {
        List<Object> columns = new ArrayList<>(width);
        for (Part part : parts) {
            List<Object> taken = new ArrayList<>(part.columns().length);
            for (int column : part.columns()) {
                taken.add(in.column(column));
            }
            Batch made = part.step().apply(new Batch(in.rows(), taken));
            for (int i = 0; i < made.width(); i++) {
                columns.add(made.column(i));
            }
        }
        return new Batch(in.rows(), columns);
    }
}
