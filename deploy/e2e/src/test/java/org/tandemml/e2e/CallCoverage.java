package org.tandemml.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which calls of the table of routes were sent, and with what outcomes. */
final class CallCoverage {
    private static final Pattern ROW = Pattern.compile("\\| ([A-Z]+) \\| `(/[^`{][^`]*)` \\|.*");
    private static final Pattern VARIABLE = Pattern.compile("\\{[^}]*\\}");

    /** MLflow's server has none of these. */
    private static final Pattern NOT_MLFLOWS = Pattern.compile("/(q/|metrics|api/tandem/).*");

    /** They read nothing of their request that could be wrong. */
    private static final Pattern NEVER_WRONG =
            Pattern.compile("/health|/version|.*/server-info|.*/gateway-proxy");

    /** They need an S3 server that the client sees, or generative AI. */
    private static final Pattern NEVER_RIGHT =
            Pattern.compile(".*/mpu/.*|.*/presigned.*|.*/create-promptlab-run");

    private final List<Call> calls = new ArrayList<>();

    private static final class Call {
        private final String name;
        private final String method;
        private final String template;
        private final Pattern path;
        private boolean answered;
        private boolean refused;

        Call(String method, String template) {
            this.name = method + " " + template;
            this.method = method;
            this.template = template;
            this.path = pattern(template);
        }

        private static Pattern pattern(String template) {
            StringBuilder regex = new StringBuilder();
            int end = 0;
            for (Matcher variable = VARIABLE.matcher(template);
                    variable.find();
                    end = variable.end()) {
                regex.append(Pattern.quote(template.substring(end, variable.start())))
                        .append(variable.group().contains(":") ? ".+" : "[^/]+");
            }
            return Pattern.compile(regex + Pattern.quote(template.substring(end)));
        }

        boolean isOf(DifferentialCase sent) {
            String plain =
                    sent.path().replaceFirst("\\?.*", "").replaceFirst("^/ajax-api/", "/api/");
            return sent.method().equals(method) && path.matcher(plain).matches();
        }

        boolean lacks() {
            return !answered && !NEVER_RIGHT.matcher(template).matches()
                    || !refused && !NEVER_WRONG.matcher(template).matches();
        }
    }

    /** Reads the rows of {@code docs/routes.md} that are MLflow's. */
    static CallCoverage of(Path routes) throws IOException {
        CallCoverage coverage = new CallCoverage();
        for (String line : Files.readAllLines(routes)) {
            Matcher row = ROW.matcher(line);
            if (row.matches() && !NOT_MLFLOWS.matcher(row.group(2)).matches()) {
                coverage.calls.add(new Call(row.group(1), row.group(2)));
            }
        }
        return coverage;
    }

    void add(DifferentialCase sent, DifferentialTarget.Answer answer) {
        for (Call call : calls) {
            if (call.isOf(sent)) {
                call.answered |= !answer.failed();
                call.refused |= answer.failed();
            }
        }
    }

    /** The calls of which no valid or no invalid request was sent. */
    List<String> lacking() {
        return calls.stream().filter(Call::lacks).map(call -> call.name).toList();
    }

    int size() {
        return calls.size();
    }
}
