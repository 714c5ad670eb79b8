package org.tandemml.serving.engine.sklearn;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.tandemml.model.Texts;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.PyObject;
import org.tandemml.serving.engine.predict.Labels;

/** CalibratedClassifierCV: the mean of classifiers whose scores were made probabilities. */
record Calibrated(Labels labels, List<Member> members) implements Estimator.Classifier {

    /** A curve from a score to a probability. */
    private interface Curve {
        double at(double score);
    }

    private record Member(Estimator.Classifier classifier, boolean decides, List<Curve> curves) {}

    static Calibrated of(PyObject model, Estimators reader) throws ModelLoadException {
        Labels labels = Classes.of(model);
        List<Member> members = new ArrayList<>();
        for (PyObject each : Trees.objects(model, "calibrated_classifiers_")) {
            members.add(member(each, labels, reader));
        }
        if (members.isEmpty()) {
            throw new ModelLoadException("The model's CalibratedClassifierCV has no members.");
        }
        return new Calibrated(labels, List.copyOf(members));
    }

    private static Member member(PyObject each, Labels labels, Estimators reader)
            throws ModelLoadException {
        String name = each.has("estimator") ? "estimator" : "base_estimator";
        Estimator.Classifier classifier = reader.classifier(each.object(name), labels);
        List<Curve> curves = new ArrayList<>();
        for (PyObject calibrator :
                Trees.objects(each, each.has("calibrators") ? "calibrators" : "calibrators_")) {
            curves.add(curve(calibrator));
        }
        int size = labels.names().size();
        if (curves.size() != (size == 2 ? 1 : size)) {
            throw new ModelLoadException(
                    "The model's calibration has %d curves for %d classes."
                            .formatted(curves.size(), size));
        }
        return new Member(classifier, reader.decides(classifier), List.copyOf(curves));
    }

    private static Curve curve(PyObject calibrator) throws ModelLoadException {
        switch (calibrator.simpleType()) {
            case "_SigmoidCalibration" -> {
                double a = calibrator.number("a_");
                double b = calibrator.number("b_");
                return score -> Maths.expit(-(a * score + b));
            }
            case "IsotonicRegression" -> {
                return Isotonic.of(calibrator)::at;
            }
            default ->
                    throw new ModelLoadException(
                            "The model's calibration by %s is not served."
                                    .formatted(Texts.excerpt(calibrator.simpleType())));
        }
    }

    @Override
    public int features() {
        return members.get(0).classifier().features();
    }

    @Override
    public int[] predict(Batch rows) {
        return Maths.argMax(probabilities(rows), size());
    }

    @Override
    public double[] probabilities(Batch rows) {
        int size = size();
        double[] sums = new double[rows.rows() * size];
        for (Member member : members) {
            double[] each = probabilities(member, rows);
            for (int i = 0; i < sums.length; i++) {
                sums[i] += each[i];
            }
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= members.size();
        }
        return sums;
    }

    private double[] probabilities(Member member, Batch rows) {
        int size = size();
        double[] scores =
                Objects.requireNonNull(
                        member.decides()
                                ? member.classifier().decision(rows)
                                : member.classifier().probabilities(rows));
        double[] result = new double[rows.rows() * size];
        if (size == 2) {
            boolean pairs = !member.decides();
            for (int row = 0; row < rows.rows(); row++) {
                double score = pairs ? scores[2 * row + 1] : scores[row];
                result[2 * row + 1] = member.curves().get(0).at(score);
                result[2 * row] = 1 - result[2 * row + 1];
            }
            return result;
        }
        // A support vector machine may decide between pairs; the first of them count there too.
        int width = rows.rows() == 0 ? size : scores.length / rows.rows();
        for (int i = 0; i < result.length; i++) {
            double score = scores[i / size * width + i % size];
            result[i] = member.curves().get(i % size).at(score);
        }
        Maths.normalise(result, size, 1.0 / size);
        return result;
    }
}
