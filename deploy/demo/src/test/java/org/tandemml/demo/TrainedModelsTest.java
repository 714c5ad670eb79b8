package org.tandemml.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tandemml.model.mlmodel.MlModel;
import org.tandemml.model.mlmodel.MlModelFile;
import org.tandemml.model.signature.Schema;
import org.tandemml.serving.engine.ModelRuntime;
import org.tandemml.serving.engine.OpenModel;
import org.tandemml.serving.engine.pmml.PmmlRuntime;
import org.tandemml.serving.engine.predict.Predictions.Classification;
import org.tandemml.serving.engine.table.Column;
import org.tandemml.serving.engine.table.Missing;
import org.tandemml.serving.engine.table.Table;
import org.tandemml.serving.engine.tribuo.TribuoRuntime;

/** What the demo trains and writes is what the engines read and answer. */
class TrainedModelsTest {
    private final Dataset.Split data = Dataset.breastCancer().split(0.7, 7);

    /** Kept, or the level would be forgotten. */
    private static final Logger TRIBUO = Logger.getLogger("org.tribuo");

    @TempDir Path folder;

    @BeforeAll
    static void quiet() {
        TRIBUO.setLevel(Level.WARNING);
    }

    @Test
    void tribuo() throws Exception {
        assertServed(TribuoTraining::train, new TribuoRuntime());
    }

    @Test
    void pmml() throws Exception {
        assertServed(PmmlTraining::train, new PmmlRuntime());
    }

    private void assertServed(Function<Dataset.Split, TrainedModel> training, ModelRuntime runtime)
            throws Exception {
        TrainedModel trained = training.apply(data);
        Evaluation evaluation = Evaluation.of(data.test().malignant(), trained.probabilities());
        assertThat(evaluation.accuracy()).isGreaterThan(0.95);
        assertThat(evaluation.auc()).isGreaterThan(0.98);

        ModelFolder.write(folder, trained, "model", "0".repeat(32), data.test());
        MlModel mlmodel = MlModelFile.parse(Files.readAllBytes(folder.resolve(MlModelFile.NAME)));
        Schema.Columns schema = (Schema.Columns) mlmodel.signature().inputs();
        try (OpenModel model = runtime.open(folder, mlmodel)) {
            var answer = (Classification) model.bind(schema).predict(table(schema, data.test()));
            int malignant = answer.labels().names().indexOf(Dataset.MALIGNANT);
            for (int row = 0; row < data.test().rows(); row++) {
                assertThat(answer.scores()[row * 2 + malignant])
                        .isCloseTo(trained.probabilities()[row], within(1e-9));
            }
        }
    }

    private static Table table(Schema.Columns schema, Dataset data) {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < schema.columns().size(); i++) {
            double[] values = new double[data.rows()];
            for (int row = 0; row < values.length; row++) {
                values[row] = data.values()[row][i];
            }
            columns.add(new Column.Doubles(values, new Missing()));
        }
        return new Table(schema, data.rows(), columns);
    }
}
