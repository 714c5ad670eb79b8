package org.tandemml.serving.engine.tribuo;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.oracle.labs.mlrg.olcut.util.Pair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.xgboost.EmbeddedBooster;
import org.tribuo.Example;
import org.tribuo.Excuse;
import org.tribuo.Feature;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.Model;
import org.tribuo.Output;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.common.xgboost.protos.XGBoostModelProto;
import org.tribuo.impl.ModelDataCarrier;
import org.tribuo.provenance.ModelProvenance;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.Regressor.DimensionTuple;

/**
 * Stands in for Tribuo's XGBoost model, whose boosters are native code. Reads the same message and
 * answers the same, wherever in a model it stands.
 *
 * @param <T> labels or numbers
 */
final class BoostedModel<T extends Output<T>> extends Model<T> {
    private static final long serialVersionUID = 1L;
    private static final String LABELS =
            "org.tribuo.classification.xgboost.XGBoostClassificationConverter";
    private static final String NUMBERS =
            "org.tribuo.regression.xgboost.XGBoostRegressionConverter";

    private final transient List<EmbeddedBooster> boosters;
    private final transient Form<T> form;

    /** How the boosters' answers become Tribuo's. */
    @FunctionalInterface
    private interface Form<T extends Output<T>> {
        /**
         * @param answers of all boosters, in their order
         * @param features how many the example has
         */
        Prediction<T> prediction(double[] answers, int features, Example<T> example);
    }

    private BoostedModel(
            ModelDataCarrier<T> data,
            List<EmbeddedBooster> boosters,
            boolean labels,
            Form<T> form) {
        super(data.name(), data.provenance(), data.featureDomain(), data.outputDomain(), labels);
        this.boosters = boosters;
        this.form = form;
    }

    /** The converters that a file may name. */
    static List<String> converters() {
        return List.of(LABELS, NUMBERS);
    }

    /**
     * Called by Tribuo for a message that names this class, as {@link VettedProto} makes it do.
     *
     * @throws ModelLoadException if a booster is not served or does not fit the model
     */
    static BoostedModel<?> deserializeFromProto(int version, String className, Any message)
            throws InvalidProtocolBufferException, ModelLoadException {
        if (version != 0) {
            throw new ModelLoadException(
                    "its XGBoost model is of version %d; 0 is read.".formatted(version));
        }
        XGBoostModelProto proto = message.unpack(XGBoostModelProto.class);
        ModelDataCarrier<?> data = ModelDataCarrier.deserialize(proto.getMetadata());
        List<EmbeddedBooster> boosters = new ArrayList<>();
        for (ByteString booster : proto.getModelsList()) {
            boosters.add(EmbeddedBooster.read(booster.toByteArray()));
        }
        boolean labels = proto.getConverter().getClassName().equals(LABELS);
        int outputs = data.outputDomain().size();
        requireFit(boosters, labels, outputs, data.featureDomain().size());
        Class<?> kind = data.outputDomain().getOutput(0).getClass();
        if (labels && kind == Label.class) {
            return labels(cast(data), boosters);
        }
        if (!labels && kind == Regressor.class) {
            return numbers(cast(data), boosters);
        }
        throw new ModelLoadException(
                "its XGBoost model has outputs that are neither all labels nor all numbers.");
    }

    private static void requireFit(
            List<EmbeddedBooster> boosters, boolean labels, int outputs, int features)
            throws ModelLoadException {
        int answers = boosters.stream().mapToInt(EmbeddedBooster::answers).sum();
        if (answers != outputs || boosters.size() != (labels ? 1 : outputs)) {
            throw new ModelLoadException(
                    "its XGBoost model has %d boosters with %d answers for %d outputs."
                            .formatted(boosters.size(), answers, outputs));
        }
        for (EmbeddedBooster booster : boosters) {
            if (booster.features() != features) {
                throw new ModelLoadException(
                        "its XGBoost model has %d features, the booster inside %d."
                                .formatted(features, booster.features()));
            }
        }
    }

    @SuppressWarnings("unchecked") // the caller has looked at the class of the outputs
    private static <T extends Output<T>> ModelDataCarrier<T> cast(ModelDataCarrier<?> data) {
        return (ModelDataCarrier<T>) data;
    }

    private static BoostedModel<Label> labels(
            ModelDataCarrier<Label> data, List<EmbeddedBooster> boosters) {
        ImmutableOutputInfo<Label> domain = data.outputDomain();
        return new BoostedModel<>(
                data,
                boosters,
                true,
                (answers, features, example) -> {
                    Map<String, Label> scores = new LinkedHashMap<>();
                    for (int id = 0; id < answers.length; id++) {
                        String name = domain.getOutput(id).getLabel();
                        scores.put(name, new Label(name, answers[id]));
                    }
                    int winner = Kernel.winner(answers, 0, answers.length);
                    Label best = scores.get(domain.getOutput(Math.max(winner, 0)).getLabel());
                    return new Prediction<>(best, scores, features, example, true);
                });
    }

    private static BoostedModel<Regressor> numbers(
            ModelDataCarrier<Regressor> data, List<EmbeddedBooster> boosters) {
        ImmutableOutputInfo<Regressor> domain = data.outputDomain();
        return new BoostedModel<>(
                data,
                boosters,
                false,
                (answers, features, example) -> {
                    DimensionTuple[] numbers = new DimensionTuple[answers.length];
                    for (int id = 0; id < answers.length; id++) {
                        numbers[id] =
                                new DimensionTuple(domain.getOutput(id).getNames()[0], answers[id]);
                    }
                    return new Prediction<>(new Regressor(numbers), features, example);
                });
    }

    /** In the order of the outputs' ids. */
    List<EmbeddedBooster> boosters() {
        return boosters;
    }

    @Override
    public Prediction<T> predict(Example<T> example) {
        int width = featureIDMap.size();
        double[] row = new double[width];
        Arrays.fill(row, Double.NaN);
        int known = 0;
        for (Feature feature : example) {
            int id = featureIDMap.getID(feature.getName());
            if (id >= 0) {
                row[id] = feature.getValue();
                known++;
            }
        }
        if (known == 0) {
            throw new IllegalArgumentException("No features found in the example");
        }
        if (EmbeddedBooster.overflow(row, 0, width) >= 0) {
            throw new IllegalArgumentException("A number overflows binary32");
        }
        double[] answers = new double[outputIDInfo.size()];
        double[] some = new double[answers.length];
        int to = 0;
        for (EmbeddedBooster booster : boosters) {
            booster.pass(1).score(row, 1, some);
            System.arraycopy(some, 0, answers, to, booster.answers());
            to += booster.answers();
        }
        return form.prediction(answers, known, example);
    }

    /** None: nothing is asked but predictions. */
    @Override
    public Map<String, List<Pair<String, Double>>> getTopFeatures(int n) {
        return Map.of();
    }

    @Override
    public Optional<Excuse<T>> getExcuse(Example<T> example) {
        return Optional.empty();
    }

    @Override
    protected Model<T> copy(String newName, ModelProvenance newProvenance) {
        return new BoostedModel<>(
                new ModelDataCarrier<>(
                        newName,
                        newProvenance,
                        featureIDMap,
                        outputIDInfo,
                        generatesProbabilities,
                        ""),
                boosters,
                generatesProbabilities,
                form);
    }
}
