package org.tandemml.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * What a JVM has done to the machine, by its own flight recorder: processes started, and files that
 * Java code read. Native code is not seen.
 *
 * @param recording written when the JVM ends
 */
record ProcessWatch(Path recording) {
    /** Options for the JVM that is watched. */
    List<String> javaOptions() {
        return List.of(
                "-XX:StartFlightRecording:settings=none,dumponexit=true,filename="
                        + recording
                        + ",+jdk.ProcessStart#enabled=true"
                        + ",+jdk.FileRead#enabled=true,+jdk.FileRead#threshold=0ms"
                        + ",+jdk.FileRead#stackTrace=false");
    }

    /**
     * What it must not have done, after its end: start a process, or read a file that it had not
     * read before.
     *
     * @param own folders whose files it may read
     * @param since from when on it is held against what it read before
     */
    List<String> violations(List<Path> own, Instant since) throws IOException {
        List<String> violations = new ArrayList<>();
        Map<String, Instant> outside = new TreeMap<>();
        try (RecordingFile events = new RecordingFile(recording)) {
            while (events.hasMoreEvents()) {
                RecordedEvent event = events.readEvent();
                switch (event.getEventType().getName()) {
                    case "jdk.ProcessStart" ->
                            violations.add("a process was started: " + event.getString("command"));
                    case "jdk.FileRead" -> {
                        String path = event.getString("path");
                        if (path != null && own.stream().noneMatch(Path.of(path)::startsWith)) {
                            outside.merge(path, event.getStartTime(), ProcessWatch::earlier);
                        }
                    }
                    default -> {
                        // About the recording itself.
                    }
                }
            }
        }
        outside.forEach(
                (path, first) -> {
                    if (!first.isBefore(since)) {
                        violations.add("a file outside was read: " + path);
                    }
                });
        return violations;
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
