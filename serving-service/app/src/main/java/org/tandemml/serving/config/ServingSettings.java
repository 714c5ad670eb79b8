package org.tandemml.serving.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import org.tandemml.http.settings.Expected;

/** What is served, and how. */
@ConfigMapping(prefix = "tandem.serving")
public interface ServingSettings {
    /**
     * What to serve: {@code models:/name/stage}, {@code models:/name/version}, {@code
     * models:/name/latest}, {@code models:/name@alias}, {@code models:/*}{@code /Production}, or
     * {@code file:} model folders.
     */
    @WithDefault("models:/*/Production")
    @Expected("models:/name/stage and the like, separated by commas")
    List<String> models();

    /** How often the registry is asked what the URIs point to. */
    @WithDefault("1s")
    @Expected(value = "a time from 10ms to 24h, such as 1s", least = "10ms", most = "24h")
    Duration pollInterval();

    /** How bodies are checked against a model's signature. */
    @WithDefault("strict")
    Enforcement enforcement();

    /** Whether a violation repeats the value that was sent. */
    @WithDefault("true")
    boolean echoValues();

    /** Largest body of a prediction request; beyond: 413. */
    @WithDefault("64M")
    @Expected(value = "a size from 1 (bytes) to 1G, such as 64M", least = "1", most = "1G")
    MemorySize maxBody();

    /** Most rows of a prediction request; beyond: 413. */
    @WithDefault("100000")
    @Expected(value = "a whole number of at least 1", least = "1")
    int maxRows();

    /** Most prediction requests at work or waiting; beyond: 503 with Retry-After. */
    @WithDefault("256")
    @Expected(value = "a whole number of at least 1", least = "1")
    int maxConcurrent();

    /** Longest time that a prediction may take once its body is here; beyond: 504. */
    @WithDefault("60s")
    @Expected(value = "a time from 1ms to 24h, such as 60s", least = "1ms", most = "24h")
    Duration requestTimeout();

    /**
     * Work that is expected to take longer than this leaves the event loop for a worker thread. How
     * the default was measured: docs/adr/0020.
     */
    @WithDefault("0.0002s")
    @Expected(value = "a time from 0s to 24h, such as 0.0002s", least = "0s", most = "24h")
    Duration eventLoopLimit();

    /** Settings for benchmarks. */
    Bench bench();

    /** The ways of checking bodies. */
    enum Enforcement {
        STRICT,
        MLFLOW
    }

    /** What only benchmarks use. */
    interface Bench {
        /** Whether {@code POST /bench/baseline}, which answers nothing, exists. */
        @WithDefault("false")
        boolean baselineEnabled();
    }
}
