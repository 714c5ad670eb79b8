package org.tandemml.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A TCP line to a server that can be cut, slowed down, or made to swallow what is sent. */
public final class FaultyLine implements AutoCloseable {
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Object gate = new Object();
    private ServerSocket entry;
    private boolean hanging;
    private volatile long delayMillis;

    /** A line to a port of this machine. */
    public FaultyLine(int target) throws IOException {
        this.target = target;
        this.entry = listen(0);
    }

    /** The port to use in place of the server's. */
    public int port() {
        return entry.getLocalPort();
    }

    /** From now on connections open, but nothing passes. */
    public void hang() {
        synchronized (gate) {
            hanging = true;
        }
    }

    /** From now on each piece of an answer comes so much later. */
    public void delay(Duration delay) {
        delayMillis = delay.toMillis();
    }

    /** From now on connections are refused; those that were open are cut. */
    public void cut() throws IOException {
        entry.close();
        closeSockets();
    }

    /** All is well again. */
    public void mend() throws IOException {
        openGate();
        if (entry.isClosed()) {
            entry = listen(entry.getLocalPort());
        }
    }

    @Override
    public void close() throws IOException {
        cut();
        openGate();
    }

    private void openGate() {
        synchronized (gate) {
            hanging = false;
            gate.notifyAll();
        }
    }

    private ServerSocket listen(int port) throws IOException {
        ServerSocket listening = new ServerSocket(port, 500, InetAddress.getByName("127.0.0.1"));
        inBackground(() -> accept(listening));
        return listening;
    }

    private void accept(ServerSocket listening) throws IOException {
        while (true) {
            Socket client = listening.accept();
            sockets.add(client);
            Socket server = new Socket(InetAddress.getByName("127.0.0.1"), target);
            sockets.add(server);
            inBackground(() -> copy(client, server, false));
            inBackground(() -> copy(server, client, true));
        }
    }

    private void copy(Socket from, Socket to, boolean answers) throws IOException {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[8192];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                awaitGate();
                if (answers && delayMillis > 0) {
                    pause();
                }
                out.write(buffer, 0, read);
                out.flush();
            }
        }
    }

    private void awaitGate() {
        synchronized (gate) {
            while (hanging) {
                try {
                    gate.wait();
                } catch (InterruptedException interrupted) {
                    throw new IllegalStateException(interrupted);
                }
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

    private void closeSockets() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
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
                        "faulty-line");
        thread.setDaemon(true);
        thread.start();
    }
}
