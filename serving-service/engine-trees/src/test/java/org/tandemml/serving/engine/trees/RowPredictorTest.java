package org.tandemml.serving.engine.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tandemml.model.signature.ColumnSpec;
import org.tandemml.model.signature.DataType;
import org.tandemml.model.signature.Schema;
import org.tandemml.serving.engine.KernelCheck;
import org.tandemml.serving.engine.PredictionException;
import org.tandemml.serving.engine.predict.Predictions;
import org.tandemml.serving.engine.table.Column;
import org.tandemml.serving.engine.table.Missing;
import org.tandemml.serving.engine.table.Table;

/** Tables of one row, scored in memory that other rows have used. */
class RowPredictorTest {
    private static final int COLUMNS = 3;
    private static final int THREADS = 16;
    private static final int ROWS = 1000;
    private static final Schema SCHEMA =
            new Schema.Columns(
                    IntStream.range(0, COLUMNS)
                            .mapToObj(i -> ColumnSpec.of("c" + i, DataType.DOUBLE))
                            .toList());

    /** Adds up a row, and refuses infinite numbers after they have been read. */
    private static final class Sum implements RowModel {
        @Override
        public int columns() {
            return COLUMNS;
        }

        @Override
        public int outputs() {
            return 1;
        }

        @Override
        public void read(RowReader reader, Table table, int first, int count, double[] into) {
            reader.read(table, first, count, into, COLUMNS);
            reader.requireFinite(into, first, count, COLUMNS);
        }

        @Override
        public Pass pass(int rows) {
            double[] own = new double[COLUMNS];
            return (values, count, sums, to) -> {
                for (int row = 0; row < count; row++) {
                    System.arraycopy(values, row * COLUMNS, own, 0, COLUMNS);
                    Thread.yield();
                    sums[to + row] = own[0] + 10 * own[1] + 100 * own[2];
                }
            };
        }

        @Override
        public int check(double[] rows, int count) {
            return 0;
        }

        @Override
        public Predictions answer(double[] sums, int rows) {
            return new Predictions.Numbers(sums, rows, 1);
        }
    }

    private static RowPredictor predictor() throws Exception {
        Inputs inputs =
                new Inputs("test", COLUMNS, List.of("c0", "c1", "c2"), Map.of(), false, false);
        return new RowPredictor(
                new Sum(), inputs.bind(SCHEMA), new KernelCheck("sum", "none", 0, 0, null));
    }

    private static Table row(double... values) {
        List<Column> columns =
                IntStream.range(0, COLUMNS)
                        .<Column>mapToObj(
                                i -> new Column.Doubles(new double[] {values[i]}, new Missing()))
                        .toList();
        return new Table(SCHEMA, 1, columns);
    }

    private static double score(RowPredictor predictor, double... values) {
        return ((Predictions.Numbers) predictor.predict(row(values))).values()[0];
    }

    @Test
    void keepsTheRowsOfThreadsApart() throws Exception {
        RowPredictor predictor = predictor();
        // More threads than there is memory for, so that some meet at the same.
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Boolean>> work = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int from = thread * ROWS;
                work.add(
                        () ->
                                IntStream.range(from, from + ROWS)
                                        .allMatch(
                                                i -> score(predictor, i, i + 1, i + 2) == sum(i)));
            }
            for (Future<Boolean> right : threads.invokeAll(work)) {
                assertThat(right.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static double sum(int i) {
        return 111.0 * i + 210;
    }

    @Test
    void answersEarlierRowsStillAfterLaterOnes() throws Exception {
        RowPredictor predictor = predictor();
        Predictions.Numbers first = (Predictions.Numbers) predictor.predict(row(1, 2, 3));
        assertThat(score(predictor, 4, 5, 6)).isEqualTo(654);
        assertThat(first.values()).containsExactly(321);
    }

    @Test
    void goesOnAfterARowThatIsRefused() throws Exception {
        RowPredictor predictor = predictor();
        assertThat(score(predictor, 1, 2, 3)).isEqualTo(321);
        assertThatThrownBy(() -> predictor.predict(row(1, Double.POSITIVE_INFINITY, 3)))
                .isInstanceOf(PredictionException.class);
        assertThat(score(predictor, 1, 2, Double.NaN)).isNaN();
        assertThat(score(predictor, 1, 2, 3)).isEqualTo(321);
    }
}
