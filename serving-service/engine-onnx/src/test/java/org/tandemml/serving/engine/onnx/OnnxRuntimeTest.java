package org.tandemml.serving.engine.onnx;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.tandemml.model.signature.ColumnSpec;
import org.tandemml.model.signature.DataType;
import org.tandemml.model.signature.Schema;
import org.tandemml.serving.engine.ModelRuntime;
import org.tandemml.serving.engine.ModelRuntimeContract;

class OnnxRuntimeTest extends ModelRuntimeContract {
    @TempDir Path folder;

    @Override
    protected ModelRuntime runtime() {
        return new OnnxRuntime();
    }

    @Override
    protected Sample sample() throws IOException {
        return new Sample(
                Graphs.save(Graphs.sum(), folder),
                Graphs.MLMODEL,
                new Schema.Columns(
                        List.of(
                                ColumnSpec.of("a", DataType.FLOAT),
                                ColumnSpec.of("b", DataType.DOUBLE))),
                List.<@Nullable Object[]>of(new Object[] {1.0, 0.25}, new Object[] {-3.0, 8.0}),
                """
                [{"y": 2.25, "both": [1.0, 0.25]}, {"y": 2.0, "both": [-3.0, 8.0]}]
                """,
                0);
    }
}
