package org.tandemml.serving.engine.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.tandemml.model.signature.ColumnSpec;
import org.tandemml.model.signature.ColumnType;
import org.tandemml.model.signature.DataType;
import org.tandemml.model.signature.Schema;
import org.tandemml.model.signature.TensorSpec;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.PredictionException;
import org.tandemml.serving.engine.table.Column;
import org.tandemml.serving.engine.table.Missing;
import org.tandemml.serving.engine.table.Table;
import org.tandemml.serving.engine.table.Tables;

class InputsTest {
    private static final double NAN = Double.NaN;

    private static Inputs inputs(boolean anyNames, boolean rounded) {
        return new Inputs("X", 2, List.of("a", "mean_b"), Map.of(), anyNames, rounded);
    }

    private static ColumnSpec column(@Nullable String name, DataType type) {
        return new ColumnSpec(name, new ColumnType.Scalar(type), true);
    }

    private static Schema.Columns columns(DataType type, @Nullable String... names) {
        return new Schema.Columns(
                java.util.Arrays.stream(names).map(name -> column(name, type)).toList());
    }

    private static double[] read(Inputs inputs, Schema.Columns schema, @Nullable Object... row)
            throws ModelLoadException {
        double[] into = new double[2];
        inputs.bind(schema)
                .read(Tables.of(schema, List.<@Nullable Object[]>of(row)), 0, 1, into, 2);
        return into;
    }

    @Test
    void finds_columns_by_name_in_any_order() throws Exception {
        Schema.Columns schema = columns(DataType.DOUBLE, "mean_b", "c", "a");
        assertThat(read(inputs(false, false), schema, 1.0, 2.0, 3.0)).containsExactly(3, 1);
    }

    /** LightGBM's file has an underscore for every blank. */
    @Test
    void finds_names_with_blanks() throws Exception {
        Schema.Columns schema = columns(DataType.DOUBLE, "mean b", "a");
        assertThat(read(inputs(true, false), schema, 1.0, 2.0)).containsExactly(2, 1);
    }

    @Test
    void takes_columns_by_position_if_there_are_no_names() throws Exception {
        Schema.Columns unnamed = columns(DataType.DOUBLE, null, null);
        assertThat(read(inputs(false, false), unnamed, 1.0, 2.0)).containsExactly(1, 2);
        Schema.Columns others = columns(DataType.DOUBLE, "x", "y");
        assertThat(read(inputs(true, false), others, 1.0, 2.0)).containsExactly(1, 2);
        assertThatThrownBy(() -> inputs(false, false).bind(others))
                .isInstanceOf(ModelLoadException.class)
                .hasMessage("The X model needs the column 'a', which the signature does not have.");
    }

    @Test
    void refuses_what_cannot_feed_it() {
        assertRefused(columns(DataType.DOUBLE, "a", "b"), "needs the column 'mean_b'");
        assertRefused(columns(DataType.DOUBLE, null, null, null), "needs 2 columns, the signature");
        assertRefused(columns(DataType.STRING, "a", "mean_b"), "column 'a' of type string");
        assertRefused(columns(DataType.DATETIME, "a", "mean_b"), "column 'a' of type datetime");
    }

    private static void assertRefused(Schema schema, String reason) {
        assertThatThrownBy(() -> inputs(true, false).bind(schema))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void rounds_where_the_library_reads_binary32() throws Exception {
        double tenth = 0.1f;
        assertThat(read(inputs(false, true), columns(DataType.DOUBLE, "a", "mean_b"), 0.1, null))
                .containsExactly(tenth, NAN);
        // By way of a double this one would be rounded up, then up again.
        long twice = (1L << 60) + (1L << 36) + 1;
        assertThat(read(inputs(false, true), columns(DataType.LONG, "a", "mean_b"), twice, 1L))
                .containsExactly((float) twice, 1);
        assertThat((float) (double) twice).isNotEqualTo((float) twice);
        assertThat(read(inputs(false, false), columns(DataType.BOOLEAN, "a", "mean_b"), true, null))
                .containsExactly(1, NAN);
    }

    @Test
    void turns_texts_of_categories_into_codes() throws Exception {
        Inputs.Categories jobs = Inputs.Categories.open(Map.of("chef", 0, "clerk", 1), Map.of());
        Inputs.Categories years = Inputs.Categories.open(Map.of(), Map.of(0.0, 0, 1999.0, 1));
        Inputs inputs =
                new Inputs("X", 2, List.of("job", "year"), Map.of(0, jobs, 1, years), true, false);
        assertThat(inputs.schema().columns())
                .extracting(ColumnSpec::type)
                .containsExactly(
                        new ColumnType.Scalar(DataType.STRING),
                        new ColumnType.Scalar(DataType.DOUBLE));
        Schema.Columns schema =
                new Schema.Columns(
                        List.of(column("job", DataType.STRING), column("year", DataType.LONG)));
        assertThat(read(inputs, schema, "clerk", 1999L)).containsExactly(1, 1);
        assertThat(read(inputs, schema, "cook", 2000L)).containsExactly(NAN, NAN);
        assertThat(read(inputs, schema, null, null)).containsExactly(NAN, NAN);
        Inputs strict =
                new Inputs(
                        "X",
                        1,
                        List.of("job"),
                        Map.of(0, Inputs.Categories.closed(Map.of("chef", 0))),
                        true,
                        false);
        Schema.Columns job = columns(DataType.STRING, "job");
        assertThat(read(strict, job, "chef")[0]).isZero();
        assertThat(read(strict, job, (Object) null)[0]).isNaN();
        assertThatThrownBy(() -> read(strict, job, "cook"))
                .isInstanceOf(PredictionException.class)
                .hasMessage(
                        "Row 0, column 'job': 'cook' is none of the 1 categories that the model knows.");
        assertThatThrownBy(() -> inputs.bind(columns(DataType.DOUBLE, "job", "year")))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("needs texts of known categories");
    }

    @Test
    void reads_a_tensor() throws Exception {
        Schema.Tensors schema =
                new Schema.Tensors(List.of(new TensorSpec(null, "float32", new long[] {-1, 2})));
        Column cells =
                new Column.Tensor(
                        "float32", new long[] {2, 2}, new float[] {1, 2, 3, 4}, new Missing());
        double[] into = new double[6];
        inputs(false, true).bind(schema).read(new Table(schema, 2, List.of(cells)), 1, 1, into, 3);
        assertThat(into).containsExactly(3, 4, 0, 0, 0, 0);
        Schema.Tensors wider =
                new Schema.Tensors(List.of(new TensorSpec(null, "float32", new long[] {-1, 3})));
        assertRefused(wider, "shape [-1, 2]");
    }

    @Test
    void names_the_row_and_the_column_of_an_infinite_number() throws Exception {
        Schema.Columns schema = columns(DataType.DOUBLE, "mean_b", "a");
        RowReader reader = inputs(false, true).bind(schema);
        Table table =
                Tables.of(schema, List.of(new Object[] {1.0, 2.0}, new Object[] {1e300, 2.0}));
        double[] into = new double[4];
        reader.read(table, 0, 2, into, 2);
        assertThatThrownBy(() -> reader.requireFinite(into, 0, 2, 2))
                .isInstanceOf(PredictionException.class)
                .hasMessageContaining("Row 1, column 'mean_b'");
    }
}
