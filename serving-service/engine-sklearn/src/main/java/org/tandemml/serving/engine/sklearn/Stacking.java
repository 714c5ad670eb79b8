package org.tandemml.serving.engine.sklearn;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.Texts;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.PyObject;
import org.tandemml.serving.engine.pickle.PyValues;
import org.tandemml.serving.engine.predict.Labels;

/**
 * What the members of StackingClassifier and StackingRegressor say, as columns for the one that
 * answers.
 *
 * @param passes whether the columns themselves follow
 */
record Stacking(Need[] needs, List<Member> members, int width, boolean passes)
        implements Transformer {

    private enum Method {
        PROBABILITIES,
        DECISION,
        ANSWER
    }

    /**
     * A member.
     *
     * @param width how many columns it makes
     */
    private record Member(Estimator estimator, Method method, int width) {}

    static Estimator of(PyObject model, Estimators reader) throws ModelLoadException {
        List<PyObject> objects = Trees.objects(model, "estimators_");
        List<@Nullable Object> methods = model.list("stack_method_");
        if (objects.isEmpty() || methods.size() != objects.size()) {
            throw new ModelLoadException(
                    "The model's %s do not fit its members."
                            .formatted(model.where("stack_method_")));
        }
        List<Member> members = new ArrayList<>();
        int width = 0;
        for (int i = 0; i < objects.size(); i++) {
            String method = PyValues.text(methods.get(i), model.where("stack_method_"));
            members.add(member(model, reader.read(objects.get(i)), method, reader));
            width += members.get(i).width();
        }
        List<Estimator> estimators = members.stream().map(Member::estimator).toList();
        Estimators.requireSameColumns(model, estimators);
        Need[] needs = Need.merged(estimators);
        boolean passes = model.flag("passthrough");
        for (int i = 0; passes && i < needs.length; i++) {
            if (needs[i] == Need.TEXT) {
                throw new ModelLoadException(
                        "The model's %s passes texts on, which is not served."
                                .formatted(model.simpleType()));
            }
            needs[i] = Need.NUMBER;
        }
        width += passes ? needs.length : 0;
        Estimator last = reader.read(model.object("final_estimator_"));
        if (last.features() != width) {
            throw new ModelLoadException(
                    "The model's %s takes %d columns, %d reach it."
                            .formatted(model.where("final_estimator_"), last.features(), width));
        }
        Estimator whole = Piped.of(new Stacking(needs, List.copyOf(members), width, passes), last);
        return model.simpleType().equals("StackingClassifier")
                ? Renamed.of(model, whole, Classes.of(model))
                : whole;
    }

    private static Member member(
            PyObject model, Estimator estimator, String method, Estimators reader)
            throws ModelLoadException {
        if (estimator instanceof Estimator.Regressor regressor && method.equals("predict")) {
            return new Member(estimator, Method.ANSWER, regressor.outputs());
        }
        if (estimator instanceof Estimator.Classifier classifier) {
            int width = classifier.size() == 2 ? 1 : classifier.size();
            if (method.equals("predict_proba") && reader.hasProbabilities(classifier)) {
                return new Member(estimator, Method.PROBABILITIES, width);
            }
            if (method.equals("decision_function") && reader.decides(classifier)) {
                return new Member(estimator, Method.DECISION, width);
            }
            Labels labels = classifier.labels();
            if (method.equals("predict")
                    && labels.equals(Classes.numbered(labels.names().size()))) {
                return new Member(estimator, Method.ANSWER, 1);
            }
        }
        throw new ModelLoadException(
                "The model's %s asks a member for its %s, which is not served."
                        .formatted(model.simpleType(), Texts.excerpt(method)));
    }

    @Override
    public Batch apply(Batch in) {
        List<Object> columns = new ArrayList<>();
        for (Member member : members) {
            double[] said = said(member, in);
            int wide = in.rows() == 0 ? member.width() : said.length / in.rows();
            // Of two probabilities the second says it all.
            for (int i = wide - member.width(); i < wide; i++) {
                double[] column = new double[in.rows()];
                for (int row = 0; row < column.length; row++) {
                    column[row] = said[row * wide + i];
                }
                columns.add(column);
            }
        }
        for (int i = 0; passes && i < in.width(); i++) {
            columns.add(in.column(i));
        }
        return new Batch(in.rows(), columns);
    }

    private static double[] said(Member member, Batch in) {
        if (member.estimator() instanceof Estimator.Regressor regressor) {
            return regressor.predict(in);
        }
        Estimator.Classifier classifier = (Estimator.Classifier) member.estimator();
        return switch (member.method()) {
            case PROBABILITIES -> Objects.requireNonNull(classifier.probabilities(in));
            case DECISION -> Objects.requireNonNull(classifier.decision(in));
            case ANSWER -> {
                // Its labels are their own numbers.
                yield java.util.Arrays.stream(classifier.predict(in)).asDoubleStream().toArray();
            }
        };
    }
}
