package org.tandemml.serving.engine.pmml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How much the definitions of a file grow when a row is scored. A function that applies another
 * twice, which applies another twice, soon takes for ever; a field that joins another with itself
 * soon fills the memory. Both are bounded from above here, without computing anything.
 */
final class Growth {
    /** Applications of the file's own functions that a row may cost. */
    private static final double MAX_STEPS = 1_000_000;

    /** How many times as long as the texts that it is made of a text may become. */
    private static final double MAX_TIMES = 4096;

    private final Map<String, List<Application>> functions = new HashMap<>();
    private final Map<String, List<Use>> fields = new HashMap<>();
    private final List<Application> elsewhere = new ArrayList<>();
    private final Map<String, Double> steps = new HashMap<>();
    private final Map<String, Double> functionTimes = new HashMap<>();
    private final Map<String, Double> fieldTimes = new HashMap<>();

    private boolean lengthens;

    /** A function applied to what stands inside of it. */
    static final class Application {
        private final @Nullable Application outer;
        private final String function;
        private double times = 1;

        private Application(@Nullable Application outer, String function) {
            this.outer = outer;
            this.function = function;
        }
    }

    /** A field used inside of an application. */
    private record Use(String field, @Nullable Application within) {}

    /**
     * What grows beyond the bounds.
     *
     * @param kind {@code function} or {@code field}
     * @param name of the one that is too much
     * @param reason why it is
     */
    record Excess(String kind, String name, String reason) {}

    /**
     * Notes an application.
     *
     * @param outer the one around it; null if there is none
     * @param definedFunction the function in whose definition it stands; null if in none
     */
    Application applies(
            @Nullable Application outer, String function, @Nullable String definedFunction) {
        Application application = new Application(outer, function);
        (definedFunction == null
                        ? elsewhere
                        : functions.computeIfAbsent(definedFunction, key -> new ArrayList<>()))
                .add(application);
        return application;
    }

    /** An application's answer is up to so many times as long as the longest text inside of it. */
    void lengthens(Application application, int times) {
        application.times = Math.max(1, times);
        lengthens |= times > 1;
    }

    /** Notes that the definition of a derived field uses a field. */
    void uses(String derivedField, String field, @Nullable Application within) {
        fields.computeIfAbsent(derivedField, key -> new ArrayList<>()).add(new Use(field, within));
    }

    /** What grows too much; null if nothing does. No function leads back to itself. */
    @Nullable Excess excess() {
        double all = 0;
        for (Application application : elsewhere) {
            all += steps(application.function);
            if (all > MAX_STEPS) {
                return new Excess(
                        "function",
                        application.function,
                        "which makes a row cost more than %.0f steps".formatted(MAX_STEPS));
            }
        }
        for (String field : lengthens ? fields.keySet() : Set.<String>of()) {
            if (times(field) > MAX_TIMES) {
                return new Excess(
                        "field",
                        field,
                        "which may be more than %.0f times as long as the texts it is made of"
                                .formatted(MAX_TIMES));
            }
        }
        return null;
    }

    private double steps(String function) {
        List<Application> inside = functions.get(function);
        if (inside == null) {
            return 0;
        }
        Double known = steps.get(function);
        if (known != null) {
            return known;
        }
        double sum = 1;
        for (Application application : inside) {
            sum += steps(application.function);
        }
        steps.put(function, sum);
        return sum;
    }

    private double times(String field) {
        List<Use> uses = fields.get(field);
        if (uses == null) {
            return 1;
        }
        Double known = fieldTimes.get(field);
        if (known != null) {
            return known;
        }
        // Names of all scopes are taken together: what leads back through an inner one may grow at
        // every level.
        fieldTimes.put(field, Double.POSITIVE_INFINITY);
        double most = 1;
        for (Use use : uses) {
            double path = path(use.within);
            boolean renamed = path == 1 && use.field.equals(field);
            most = Math.max(most, renamed ? 1 : path * times(use.field));
        }
        fieldTimes.put(field, most);
        return most;
    }

    /** The growth of what stands inside of an application, up to its definition. */
    private double path(@Nullable Application within) {
        double product = 1;
        for (Application at = within; at != null; at = at.outer) {
            product *= at.times * functionTimes(at.function);
        }
        return product;
    }

    private double functionTimes(String function) {
        List<Application> inside = functions.get(function);
        if (inside == null) {
            return 1;
        }
        Double known = functionTimes.get(function);
        if (known != null) {
            return known;
        }
        double most = 1;
        for (Application application : inside) {
            most = Math.max(most, path(application));
        }
        functionTimes.put(function, most);
        return most;
    }
}
