package org.tandemml.serving.engine.tribuo;

import java.util.List;
import org.tandemml.serving.engine.PredictionException;
import org.tandemml.serving.engine.xgboost.EmbeddedBooster;

/** Boosters of XGBoost: one for all labels, or one for each number. */
final class BoosterKernel implements Kernel {
    private final List<EmbeddedBooster> boosters;
    private final int[] place;
    private final String[] features;

    /**
     * @param place where each answer belongs, in the order of the boosters
     * @param features the names by id
     */
    BoosterKernel(List<EmbeddedBooster> boosters, int[] place, String[] features) {
        this.boosters = boosters;
        this.place = place.clone();
        this.features = features.clone();
    }

    @Override
    public String name() {
        return boosters.get(0).check().kernel();
    }

    @Override
    public String reference() {
        return "the boosters, row by row";
    }

    @Override
    public int width() {
        return place.length;
    }

    /** None: each booster was held against its trees when it was read. */
    @Override
    public double[] trials() {
        return new double[0];
    }

    @Override
    public Pass pass(int rows) {
        List<EmbeddedBooster.Pass> passes =
                boosters.stream().map(booster -> booster.pass(rows)).toList();
        double[] some = new double[rows * place.length];
        return (values, count, first, scores, winners) -> {
            requireFloats(values, count, first);
            int next = 0;
            for (int i = 0; i < passes.size(); i++) {
                passes.get(i).score(values, count, some);
                int answers = boosters.get(i).answers();
                for (int row = 0; row < count; row++) {
                    for (int answer = 0; answer < answers; answer++) {
                        scores[(first + row) * place.length + place[next + answer]] =
                                some[row * answers + answer];
                    }
                }
                next += answers;
            }
            for (int row = first; row < first + count; row++) {
                winners[row] = Kernel.winner(scores, row * place.length, place.length);
            }
        };
    }

    private void requireFloats(double[] values, int count, int first) {
        for (int row = 0; row < count; row++) {
            int feature = EmbeddedBooster.overflow(values, row * features.length, features.length);
            if (feature >= 0) {
                throw new PredictionException(
                        first + row,
                        ("Row %d, column '%s': the number is infinite or beyond what a 32-bit float"
                                        + " holds; XGBoost does not score it.")
                                .formatted(first + row, features[feature]));
            }
        }
    }
}
