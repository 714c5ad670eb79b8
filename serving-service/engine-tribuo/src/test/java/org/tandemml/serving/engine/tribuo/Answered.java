package org.tandemml.serving.engine.tribuo;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.predict.PredictionJson;
import org.tribuo.Model;
import org.tribuo.Output;
import org.tribuo.anomaly.Event;
import org.tribuo.classification.Label;
import org.tribuo.clustering.ClusterID;
import org.tribuo.multilabel.MultiLabel;
import org.tribuo.regression.Regressor;

/** A model as its trainer made it, and the form of its answers. */
record Answered<T extends Output<T>>(Model<T> model, Answers.Kind<T> kind) {

    static Answered<?> of(Model<?> model) {
        if (model.validate(Label.class)) {
            Model<Label> labels = model.castModel(Label.class);
            return new Answered<>(labels, OutputKinds.classification(labels));
        }
        if (model.validate(Regressor.class)) {
            Model<Regressor> numbers = model.castModel(Regressor.class);
            return new Answered<>(numbers, OutputKinds.regression(numbers));
        }
        if (model.validate(ClusterID.class)) {
            Model<ClusterID> clusters = model.castModel(ClusterID.class);
            return new Answered<>(clusters, OutputKinds.clustering(clusters));
        }
        if (model.validate(Event.class)) {
            return new Answered<>(model.castModel(Event.class), OutputKinds.anomaly());
        }
        Model<MultiLabel> labels = model.castModel(MultiLabel.class);
        return new Answered<>(labels, OutputKinds.multiLabel(labels));
    }

    /** What Tribuo answers for rows, as JSON. */
    String answers(List<@Nullable Object[]> rows) {
        Answers<T> answers = kind.collect().apply(rows.size());
        for (int row = 0; row < rows.size(); row++) {
            answers.add(row, model.predict(Trained.example(kind.unknown(), rows.get(row))));
        }
        return new String(
                PredictionJson.array(answers.finish(), PredictionJson.Detail.FULL),
                StandardCharsets.UTF_8);
    }
}
