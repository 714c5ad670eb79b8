package org.tandemml.serving.engine.tribuo;

import org.tandemml.model.signature.Schema;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.OpenModel;
import org.tandemml.serving.engine.PredictionException;
import org.tandemml.serving.engine.Predictor;
import org.tandemml.serving.engine.table.Table;
import org.tribuo.Model;
import org.tribuo.Output;
import org.tribuo.anomaly.Event;
import org.tribuo.classification.Label;
import org.tribuo.clustering.ClusterID;
import org.tribuo.multilabel.MultiLabel;
import org.tribuo.regression.Regressor;

/**
 * A Tribuo model.
 *
 * @param <T> Tribuo's kind of output
 */
final class TribuoModel<T extends Output<T>> implements OpenModel {
    private final Model<T> model;
    private final Features features;
    private final Answers.Kind<T> kind;

    private TribuoModel(Model<T> model, Answers.Kind<T> kind) throws ModelLoadException {
        this.model = model;
        this.features = Features.of(model.getFeatureIDMap());
        this.kind = kind;
        requireThatItScores();
    }

    /** A damaged model may load and still not score: better found here than by a request. */
    private void requireThatItScores() throws ModelLoadException {
        Schema.Columns schema = features.schema();
        Table trials = FeatureColumns.table(schema, features.trials());
        try {
            new ReferencePredictor<>(model, features.bind(schema), kind).predict(trials);
        } catch (PredictionException refused) {
            throw new ModelLoadException(
                    "The Tribuo model cannot score rows like those it was trained on: "
                            + refused.getMessage(),
                    refused);
        } catch (RuntimeException damaged) {
            throw new ModelLoadException(
                    "The Tribuo model loads, but cannot score: it is damaged.", damaged);
        }
    }

    static TribuoModel<?> of(Model<?> model) throws ModelLoadException {
        if (model.validate(Label.class)) {
            Model<Label> classifier = model.castModel(Label.class);
            return new TribuoModel<>(classifier, OutputKinds.classification(classifier));
        }
        if (model.validate(Regressor.class)) {
            Model<Regressor> regression = model.castModel(Regressor.class);
            return new TribuoModel<>(regression, OutputKinds.regression(regression));
        }
        if (model.validate(ClusterID.class)) {
            Model<ClusterID> clustering = model.castModel(ClusterID.class);
            return new TribuoModel<>(clustering, OutputKinds.clustering(clustering));
        }
        if (model.validate(Event.class)) {
            return new TribuoModel<>(model.castModel(Event.class), OutputKinds.anomaly());
        }
        if (model.validate(MultiLabel.class)) {
            Model<MultiLabel> multiLabel = model.castModel(MultiLabel.class);
            return new TribuoModel<>(multiLabel, OutputKinds.multiLabel(multiLabel));
        }
        throw new ModelLoadException("The Tribuo model answers something that is not known here.");
    }

    @Override
    public Schema inputs() {
        return features.schema();
    }

    @Override
    public Predictor bind(Schema schema) throws ModelLoadException {
        return new ReferencePredictor<>(model, features.bind(schema), kind);
    }

    @Override
    public void close() {
        // Everything is on the heap.
    }
}
