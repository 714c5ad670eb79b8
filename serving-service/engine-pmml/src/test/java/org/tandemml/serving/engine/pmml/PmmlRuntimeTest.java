package org.tandemml.serving.engine.pmml;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;
import org.tandemml.model.signature.ColumnSpec;
import org.tandemml.model.signature.DataType;
import org.tandemml.model.signature.Schema;
import org.tandemml.serving.engine.ModelRuntime;
import org.tandemml.serving.engine.ModelRuntimeContract;

class PmmlRuntimeTest {

    @Nested
    class Regression extends Contract {
        @Override
        protected Sample sample() throws IOException {
            return sample(Pmml.regression(""), "[3, 8.5, 1.0]");
        }
    }

    @Nested
    class Tree extends Contract {
        @Override
        protected Sample sample() throws IOException {
            return sample(
                    Pmml.tree(),
                    """
                    [{"prediction": 0, "probabilities": {"0": 0.8, "1": 0.2}},
                     {"prediction": 1, "probabilities": {"0": 0.25, "1": 0.75}},
                     {"prediction": 0, "probabilities": {"0": 0.8, "1": 0.2}}]
                    """);
        }
    }

    abstract static class Contract extends ModelRuntimeContract {
        @TempDir Path folder;

        @Override
        protected ModelRuntime runtime() {
            return new PmmlRuntime();
        }

        Sample sample(String pmml, String expected) throws IOException {
            return new Sample(
                    Pmml.save(pmml, folder),
                    Pmml.MLMODEL,
                    new Schema.Columns(
                            List.of(
                                    ColumnSpec.of("a", DataType.DOUBLE),
                                    ColumnSpec.of("job", DataType.STRING))),
                    List.<@Nullable Object[]>of(
                            new Object[] {1.0, "clerk"},
                            new Object[] {1.25, "chef"},
                            new Object[] {0.0, "clerk"}),
                    expected,
                    1e-12);
        }
    }
}
