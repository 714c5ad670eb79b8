package org.tandemml.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class EvaluationTest {

    @Test
    void counts_ranks_and_surprise() {
        Evaluation evaluation =
                Evaluation.of(
                        new boolean[] {true, true, false, false, true},
                        new double[] {0.9, 0.4, 0.4, 0.1, 0.8});

        assertThat(evaluation.accuracy()).isEqualTo(0.8);
        // 6 pairs of a positive and a negative: 5 in order, 1 tied.
        assertThat(evaluation.auc()).isCloseTo(5.5 / 6, within(1e-12));
        assertThat(evaluation.logLoss())
                .isCloseTo(
                        -(Math.log(0.9)
                                        + Math.log(0.4)
                                        + Math.log(0.6)
                                        + Math.log(0.9)
                                        + Math.log(0.8))
                                / 5,
                        within(1e-12));
    }
}
