package org.tandemml.demo;

import java.io.PrintStream;

/** Tells what happens, step by step, each with a command that shows the same. */
final class Transcript {
    private final PrintStream out;
    private int steps;

    Transcript(PrintStream out) {
        this.out = out;
    }

    void step(String title) {
        out.printf("%n%d. %s%n", ++steps, title);
    }

    void say(String text, Object... values) {
        out.printf("   " + text + "%n", values);
    }

    void command(String line) {
        out.printf("   $ %s%n", line);
    }

    void end(String text) {
        out.printf("%n%s%n", text);
    }
}
