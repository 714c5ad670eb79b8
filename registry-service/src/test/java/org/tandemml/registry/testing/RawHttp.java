package org.tandemml.registry.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * HTTP as it is written on the wire: nothing is encoded, normalised or completed, except that a
 * request without a Host header gets one.
 */
public final class RawHttp {
    private final int port;

    public RawHttp(int port) {
        this.port = port;
    }

    /** An answer; the body is what came before the server closed the connection. */
    public record Answer(int status, List<String> headers, byte[] body) {
        public Optional<String> header(String name) {
            return headers.stream()
                    .filter(line -> line.toLowerCase().startsWith(name.toLowerCase() + ":"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** Sends a request with a body, and headers as they are. */
    public Answer send(String method, String target, byte[] body, String... headers)
            throws IOException {
        try (Socket socket = open(method, target, body.length, headers)) {
            socket.getOutputStream().write(body);
            return read(socket.getInputStream());
        }
    }

    public Answer send(String method, String target, String... headers) throws IOException {
        return send(method, target, new byte[0], headers);
    }

    /** Sends a head that announces a body, which the caller sends, or does not. */
    public Socket open(String method, String target, long length, String... headers)
            throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(60_000);
        String more = Arrays.stream(headers).map(h -> h + "\r\n").collect(Collectors.joining());
        String host =
                Arrays.stream(headers).anyMatch(h -> h.startsWith("Host:"))
                        ? ""
                        : "Host: localhost\r\n";
        OutputStream out = socket.getOutputStream();
        out.write(
                (method
                                + " "
                                + target
                                + " HTTP/1.1\r\nConnection: close\r\n"
                                + host
                                + (length > 0 ? "Content-Length: " + length + "\r\n" : "")
                                + more
                                + "\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        return socket;
    }

    public static Answer read(InputStream in) throws IOException {
        byte[] all = in.readAllBytes();
        int end = 0;
        while (end + 3 < all.length
                && !(all[end] == '\r'
                        && all[end + 1] == '\n'
                        && all[end + 2] == '\r'
                        && all[end + 3] == '\n')) {
            end++;
        }
        String head = new String(all, 0, end, StandardCharsets.ISO_8859_1);
        List<String> lines = List.of(head.split("\r\n"));
        byte[] body =
                end + 4 <= all.length ? Arrays.copyOfRange(all, end + 4, all.length) : new byte[0];
        boolean chunked =
                lines.stream().anyMatch(l -> l.equalsIgnoreCase("transfer-encoding: chunked"));
        return new Answer(
                Integer.parseInt(lines.get(0).split(" ")[1]),
                lines.subList(1, lines.size()),
                chunked ? dechunk(body) : body);
    }

    private static byte[] dechunk(byte[] body) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        int at = 0;
        while (at < body.length) {
            int line = at;
            while (body[line] != '\r') {
                line++;
            }
            int size =
                    Integer.parseInt(
                            new String(body, at, line - at, StandardCharsets.US_ASCII), 16);
            if (size == 0) {
                break;
            }
            content.write(body, line + 2, size);
            at = line + 2 + size + 2;
        }
        return content.toByteArray();
    }
}
