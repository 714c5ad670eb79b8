package org.tandemml.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What two servers answered differently to one request.
 *
 * @param request the name of the case
 */
record Difference(String request, String mlflow, String tandem) {
    private static final String ABSENT = "absent";

    static List<Difference> between(
            String request, DifferentialTarget.Answer mlflow, DifferentialTarget.Answer tandem) {
        List<Difference> found = new ArrayList<>();
        if (!mlflow.outcome().equals(tandem.outcome())) {
            found.add(new Difference(request, mlflow.outcome(), tandem.outcome()));
        }
        JsonNode theirs = mlflow.json();
        JsonNode ours = tandem.json();
        if (theirs == null || ours == null || mlflow.failed() != tandem.failed()) {
            return found;
        }
        Map<String, String> left = JsonShape.of(theirs);
        Map<String, String> right = JsonShape.of(ours);
        TreeSet<String> paths = new TreeSet<>(left.keySet());
        paths.addAll(right.keySet());
        for (String path : paths) {
            String a = left.getOrDefault(path, ABSENT);
            String b = right.getOrDefault(path, ABSENT);
            String parent = JsonShape.parent(path);
            boolean both =
                    parent.isEmpty() || left.containsKey(parent) && right.containsKey(parent);
            if (both && !a.equals(b)) {
                found.add(new Difference(request, path + " " + a, path + " " + b));
            }
        }
        return found;
    }
}
