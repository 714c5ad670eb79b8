package org.tandemml.registry.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A TCP line to a server that a test can cut, or make swallow what is sent. */
public final class FaultyLine implements AutoCloseable {
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Object gate = new Object();
    private ServerSocket entry;
    private boolean hanging;

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
        ServerSocket listening = new ServerSocket(port, 50, InetAddress.getByName("127.0.0.1"));
        inBackground(() -> accept(listening));
        return listening;
    }

    private void accept(ServerSocket listening) throws IOException {
        while (true) {
            Socket client = listening.accept();
            sockets.add(client);
            Socket server = new Socket(InetAddress.getByName("127.0.0.1"), target);
            sockets.add(server);
            inBackground(() -> copy(client, server));
            inBackground(() -> copy(server, client));
        }
    }

    private void copy(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[8192];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                awaitGate();
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
