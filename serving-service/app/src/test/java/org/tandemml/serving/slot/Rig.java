package org.tandemml.serving.slot;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.tandemml.serving.cache.LastGood;
import org.tandemml.serving.cache.ModelCache;
import org.tandemml.serving.engine.enforce.EnforcementMode;
import org.tandemml.serving.load.BodyFormat;
import org.tandemml.serving.load.LoadedModel;
import org.tandemml.serving.load.ModelLoader;
import org.tandemml.serving.metrics.ServingMeters;
import org.tandemml.serving.naming.Target;
import org.tandemml.serving.source.ModelSource;
import org.tandemml.serving.testing.Await;
import org.tandemml.serving.testing.FakeModels;
import org.tandemml.serving.testing.FakeRuntime;
import org.tandemml.serving.testing.TestClock;

/** A reconciler over one source, usually a registry in memory, polled by hand. */
final class Rig implements AutoCloseable {
    final FakeRuntime runtime = new FakeRuntime();
    final TestClock clock = new TestClock();
    final SimpleMeterRegistry meterRegistry = new SimpleMeterRegistry();
    final Reconciler reconciler;

    Rig(Path root, ModelSource source, String... uris) throws IOException {
        this(root, source, false, uris);
    }

    /**
     * @param refuseBreaking whether versions are refused whose signature breaks the one before
     */
    Rig(Path root, ModelSource source, boolean refuseBreaking, String... uris) throws IOException {
        ModelLoader loader =
                new ModelLoader(
                        List.of(runtime),
                        new ModelLoader.LoadSettings(
                                EnforcementMode.STRICT,
                                1000,
                                true,
                                Duration.ofSeconds(30),
                                1 << 20,
                                Duration.ofMillis(1),
                                10),
                        clock);
        reconciler =
                new Reconciler(
                        new Reconciler.Parts(
                                List.of(source),
                                Target.parseAll(List.of(uris)),
                                new ModelCache(root),
                                new LastGood(root),
                                loader,
                                refuseBreaking),
                        new ServingMeters(meterRegistry),
                        clock,
                        Duration.ofSeconds(1));
    }

    /** Polls and waits until nothing is under way. */
    void poll() {
        reconciler.poll();
        Await.until("no load is under way", reconciler::idle);
    }

    SlotView view(String name) {
        return reconciler.require(name, null).view();
    }

    /** What a model answers for a row. */
    double ask(String name, double x) {
        Serving serving = reconciler.require(name, null).acquire();
        try {
            return answer(serving.model(), x);
        } finally {
            serving.release();
        }
    }

    static double answer(LoadedModel model, double x) {
        byte[] body = model.score(model.read(FakeModels.row(x), BodyFormat.JSON, false));
        String text = new String(body, StandardCharsets.UTF_8);
        return Double.parseDouble(text.substring(text.indexOf('[') + 1, text.indexOf(']')));
    }

    @Override
    public void close() {
        runtime.gate.countDown();
        reconciler.close();
    }
}
