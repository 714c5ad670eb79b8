package org.tandemml.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;

/** A TCP line to a server of this machine, on which answers are on their way for some time. */
final class DelayingLine implements AutoCloseable {
    private final int target;
    private final ServerSocket entry;
    private volatile long delayMillis;

    DelayingLine(int target) throws IOException {
        this.target = target;
        this.entry = new ServerSocket(0, 500, InetAddress.getByName("127.0.0.1"));
        inBackground(this::accept);
    }

    /** The port to use in place of the server's. */
    int port() {
        return entry.getLocalPort();
    }

    /** From now on each piece of an answer comes so much later. */
    void delay(Duration delay) {
        delayMillis = delay.toMillis();
    }

    @Override
    public void close() throws IOException {
        entry.close();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = entry.accept();
            Socket server = new Socket(InetAddress.getByName("127.0.0.1"), target);
            inBackground(() -> copy(client, server, false));
            inBackground(() -> copy(server, client, true));
        }
    }

    private void copy(Socket from, Socket to, boolean late) throws IOException {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (late && delayMillis > 0) {
                    pause();
                }
                out.write(buffer, 0, read);
                out.flush();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(delayMillis);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void inBackground(Work work) {
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                work.run();
                            } catch (IOException ended) {
                                // A closed socket is how such a thread ends.
                            }
                        },
                        "delaying-line");
        thread.setDaemon(true);
        thread.start();
    }
}
