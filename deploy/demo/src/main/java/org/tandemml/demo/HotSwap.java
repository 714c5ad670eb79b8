package org.tandemml.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Requests without a pause from several threads, while the version behind the model changes. */
final class HotSwap {
    private static final int THREADS = 4;

    private final Serving serving;
    private final String model;
    private final List<String> bodies;
    private final AtomicBoolean running = new AtomicBoolean(true);
    private final Map<String, AtomicLong> answersByVersion = new ConcurrentHashMap<>();
    private final Map<String, JsonNode> firstAnswers = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();

    /**
     * @param bodies requests of one row each, sent in turn
     */
    HotSwap(Serving serving, String model, List<String> bodies) {
        this.serving = serving;
        this.model = model;
        this.bodies = List.copyOf(bodies);
    }

    void start() {
        for (int i = 0; i < THREADS; i++) {
            int from = i * bodies.size() / THREADS;
            Thread thread = new Thread(() -> send(from), "requests-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    /** How many requests were answered by a version up to now. */
    long answers(String version) {
        AtomicLong count = answersByVersion.get(model + "/" + version);
        return count == null ? 0 : count.get();
    }

    /**
     * Stops.
     *
     * @return the number of answers by version
     * @throws DemoException if a request failed, or a version gave a row two different answers
     */
    Map<String, Long> stop() {
        running.set(false);
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new DemoException("Interrupted", interrupted);
            }
        }
        if (!failures.isEmpty()) {
            throw new DemoException(
                    "%d requests failed during the swap, the first by: %s"
                            .formatted(failures.size(), failures.peek()));
        }
        Map<String, Long> counts = new TreeMap<>();
        answersByVersion.forEach((version, count) -> counts.put(version, count.get()));
        return counts;
    }

    private void send(int from) {
        for (int i = from; running.get(); i++) {
            int row = i % bodies.size();
            try {
                note(row, serving.predict(model, bodies.get(row)));
            } catch (RuntimeException failed) {
                failures.add(String.valueOf(failed.getMessage()));
            }
        }
    }

    private void note(int row, Serving.Answer answer) {
        if (answer.status() != 200) {
            failures.add(answer.status() + " " + answer.body());
            return;
        }
        answersByVersion.computeIfAbsent(answer.model(), key -> new AtomicLong()).incrementAndGet();
        JsonNode json = answer.json();
        JsonNode first = firstAnswers.putIfAbsent(answer.model() + " row " + row, json);
        if (first != null && !first.equals(json)) {
            failures.add(
                    "%s answered %s and %s to the same row".formatted(answer.model(), first, json));
        }
    }
}
