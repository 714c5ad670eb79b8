package org.tandemml.serving.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tandemml.serving.naming.SlotKey;
import org.tandemml.serving.testing.MemorySource;

class WorkLanesTest {
    private static final SlotKey SLOW = MemorySource.key("slow");
    private static final SlotKey FAST = MemorySource.key("fast");

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final WorkLanes lanes = new WorkLanes(threads, 2);
    private final CountDownLatch gate = new CountDownLatch(1);

    @AfterEach
    void stop() {
        gate.countDown();
        threads.shutdownNow();
    }

    private void waitAtTheGate() {
        try {
            gate.await();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aFullLaneDelaysNoOther() throws Exception {
        for (int i = 0; i < 50; i++) {
            lanes.execute(SLOW, this::waitAtTheGate);
        }
        CountDownLatch done = new CountDownLatch(1);
        lanes.execute(FAST, done::countDown);

        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aLaneIsNoWiderThanItMayBeAndRunsAllItsWorkInOrder() throws Exception {
        int pieces = 500;
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Integer> begun = new ArrayList<>();
        CountDownLatch done = new CountDownLatch(pieces);
        for (int i = 0; i < pieces; i++) {
            int number = i;
            lanes.execute(
                    FAST,
                    () -> {
                        most.accumulateAndGet(running.incrementAndGet(), Math::max);
                        synchronized (begun) {
                            begun.add(number);
                        }
                        running.decrementAndGet();
                        done.countDown();
                    });
        }

        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(most.get()).isBetween(1, 2);
        assertThat(begun).hasSize(pieces).doesNotHaveDuplicates();
    }

    @Test
    void aLaneGoesOnAfterADefect() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        for (int i = 0; i < 5; i++) {
            lanes.execute(
                    FAST,
                    () -> {
                        throw new IllegalStateException("expected in the log of this test");
                    });
        }
        lanes.execute(FAST, done::countDown);

        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    }
}
