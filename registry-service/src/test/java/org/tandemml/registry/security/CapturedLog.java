package org.tandemml.registry.security;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;

/** What the application logs while a test runs, at any level that is on. */
final class CapturedLog extends Handler {
    private static final Logger ROOT = Logger.getLogger("");

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
        String message =
                logged instanceof ExtLogRecord formatted
                        ? formatted.getFormattedMessage()
                        : logged.getMessage();
        lines.add(logged.getLoggerName() + " " + message + " " + logged.getThrown());
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
