package org.tandemml.serving.engine.sklearn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tandemml.serving.engine.PredictionException;

/** Steps that make so many columns that rows are scored in parts. */
class PipedTest {
    private final List<Integer> parts = new ArrayList<>();

    /** Claims to need room for half as many cells as are made at a time. */
    private record Wide(List<Integer> parts) implements Transformer {
        @Override
        public Need[] needs() {
            return new Need[] {Need.NUMBER, Need.TEXT};
        }

        @Override
        public int width() {
            return 1;
        }

        @Override
        public int widest() {
            return 1 << 19;
        }

        @Override
        public Batch apply(Batch in) {
            parts.add(in.rows());
            double[] sums = new double[in.rows()];
            for (int row = 0; row < sums.length; row++) {
                sums[row] = in.numbers(0)[row] + String.valueOf(in.texts(1)[row]).length();
            }
            return new Batch(in.rows(), List.of(sums));
        }
    }

    private record Twice() implements Estimator.Regressor {
        @Override
        public int features() {
            return 1;
        }

        @Override
        public int outputs() {
            return 1;
        }

        @Override
        public double[] predict(Batch rows) {
            Checks.requireFinite(rows, "Twice");
            double[] twice = rows.numbers(0).clone();
            for (int row = 0; row < twice.length; row++) {
                twice[row] *= 2;
            }
            return twice;
        }
    }

    private Estimator.Regressor piped() {
        return (Estimator.Regressor) Piped.of(new Wide(parts), new Twice());
    }

    private static Batch rows(double... numbers) {
        String[] texts = new String[numbers.length];
        for (int row = 0; row < texts.length; row++) {
            texts[row] = "x".repeat(row);
        }
        return new Batch(numbers.length, List.of(numbers, texts));
    }

    @Test
    void answers_all_rows_in_their_order() {
        assertThat(piped().predict(rows(1, 2, 3, 4, 5))).containsExactly(2, 6, 10, 14, 18);
        assertThat(parts).containsExactly(2, 2, 1);
    }

    @Test
    void names_the_row_of_all_rows() {
        assertThatThrownBy(() -> piped().predict(rows(1, 2, 3, Double.NaN, 5)))
                .isInstanceOfSatisfying(
                        PredictionException.class,
                        refused -> assertThat(refused.row()).isEqualTo(3))
                .hasMessageStartingWith("Row 3: feature 0 is missing");
    }
}
