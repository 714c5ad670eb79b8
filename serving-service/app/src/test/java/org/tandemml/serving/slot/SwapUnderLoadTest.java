package org.tandemml.serving.slot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tandemml.serving.load.BodyFormat;
import org.tandemml.serving.load.LoadedModel;
import org.tandemml.serving.testing.Await;
import org.tandemml.serving.testing.FakeModels;
import org.tandemml.serving.testing.MemorySource;

/** Swaps as fast as they go, under requests that never stop. */
class SwapUnderLoadTest {
    private static final int CALLERS = 4;
    private static final int SWAPS = 200;
    private static final int ROWS = 20;

    private final MemorySource source = new MemorySource();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicBoolean stop = new AtomicBoolean();

    @TempDir Path root;

    @Test
    void everyRequestIsAnsweredByOneModelAndEveryModelIsClosedOnce() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try (Rig rig = new Rig(root, source, "models:/*/Production")) {
            source.promote("churn", 1, FakeModels.adding(1));
            rig.poll();
            CountDownLatch ended = new CountDownLatch(CALLERS);
            for (int i = 0; i < CALLERS; i++) {
                callers.execute(() -> call(rig, ended));
            }
            for (int version = 2; version <= SWAPS; version++) {
                source.promote("churn", version, FakeModels.adding(version));
                rig.poll();
            }
            int enough = answers.get() + 1000;
            Await.until("requests after the last swap", () -> answers.get() > enough);
            stop.set(true);
            assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();

            assertThat(wrong).isEmpty();
            assertThat(rig.view("churn").release().label()).isEqualTo("churn/" + SWAPS);
            Await.until("all but one closed", () -> rig.runtime.closed.get() == SWAPS - 1);
            assertThat(rig.runtime.opened).hasValue(SWAPS);
            assertThat(rig.runtime.misused).hasValue(0);
        } finally {
            callers.shutdownNow();
        }
    }

    /** A request is held against the version that it says has answered it, row by row. */
    private void call(Rig rig, CountDownLatch ended) {
        StringBuilder body =
                new StringBuilder("{\"dataframe_split\":{\"columns\":[\"x\"],\"data\":[");
        for (int row = 0; row < ROWS; row++) {
            body.append(row == 0 ? "[0]" : ",[0]");
        }
        byte[] bytes =
                body.append("]}}").toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        int newest = 0;
        while (!stop.get()) {
            try {
                Serving serving = rig.reconciler.require("churn", null).acquire();
                try {
                    LoadedModel model = serving.model();
                    int version = model.release().version().value();
                    String answer =
                            new String(model.score(model.read(bytes, BodyFormat.JSON, false)));
                    String expected =
                            "{\"predictions\":["
                                    + String.join(
                                            ",",
                                            java.util.Collections.nCopies(ROWS, version + ".0"))
                                    + "]}";
                    if (!answer.equals(expected)) {
                        wrong.add(version + " answered " + answer);
                    }
                    if (version < newest) {
                        wrong.add("version " + version + " after " + newest);
                    }
                    newest = version;
                    answers.incrementAndGet();
                } finally {
                    serving.release();
                }
            } catch (RuntimeException failure) {
                wrong.add(failure.toString());
            }
        }
        ended.countDown();
    }
}
