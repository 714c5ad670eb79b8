package org.tandemml.serving.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.tandemml.model.mlmodel.MlModel;
import org.tandemml.model.signature.ColumnSpec;
import org.tandemml.model.signature.DataType;
import org.tandemml.model.signature.Schema;

class LinearRuntimeTest extends ModelRuntimeContract {
    @TempDir Path folder;

    @Override
    protected ModelRuntime runtime() {
        return new LinearRuntime();
    }

    @Override
    protected Sample sample() throws IOException {
        Files.writeString(folder.resolve("model.linear"), "a=2\nbee=-0.5\nend");
        return new Sample(
                folder,
                new MlModel(
                        Map.of("linear", Map.of("data", "model.linear")),
                        null,
                        null,
                        null,
                        null,
                        Map.of()),
                new Schema.Columns(
                        List.of(
                                ColumnSpec.of("a", DataType.DOUBLE),
                                ColumnSpec.of("bee", DataType.DOUBLE))),
                List.of(new Object[] {1.0, 2.0}, new Object[] {0.1, 0.0}, new Object[] {-3, 1e9}),
                "[1.0, 0.2, -500000006]",
                1e-12);
    }
}
