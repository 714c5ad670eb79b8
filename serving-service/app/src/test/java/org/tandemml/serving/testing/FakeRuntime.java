package org.tandemml.serving.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.tandemml.model.mlmodel.MlModel;
import org.tandemml.model.signature.ColumnSpec;
import org.tandemml.model.signature.DataType;
import org.tandemml.model.signature.Schema;
import org.tandemml.serving.engine.KernelCheck;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.ModelRuntime;
import org.tandemml.serving.engine.OpenModel;
import org.tandemml.serving.engine.PredictionException;
import org.tandemml.serving.engine.Predictor;
import org.tandemml.serving.engine.predict.Predictions;
import org.tandemml.serving.engine.table.Table;

/** Reads models that are one line of text, and behaves, well or badly, as that line says. */
public final class FakeRuntime implements ModelRuntime {
    /** Releases the models that say {@code hang}, and those that say {@code block}. */
    public final CountDownLatch gate = new CountDownLatch(1);

    /** How many models were opened. */
    public final AtomicInteger opened = new AtomicInteger();

    /** How many models were closed. */
    public final AtomicInteger closed = new AtomicInteger();

    /** How many models were closed more than once, or scored after they were closed. */
    public final AtomicInteger misused = new AtomicInteger();

    @Override
    public String flavor() {
        return "fake";
    }

    @Override
    public OpenModel open(Path folder, MlModel mlmodel) throws ModelLoadException {
        String[] words = content(folder).split(" ");
        switch (words[0]) {
            case "refuse" -> throw new ModelLoadException("the file says refuse");
            case "overflow" -> overflow(0);
            case "exhaust" -> throw new OutOfMemoryError("pretended");
            case "broken" -> throw new IllegalStateException("a defect of the runtime");
            case "hang" -> await();
            default -> opened.incrementAndGet();
        }
        return new Model(words);
    }

    private static String content(Path folder) throws ModelLoadException {
        try {
            return Files.readString(folder.resolve("data/model.txt"));
        } catch (IOException missing) {
            throw new ModelLoadException("no model.txt", missing);
        }
    }

    private static int overflow(int depth) {
        return overflow(depth + 1) + 1;
    }

    private void await() {
        boolean open = false;
        while (!open) {
            try {
                gate.await();
                open = true;
            } catch (InterruptedException ignoredAsNativeCodeDoes) {
                open = false;
            }
        }
        opened.incrementAndGet();
    }

    private final class Model implements OpenModel {
        private final String[] words;
        private final AtomicInteger closes = new AtomicInteger();

        Model(String[] words) {
            this.words = words;
        }

        @Override
        public Schema inputs() {
            return new Schema.Columns(List.of(ColumnSpec.of("x", DataType.DOUBLE)));
        }

        @Override
        public Predictor bind(Schema schema) {
            return new Adding(new KernelCheck("addition", "arithmetic", 3, 0, null));
        }

        /** Says what it was checked on; {@code disagree} is a kernel whose reference disagrees. */
        private final class Adding implements Predictor {
            private final KernelCheck check;

            Adding(KernelCheck check) {
                this.check = check;
            }

            @Override
            public Predictions predict(Table table) {
                return Model.this.predict(table);
            }

            @Override
            public Optional<KernelCheck> check() {
                return Optional.of(check);
            }

            @Override
            public Predictor checkedOn(Table rows) throws ModelLoadException {
                if (words[0].equals("disagree")) {
                    throw new ModelLoadException("the kernel and its reference disagree");
                }
                return new Adding(check.withExamples(rows.rows()));
            }
        }

        private Predictions predict(Table table) {
            double constant = words[0].equals("add") ? Double.parseDouble(words[1]) : 0;
            double[] values = new double[table.rows()];
            boolean[] present = new boolean[table.rows()];
            for (int row = 0; row < values.length; row++) {
                double x = table.column(0).asDouble(row);
                if (words[0].equals("picky") && x > 100) {
                    throw new PredictionException(row, "row " + row + ": x is larger than 100");
                }
                if (words[0].equals("unable") || (words[0].equals("fragile") && x > 100)) {
                    throw new IllegalStateException("secret detail of a defect");
                }
                if (words[0].equals("block") && x > 100) {
                    await();
                }
                values[row] = x + constant;
            }
            Arrays.fill(present, true);
            if (closes.get() > 0) {
                misused.incrementAndGet();
            }
            return new Predictions.Regression(List.of("y"), values, present);
        }

        @Override
        public void close() {
            if (closes.incrementAndGet() == 1) {
                closed.incrementAndGet();
            } else {
                misused.incrementAndGet();
            }
        }
    }
}
