package org.tandemml.serving.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tandemml.model.mlmodel.MlModel;
import org.tandemml.model.signature.ColumnSpec;
import org.tandemml.model.signature.ColumnType;
import org.tandemml.model.signature.DataType;
import org.tandemml.model.signature.Schema;
import org.tandemml.serving.engine.predict.Predictions;
import org.tandemml.serving.engine.table.Table;

/**
 * The smallest runtime there is, for tests of the contract: a file with a line {@code name=weight}
 * for each input and {@code end} as the last line; the answer is the weighted sum.
 */
public final class LinearRuntime implements ModelRuntime {
    private static final String DATA = "model.linear";

    @Override
    public String flavor() {
        return "linear";
    }

    @Override
    public OpenModel open(Path folder, MlModel mlmodel) throws ModelLoadException {
        Object data =
                mlmodel.flavor(flavor())
                        .orElseThrow(
                                () -> new ModelLoadException("The MLmodel names no linear model."))
                        .get("data");
        Path file = folder.resolve(DATA);
        if (!DATA.equals(data) || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new ModelLoadException("A linear model is a file named " + DATA + ".");
        }
        try {
            return read(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
        } catch (IOException unreadable) {
            throw new ModelLoadException("The model file cannot be read.", unreadable);
        }
    }

    private static OpenModel read(String text) throws ModelLoadException {
        List<String> names = new ArrayList<>();
        List<Double> weights = new ArrayList<>();
        String[] lines = text.split("\n", -1);
        if (!lines[lines.length - 1].equals("end")) {
            throw new ModelLoadException("The model file is cut off.");
        }
        for (int i = 0; i < lines.length - 1; i++) {
            int equals = lines[i].indexOf('=');
            if (equals < 1 || names.contains(lines[i].substring(0, equals))) {
                throw new ModelLoadException("Line " + (i + 1) + " is not name=weight.");
            }
            names.add(lines[i].substring(0, equals));
            try {
                weights.add(Double.valueOf(lines[i].substring(equals + 1)));
            } catch (NumberFormatException noNumber) {
                throw new ModelLoadException("Line " + (i + 1) + " is not name=weight.", noNumber);
            }
        }
        return new Linear(names, weights.stream().mapToDouble(w -> w).toArray());
    }

    private record Linear(List<String> names, double[] weights) implements OpenModel {
        @Override
        public Schema inputs() {
            return new Schema.Columns(
                    names.stream().map(name -> ColumnSpec.of(name, DataType.DOUBLE)).toList());
        }

        @Override
        public Predictor bind(Schema schema) throws ModelLoadException {
            List<ColumnSpec> columns = ((Schema.Columns) schema).columns();
            int[] positions = new int[names.size()];
            for (int i = 0; i < positions.length; i++) {
                positions[i] = position(columns, names.get(i));
            }
            return table -> predict(table, positions);
        }

        private static int position(List<ColumnSpec> columns, String name)
                throws ModelLoadException {
            for (int i = 0; i < columns.size(); i++) {
                if (name.equals(columns.get(i).name())) {
                    if (columns.get(i).type().equals(new ColumnType.Scalar(DataType.DOUBLE))) {
                        return i;
                    }
                    throw new ModelLoadException("The input " + name + " must be a double.");
                }
            }
            throw new ModelLoadException("The schema has no column for the input " + name + ".");
        }

        private Predictions predict(Table table, int[] positions) {
            double[] sums = new double[table.rows()];
            boolean[] present = new boolean[table.rows()];
            for (int row = 0; row < sums.length; row++) {
                for (int i = 0; i < positions.length; i++) {
                    sums[row] += weights[i] * table.column(positions[i]).asDouble(row);
                }
                present[row] = !Double.isNaN(sums[row]);
            }
            return new Predictions.Regression(List.of("sum"), sums, present);
        }

        @Override
        public void close() {
            // holds nothing
        }
    }
}
