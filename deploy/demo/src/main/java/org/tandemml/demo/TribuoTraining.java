package org.tandemml.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.sgd.linear.LinearSGDTrainer;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.impl.ArrayExample;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.transform.TransformTrainer;
import org.tribuo.transform.TransformationMap;
import org.tribuo.transform.transformations.MeanStdDevTransformation;

/**
 * A logistic regression over standardised measurements, by Tribuo's stochastic gradient descent.
 */
final class TribuoTraining {
    private static final double LEARNING_RATE = 0.1;
    private static final int EPOCHS = 30;
    private static final int MINIBATCH = 8;
    private static final long SEED = 20261124;
    private static final int LOSS_EVERY = 5;

    private TribuoTraining() {}

    static TrainedModel train(Dataset.Split split) {
        List<Double> losses = new ArrayList<>();
        for (int epochs = LOSS_EVERY; epochs < EPOCHS; epochs += LOSS_EVERY) {
            losses.add(loss(fit(split.train(), epochs), split.train()));
        }
        Model<Label> model = fit(split.train(), EPOCHS);
        losses.add(loss(model, split.train()));
        return new TrainedModel(
                "tribuo",
                Map.entry("tribuo_version", model.getProvenance().getTribuoVersion()),
                "model.tribuo",
                bytes(model),
                Map.of(
                        "trainer",
                        "tribuo LinearSGDTrainer",
                        "objective",
                        "LogMulticlass",
                        "optimiser",
                        "AdaGrad",
                        "learning_rate",
                        Double.toString(LEARNING_RATE),
                        "epochs",
                        Integer.toString(EPOCHS),
                        "minibatch",
                        Integer.toString(MINIBATCH),
                        "seed",
                        Long.toString(SEED),
                        "transformation",
                        "MeanStdDev"),
                losses,
                probabilities(model, split.test()));
    }

    private static Model<Label> fit(Dataset data, int epochs) {
        LabelFactory labels = new LabelFactory();
        MutableDataset<Label> examples =
                new MutableDataset<>(
                        new SimpleDataSourceProvenance("breast-cancer.csv", labels), labels);
        String[] names = data.features().toArray(String[]::new);
        for (int row = 0; row < data.rows(); row++) {
            examples.add(new ArrayExample<>(new Label(data.label(row)), names, data.values()[row]));
        }
        return new TransformTrainer<>(
                        new LinearSGDTrainer(
                                new LogMulticlass(),
                                new AdaGrad(LEARNING_RATE),
                                epochs,
                                Integer.MAX_VALUE,
                                MINIBATCH,
                                SEED),
                        new TransformationMap(List.of(new MeanStdDevTransformation())))
                .train(examples);
    }

    private static double loss(Model<Label> model, Dataset data) {
        return Evaluation.of(data.malignant(), probabilities(model, data)).logLoss();
    }

    private static double[] probabilities(Model<Label> model, Dataset data) {
        String[] names = data.features().toArray(String[]::new);
        double[] probabilities = new double[data.rows()];
        for (int row = 0; row < probabilities.length; row++) {
            probabilities[row] =
                    model.predict(
                                    new ArrayExample<>(
                                            LabelFactory.UNKNOWN_LABEL, names, data.values()[row]))
                            .getOutputScores()
                            .get(Dataset.MALIGNANT)
                            .getScore();
        }
        return probabilities;
    }

    private static byte[] bytes(Model<Label> model) {
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            model.serializeToStream(out);
            return out.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
