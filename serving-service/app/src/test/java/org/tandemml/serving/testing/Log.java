package org.tandemml.serving.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Warnings and errors that are logged while it is open. */
public final class Log extends Handler {
    private final List<String> records = new CopyOnWriteArrayList<>();

    private Log() {}

    public static Log open() {
        Log log = new Log();
        log.setLevel(Level.WARNING);
        Logger.getLogger("").addHandler(log);
        return log;
    }

    public List<String> records() {
        return records;
    }

    @Override
    public void publish(LogRecord logged) {
        if (isLoggable(logged)) {
            records.add(logged.getLoggerName() + ": " + logged.getMessage());
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        Logger.getLogger("").removeHandler(this);
    }
}
