package org.tandemml.registry.security;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;

/** What the application logs while a test runs, at any level that is on. */
final class CapturedLog extends Handler {
    private static final Logger ROOT = Logger.getLogger("");
    private static final PatternFormatter FORM = new PatternFormatter("%c %s %e");

    private final List<String> lines = new CopyOnWriteArrayList<>();

    void start() {
        ROOT.addHandler(this);
    }

    void stop() {
        ROOT.removeHandler(this);
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void publish(LogRecord logged) {
        lines.add(FORM.format(logged));
    }

    @Override
    public void flush() {
        // Nothing is kept back.
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
