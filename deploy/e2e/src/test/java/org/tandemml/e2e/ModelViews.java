package org.tandemml.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.zoo.JsonTree;

/** What {@code GET /models} of the serving service says. */
final class ModelViews {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private ModelViews() {}

    /**
     * One model; null is what is not known.
     *
     * @param state LOADING, READY, FAILED or STALE
     * @param version that is served
     * @param lastError why it does not serve what it should
     */
    record View(String name, String state, @Nullable String version, @Nullable String lastError) {
        boolean isLoading() {
            return state.equals("LOADING");
        }

        /** Whether it serves, be it an older version. */
        boolean isServed() {
            return state.equals("READY") || state.equals("STALE");
        }
    }

    /**
     * All models, once those that are asked for are known and in no passing state.
     *
     * @throws AssertionError if that has not come within ten minutes
     */
    static Map<String, View> once(
            Service serving, Collection<String> names, Predicate<View> passing)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Map<String, View> views = now(serving);
            List<String> waiting =
                    names.stream()
                            .filter(
                                    name ->
                                            !views.containsKey(name)
                                                    || passing.test(views.get(name)))
                            .toList();
            if (waiting.isEmpty()) {
                return views;
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("no decision after " + PATIENCE + " for " + waiting);
            }
            Thread.sleep(200);
        }
    }

    private static Map<String, View> now(Service serving) throws IOException, InterruptedException {
        byte[] body = serving.get("/models").body().getBytes(StandardCharsets.UTF_8);
        Map<String, View> views = new TreeMap<>();
        for (Object model : JsonTree.list(JsonTree.object(JsonTree.parse(body)).get("models"))) {
            Map<String, @Nullable Object> fields = JsonTree.object(model);
            View view =
                    new View(
                            String.valueOf(fields.get("name")),
                            String.valueOf(fields.get("state")),
                            (String) fields.get("version"),
                            (String) fields.get("lastError"));
            views.put(view.name(), view);
        }
        return views;
    }
}
