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
        boolean common = true;
        for (Part part : parts) {
            int[] places = part.columns();
            List<Object> taken = new ArrayList<>(places.length);
            boolean[] formats = new boolean[places.length];
            for (int i = 0; i < places.length; i++) {
                taken.add(in.column(places[i]));
                formats[i] = in.isBinary32(places[i]);
            }
            Batch made = part.step().apply(new Batch(in.rows(), taken, formats));
            common &= made.isBinary32();
            for (int i = 0; i < made.width(); i++) {
                columns.add(made.column(i));
            }
        }
        boolean[] binary32 = new boolean[columns.size()];
        Arrays.fill(binary32, common);
        return new Batch(in.rows(), columns, binary32);
    }
}
