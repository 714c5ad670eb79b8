package org.tandemml.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One of the two servers, and what its answers held so far. Requests are written by hand, because
 * some are such as no HTTP library would send.
 */
final class DifferentialTarget {
    private static final int TIMEOUT_MILLIS = 30_000;

    /** Python writes NaN and infinities as bare words. */
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

    private final URI url;
    private final Map<String, String> variables = new HashMap<>();

    /**
     * A server of which nothing is known yet.
     *
     * @param known variables that no answer gives
     */
    DifferentialTarget(URI url, Map<String, String> known) {
        this.url = url;
        variables.putAll(known);
    }

    /**
     * An answer.
     *
     * @param json the body, if it is JSON
     */
    record Answer(int status, String body, @Nullable JsonNode json) {
        boolean failed() {
            return status >= HttpURLConnection.HTTP_BAD_REQUEST;
        }

        /** Status and error code, or status and what kind of body it is if it is no JSON. */
        String outcome() {
            if (json == null) {
                return status + (body.isEmpty() ? " empty" : " text");
            }
            return json.hasNonNull("error_code")
                    ? status + " " + json.get("error_code").asText()
                    : failed() ? status + " JSON" : Integer.toString(status);
        }
    }

    Answer send(DifferentialCase request) throws IOException {
        String path = DifferentialCase.fill(request.path(), variables);
        byte[] body =
                request.body() == null
                        ? null
                        : DifferentialCase.fill(request.body(), variables)
                                .getBytes(StandardCharsets.UTF_8);
        StringBuilder head =
                new StringBuilder(request.method() + " " + path + " HTTP/1.0\r\n")
                        .append("Host: " + url.getAuthority() + "\r\n");
        if (body != null) {
            head.append("Content-Type: " + request.contentType() + "\r\n");
        }
        if (body != null || !request.method().equals("GET")) {
            head.append("Content-Length: " + (body == null ? 0 : body.length) + "\r\n");
        }
        Answer answer = exchange(head + "\r\n", body == null ? new byte[0] : body);
        if (answer.json() != null) {
            request.captures()
                    .forEach(
                            (variable, pointer) ->
                                    variables.put(variable, answer.json().at(pointer).asText()));
        }
        return answer;
    }

    private Answer exchange(String head, byte[] body) throws IOException {
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body);
            socket.getOutputStream().flush();
            return parse(socket.getInputStream());
        }
    }

    private static Answer parse(InputStream in) throws IOException {
        String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        int end = all.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new IOException("no HTTP answer: " + all);
        }
        String body = all.substring(end + 4);
        return new Answer(Integer.parseInt(all.split(" ", 3)[1]), body, json(body));
    }

    private static @Nullable JsonNode json(String body) {
        if (!body.stripLeading().startsWith("{") && !body.stripLeading().startsWith("[")) {
            return null;
        }
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException noJson) {
            return null;
        }
    }
}
