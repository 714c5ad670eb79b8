package org.tandemml.serving.slot;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tandemml.serving.engine.enforce.EnforcementMode;
import org.tandemml.serving.load.LoadedModel;
import org.tandemml.serving.load.ModelLoader;
import org.tandemml.serving.metrics.ServingMeters;
import org.tandemml.serving.source.Release;
import org.tandemml.serving.testing.FakeModels;
import org.tandemml.serving.testing.FakeRuntime;
import org.tandemml.serving.testing.MemorySource;

class ServingTest {
    private final AtomicInteger drained = new AtomicInteger();
    @TempDir private Path folder = Path.of("");
    private LoadedModel model;

    @BeforeEach
    void load() throws Exception {
        Release release = new MemorySource().promote("öl & gas", 1, FakeModels.adding(1));
        ModelLoader loader =
                new ModelLoader(
                        List.of(new FakeRuntime()),
                        new ModelLoader.LoadSettings(
                                EnforcementMode.STRICT,
                                10,
                                true,
                                Duration.ofSeconds(30),
                                1 << 20,
                                Duration.ofMillis(1),
                                1),
                        Clock.systemUTC());
        model =
                loader.load(
                        release, FakeModels.write(folder, FakeModels.adding(1)), "sha256:0", null);
    }

    private Serving serving() {
        return new Serving(
                model,
                new ServingMeters(new SimpleMeterRegistry()).model("m", "1"),
                done -> drained.incrementAndGet());
    }

    @Test
    void isDrainedAtOnceIfNobodyUsesIt() {
        Serving serving = serving();

        serving.retire();
        serving.retire();

        assertThat(drained).hasValue(1);
        assertThat(serving.tryAcquire()).isFalse();
    }

    @Test
    void isDrainedWhenTheLastUseEnds() {
        Serving serving = serving();
        assertThat(serving.tryAcquire()).isTrue();
        assertThat(serving.tryAcquire()).isTrue();

        serving.retire();
        serving.release();
        assertThat(drained).hasValue(0);
        serving.release();

        assertThat(drained).hasValue(1);
    }

    @Test
    void isNotDrainedBeforeItIsRetired() {
        Serving serving = serving();
        serving.tryAcquire();
        serving.release();

        assertThat(drained).hasValue(0);
        assertThat(serving.tryAcquire()).isTrue();
    }

    @Test
    void namesItselfInAscii() {
        assertThat(serving().asciiLabel()).isEqualTo("%C3%B6l%20&%20gas/1");
    }

    @Test
    void isDrainedExactlyOnceHoweverRequestsAndRetirementRace() throws Exception {
        int rounds = 2000;
        int threads = 4;
        ExecutorService pool = Executors.newFixedThreadPool(threads + 1);
        AtomicInteger usedAfterDrained = new AtomicInteger();
        try {
            for (int round = 0; round < rounds; round++) {
                AtomicInteger drainedNow = new AtomicInteger();
                Serving serving =
                        new Serving(
                                model,
                                new ServingMeters(new SimpleMeterRegistry()).model("m", "1"),
                                done -> drainedNow.incrementAndGet());
                CountDownLatch done = new CountDownLatch(threads + 1);
                for (int i = 0; i < threads; i++) {
                    pool.execute(
                            () -> {
                                for (int n = 0; n < 5 && serving.tryAcquire(); n++) {
                                    if (drainedNow.get() > 0) {
                                        usedAfterDrained.incrementAndGet();
                                    }
                                    serving.release();
                                }
                                done.countDown();
                            });
                }
                pool.execute(
                        () -> {
                            serving.retire();
                            done.countDown();
                        });
                assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
                assertThat(drainedNow).hasValue(1);
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(usedAfterDrained).hasValue(0);
    }
}
