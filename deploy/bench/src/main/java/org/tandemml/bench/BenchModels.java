package org.tandemml.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.mlmodel.MlModelFile;
import org.tandemml.model.signature.ColumnSpec;
import org.tandemml.model.signature.DataType;
import org.tandemml.model.signature.Schema;
import org.tandemml.model.signature.Signature;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.dtree.CARTClassificationTrainer;
import org.tribuo.classification.dtree.impurity.GiniIndex;
import org.tribuo.classification.ensemble.VotingCombiner;
import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;
import org.tribuo.common.tree.RandomForestTrainer;
import org.tribuo.datasource.ListDataSource;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/**
 * Trains the models that the benchmarks use, on generated data: 20 numeric columns, two classes. A
 * logistic regression and a random forest of 100 trees.
 */
public final class BenchModels {
    static final int COLUMNS = 20;
    private static final int ROWS = 2000;
    private static final int TREES = 100;
    private static final int DEPTH = 6;
    private static final long SEED = 42;

    private BenchModels() {}

    /**
     * Writes a model folder {@code logistic} and a model folder {@code forest}, and beside them the
     * body of a one-row request, {@code row.json}.
     *
     * @param arguments the folder to write to
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        write(folder.resolve("logistic"), logistic());
        write(folder.resolve("forest"), forest());
        Files.writeString(folder.resolve("row.json"), row());
    }

    static Model<Label> logistic() {
        return new LogisticRegressionTrainer().train(data());
    }

    static Model<Label> forest() {
        CARTClassificationTrainer tree =
                new CARTClassificationTrainer(DEPTH, 5, 0f, 0.5f, false, new GiniIndex(), SEED);
        return new RandomForestTrainer<>(tree, new VotingCombiner(), TREES, SEED).train(data());
    }

    static Schema.Columns schema() {
        List<ColumnSpec> columns = new ArrayList<>();
        for (int i = 0; i < COLUMNS; i++) {
            columns.add(ColumnSpec.of(name(i), DataType.DOUBLE));
        }
        return new Schema.Columns(columns);
    }

    /** A logistic regression of all columns as PMML. */
    static String regressionAsPmml() {
        SplittableRandom random = new SplittableRandom(SEED);
        StringBuilder fields = new StringBuilder();
        StringBuilder mining = new StringBuilder();
        StringBuilder terms = new StringBuilder();
        for (int i = 0; i < COLUMNS; i++) {
            String name = name(i);
            fields.append(
                    "<DataField name='%s' optype='continuous' dataType='double'/>".formatted(name));
            mining.append("<MiningField name='%s'/>".formatted(name));
            terms.append(
                    "<NumericPredictor name='%s' coefficient='%s'/>"
                            .formatted(name, random.nextDouble() - 0.5));
        }
        return """
        <PMML version='4.4' xmlns='http://www.dmg.org/PMML-4_4'><Header/>
        <DataDictionary>%s<DataField name='y' optype='categorical' dataType='string'>
        <Value value='no'/><Value value='yes'/></DataField></DataDictionary>
        <RegressionModel functionName='classification' normalizationMethod='logit'>
        <MiningSchema>%s<MiningField name='y' usageType='target'/></MiningSchema>
        <RegressionTable targetCategory='yes' intercept='0.1'>%s</RegressionTable>
        <RegressionTable targetCategory='no' intercept='0'/>
        </RegressionModel></PMML>
        """
                .formatted(fields, mining, terms);
    }

    /** A request of one row. */
    static String row() {
        SplittableRandom random = new SplittableRandom(7);
        StringBuilder names = new StringBuilder();
        StringBuilder cells = new StringBuilder();
        for (int i = 0; i < COLUMNS; i++) {
            String separator = i == 0 ? "" : ",";
            names.append(separator).append('"').append(name(i)).append('"');
            cells.append(separator)
                    .append(String.format(Locale.ROOT, "%.4f", random.nextDouble() * 6 - 3));
        }
        return "{\"dataframe_split\":{\"columns\":[" + names + "],\"data\":[[" + cells + "]]}}";
    }

    /** Writes a model folder and says where it is. */
    static Path write(Path folder, Model<Label> model) throws IOException {
        Files.createDirectories(folder);
        model.serializeToFile(folder.resolve("model.tribuo"));
        Map<String, @Nullable Object> entries = new LinkedHashMap<>();
        entries.put(
                "flavors",
                Map.of("tribuo", Map.of("data", "model.tribuo", "tribuo_version", "4.3.2")));
        Files.writeString(
                folder.resolve(MlModelFile.NAME),
                MlModelFile.write(entries, new Signature(schema(), null, List.of())));
        return folder;
    }

    private static String name(int column) {
        return "feature_" + column;
    }

    private static MutableDataset<Label> data() {
        SplittableRandom random = new SplittableRandom(SEED);
        LabelFactory labels = new LabelFactory();
        String[] names = new String[COLUMNS];
        for (int i = 0; i < COLUMNS; i++) {
            names[i] = name(i);
        }
        List<org.tribuo.Example<Label>> examples = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            double[] values = new double[COLUMNS];
            double margin = 0;
            for (int i = 0; i < COLUMNS; i++) {
                values[i] = random.nextDouble() * 6 - 3;
                margin += Math.sin(values[i] * (i + 1)) / (i + 1);
            }
            String label = margin + random.nextDouble() > 0.5 ? "yes" : "no";
            examples.add(new ArrayExample<>(new Label(label), names, values));
        }
        return new MutableDataset<>(
                new ListDataSource<>(
                        examples, labels, new SimpleDataSourceProvenance("generated", labels)));
    }
}
