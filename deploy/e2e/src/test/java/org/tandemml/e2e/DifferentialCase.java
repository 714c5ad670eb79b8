package org.tandemml.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One request of the differential test; the form of the file is told at its top.
 *
 * @param contentType empty for none
 * @param captures variable to JSON pointer into the answer
 */
record DifferentialCase(
        String name,
        String method,
        String path,
        @Nullable String contentType,
        @Nullable String body,
        Map<String, String> captures) {
    private static final Pattern LINE = Pattern.compile("(\\S+)\\s+([A-Z]+) (.+)");
    private static final Pattern TYPED = Pattern.compile("(?s)([a-z]+/[^|{\\[\" ]+)\\|(.*)");
    private static final Pattern REPEATED = Pattern.compile("\\$\\((.*?)\\*(\\d+)\\)");
    private static final Pattern VARIABLE = Pattern.compile("\\$([a-z]+)");

    DifferentialCase {
        captures = Map.copyOf(captures);
    }

    static List<DifferentialCase> read(Path file) throws IOException {
        List<DifferentialCase> cases = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String line : Files.readAllLines(file)) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            DifferentialCase one = parse(line);
            if (!names.add(one.name)) {
                throw new IllegalArgumentException("two cases are called " + one.name);
            }
            cases.add(one);
        }
        return cases;
    }

    static DifferentialCase parse(String line) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            throw new IllegalArgumentException("no case: " + line);
        }
        String[] request = parts.group(3).split(" -> ", 2);
        Map<String, String> captures = new LinkedHashMap<>();
        if (request.length == 2) {
            for (String capture : request[1].trim().split(" ")) {
                String[] pair = capture.split("=", 2);
                captures.put(pair[0], pair[1]);
            }
        }
        String method = parts.group(2);
        // The query of a GET may hold blanks, and a GET has no body.
        int blank = method.equals("GET") ? -1 : request[0].indexOf(' ');
        String path = blank < 0 ? request[0] : request[0].substring(0, blank);
        String body = blank < 0 ? null : request[0].substring(blank + 1);
        String contentType = body == null ? null : "application/json";
        Matcher typed = TYPED.matcher(body == null ? "" : body);
        if (typed.matches()) {
            contentType = typed.group(1);
            body = typed.group(2);
        }
        return new DifferentialCase(
                parts.group(1),
                method,
                (path.startsWith("/") ? path : "/api/2.0/mlflow/" + path)
                        .replace(" ", "%20")
                        .replace("`", "%60")
                        .replace(">", "%3E"),
                contentType,
                body == null ? null : repeat(body),
                captures);
    }

    private static String repeat(String text) {
        return REPEATED.matcher(text)
                .replaceAll(
                        m ->
                                Matcher.quoteReplacement(
                                        m.group(1).repeat(Integer.parseInt(m.group(2)))));
    }

    /** The text with the variables of one server filled in; one that is not known stays. */
    static String fill(String text, Map<String, String> variables) {
        return VARIABLE.matcher(text)
                .replaceAll(
                        m ->
                                Matcher.quoteReplacement(
                                        variables.getOrDefault(m.group(1), m.group())));
    }
}
