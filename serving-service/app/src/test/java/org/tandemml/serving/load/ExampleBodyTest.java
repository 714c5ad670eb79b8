package org.tandemml.serving.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemml.model.signature.ColumnSpec;
import org.tandemml.model.signature.ColumnType;
import org.tandemml.model.signature.DataType;
import org.tandemml.model.signature.Schema;
import org.tandemml.model.signature.TensorSpec;
import org.tandemml.serving.engine.enforce.EnforcementMode;
import org.tandemml.serving.engine.enforce.EnforcementSettings;
import org.tandemml.serving.engine.enforce.SignatureEnforcer;

class ExampleBodyTest {
    private static final EnforcementSettings STRICT =
            new EnforcementSettings("m/1", EnforcementMode.STRICT, 10, true);

    private static int rowsAccepted(Schema schema) {
        byte[] body = ExampleBody.of(schema).orElseThrow();
        return SignatureEnforcer.of(schema, List.of(), STRICT).parseJson(body).table().rows();
    }

    @Test
    void everyTypeOfColumnIsAccepted() {
        List<ColumnSpec> columns = new ArrayList<>();
        for (DataType type : DataType.values()) {
            columns.add(ColumnSpec.of(type.wireName(), type));
        }
        ColumnType number = new ColumnType.Scalar(DataType.LONG);
        List<ColumnType> nested =
                List.of(
                        new ColumnType.ArrayOf(number),
                        new ColumnType.MapOf(number),
                        new ColumnType.Any(),
                        new ColumnType.SparkVector(),
                        new ColumnType.ObjectOf(
                                List.of(new ColumnType.Property("p", number, true))));
        nested.forEach(type -> columns.add(new ColumnSpec(type.toString(), type, true)));

        assertThat(rowsAccepted(new Schema.Columns(columns))).isEqualTo(1);
    }

    @Test
    void columnsWithoutNamesAreAccepted() {
        ColumnSpec unnamed = new ColumnSpec(null, new ColumnType.Scalar(DataType.DOUBLE), true);

        assertThat(rowsAccepted(new Schema.Columns(List.of(unnamed, unnamed)))).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"float32", "float64", "int8", "uint8", "int64", "bool"})
    void tensorsAreAccepted(String dtype) {
        TensorSpec only = new TensorSpec(null, dtype, new long[] {-1, 3});
        TensorSpec named = new TensorSpec("a", dtype, new long[] {-1});

        assertThat(rowsAccepted(new Schema.Tensors(List.of(only)))).isEqualTo(1);
        assertThat(rowsAccepted(new Schema.Tensors(List.of(named)))).isEqualTo(1);
    }

    @Test
    void namesAreWrittenAsJsonNeedsThem() {
        Schema schema = new Schema.Columns(List.of(ColumnSpec.of("a\"\\ü\n", DataType.DOUBLE)));

        assertThat(rowsAccepted(schema)).isEqualTo(1);
    }

    @Test
    void aHugeRowIsNotMade() {
        TensorSpec huge = new TensorSpec(null, "float32", new long[] {-1, 1 << 20, 1 << 10});

        assertThat(ExampleBody.of(new Schema.Tensors(List.of(huge)))).isEmpty();
    }

    @Test
    void noColumnsMakeAnEmptyRow() {
        byte[] body = ExampleBody.of(new Schema.Columns(List.of())).orElseThrow();

        assertThat(new String(body, StandardCharsets.UTF_8)).contains("data");
    }
}
