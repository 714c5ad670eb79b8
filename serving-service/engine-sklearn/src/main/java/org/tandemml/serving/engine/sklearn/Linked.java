package org.tandemml.serving.engine.sklearn;

import java.util.ArrayList;
import java.util.List;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.PyObject;

/**
 * RegressorChain and ClassifierChain: each member reads what those before it answered, too.
 * Classifiers answer with labels that are numbers.
 *
 * @param features columns that the first one reads
 * @param places the output of each member
 */
record Linked(int features, List<Estimator> members, int[] places) implements Estimator.Regressor {

    static Linked of(PyObject model, Estimators reader) throws ModelLoadException {
        if (!model.text("chain_method", "predict").equals("predict")) {
            throw new ModelLoadException(
                    "The members of the model's %s read probabilities, which is not served."
                            .formatted(model.simpleType()));
        }
        List<Estimator> members = new ArrayList<>();
        for (PyObject each : Trees.objects(model, "estimators_")) {
            members.add(reader.read(each));
        }
        int[] places = Estimators.places(model, "order_", members.size());
        if (members.isEmpty()) {
            throw new ModelLoadException(
                    "The model's %s has no members.".formatted(model.simpleType()));
        }
        int features = members.get(0).features();
        for (int i = 0; i < members.size(); i++) {
            Estimator member = members.get(i);
            boolean answersNumbers =
                    member instanceof Estimator.Regressor regressor
                            ? regressor.outputs() == 1
                            : member instanceof Estimator.Classifier classifier
                                    && classifier.labels().numeric();
            if (member.features() != features + i || !answersNumbers) {
                throw new ModelLoadException(
                        "Member %d of the model's %s takes %d columns or answers no number."
                                .formatted(i, model.simpleType(), member.features()));
            }
        }
        return new Linked(features, List.copyOf(members), places);
    }

    @Override
    public int outputs() {
        return members.size();
    }

    @Override
    public boolean nested() {
        return true;
    }

    @Override
    public double[] predict(Batch rows) {
        List<Object> columns = new ArrayList<>();
        for (int i = 0; i < features; i++) {
            columns.add(rows.column(i));
        }
        double[] all = new double[rows.rows() * outputs()];
        for (int i = 0; i < members.size(); i++) {
            double[] said = said(members.get(i), new Batch(rows.rows(), columns));
            columns.add(said);
            for (int row = 0; row < said.length; row++) {
                all[row * outputs() + places[i]] = said[row];
            }
        }
        return all;
    }

    private static double[] said(Estimator member, Batch rows) {
        if (member instanceof Estimator.Regressor regressor) {
            return regressor.predict(rows);
        }
        Estimator.Classifier classifier = (Estimator.Classifier) member;
        int[] labels = classifier.predict(rows);
        double[] values = new double[labels.length];
        for (int row = 0; row < values.length; row++) {
            values[row] = Classes.value(classifier.labels(), labels[row]);
        }
        return values;
    }
}
