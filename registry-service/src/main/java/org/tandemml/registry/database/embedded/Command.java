package org.tandemml.registry.database.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.tandemml.registry.home.StartupException;

/** Runs one of the operating system's or PostgreSQL's programs to its end. */
final class Command {
    private static final String PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private Command() {}

    /**
     * What a program left.
     *
     * @param exit 127 if there is no such program
     * @param output both of its streams
     */
    record Result(int exit, String output) {
        boolean succeeded() {
            return exit == 0;
        }
    }

    /** Runs a program; it is ended after the deadline. */
    static Result run(Duration deadline, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("PATH", PATH);
        environment.put("LC_ALL", "C");
        Process process;
        try {
            process = builder.start();
        } catch (IOException missing) {
            return new Result(127, String.valueOf(missing.getMessage()));
        }
        CompletableFuture.delayedExecutor(deadline.toMillis(), TimeUnit.MILLISECONDS)
                .execute(process::destroyForcibly);
        try {
            process.getOutputStream().close();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), output);
        } catch (IOException broken) {
            throw new StartupException(command.get(0) + " could not be run.", broken);
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new StartupException(command.get(0) + " was interrupted.", interrupted);
        }
    }

    /** Runs a program behind others that change who runs it. */
    static Result run(Duration deadline, List<String> prefix, List<String> command) {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(command);
        return run(deadline, whole);
    }
}
