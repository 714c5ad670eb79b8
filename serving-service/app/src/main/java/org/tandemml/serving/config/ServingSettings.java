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
     * models:/name/latest}, {@code models:/name@alias}, {@code models:/*}{@code /Production},
     * {@code file:/model/folder}.
     */
    @WithDefault("models:/*/Production")
    @Expected("models:/name/stage and the like, separated by commas")
    List<String> models();

    /** How often the registry is asked what the URIs point to, 10ms to 24h. */
    @WithDefault("1s")
    @Expected(value = "a time from 10ms to 24h, such as 1s", least = "10ms", most = "24h")
    Duration pollInterval();

    /**
     * How bodies are checked against a model's signature: {@code strict} or {@code mlflow}; a
     * request may ask for the stricter one with the header {@code Tandem-Enforcement: strict}.
     */
    @WithDefault("strict")
    Enforcement enforcement();

    /**
     * What happens to a version whose signature breaks that of the version that is served: {@code
     * allow}, it takes over; {@code refuse}, it is not loaded and the one before goes on. What
     * breaks a signature: {@code docs/enforcement.md}.
     */
    @WithDefault("allow")
    Breaking breaking();

    /** {@code false}: violations do not repeat the value that was sent. */
    @WithDefault("true")
    boolean echoValues();

    /** Largest body of a prediction, at most 1G; beyond: 413. */
    @WithDefault("64M")
    @Expected(value = "a size from 1 (bytes) to 1G, such as 64M", least = "1", most = "1G")
    MemorySize maxBody();

    /** Most rows of a prediction; beyond: 413. */
    @WithDefault("100000")
    @Expected(value = "a whole number of at least 1", least = "1")
    int maxRows();

    /** Most predictions at work or waiting; beyond: 503 with Retry-After. */
    @WithDefault("256")
    @Expected(value = "a whole number of at least 1", least = "1")
    int maxConcurrent();

    /** Longest time of a prediction once its body is here, 1ms to 24h; beyond: 504. */
    @WithDefault("60s")
    @Expected(value = "a time from 1ms to 24h, such as 60s", least = "1ms", most = "24h")
    Duration requestTimeout();

    /**
     * Work that is expected to take longer leaves the event loop for a worker thread; how the
     * default was measured: {@code docs/adr/0020-event-loop-limit.md}.
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

    /** What happens to a version whose signature breaks the one before. */
    enum Breaking {
        ALLOW,
        REFUSE
    }

    /** What only benchmarks use. */
    interface Bench {
        /** {@code true}: {@code POST /bench/baseline}, which answers nothing, exists. */
        @WithDefault("false")
        boolean baselineEnabled();
    }
}
