package org.tandemml.model;

import java.util.List;

/**
 * Where a model is: {@code models:/name/3}, {@code models:/name/Production}, {@code
 * models:/name/latest}, {@code models:/name@alias}, {@code models:/m-...}, {@code
 * runs:/run_id/path}, {@code mlflow-artifacts:/path}. Source: MLflow's model URIs, 2.8 to 3.18.
 */
public sealed interface ModelUri {

    /** A version by its number. */
    record Version(ModelName name, VersionNumber version) implements ModelUri {
        @Override
        public String toString() {
            return "models:/" + name + "/" + version;
        }
    }

    /** The newest version in a stage. */
    record InStage(ModelName name, Stage stage) implements ModelUri {
        @Override
        public String toString() {
            return "models:/" + name + "/" + stage.wireName();
        }
    }

    /** The newest version, whatever its stage. */
    record Latest(ModelName name) implements ModelUri {
        @Override
        public String toString() {
            return "models:/" + name + "/latest";
        }
    }

    /** The version that an alias points to. */
    record Aliased(ModelName name, AliasName alias) implements ModelUri {
        @Override
        public String toString() {
            return "models:/" + name + "@" + alias;
        }
    }

    /** A logged model. */
    record Logged(LoggedModelId id) implements ModelUri {
        @Override
        public String toString() {
            return "models:/" + id;
        }
    }

    /**
     * A folder among a run's artifacts.
     *
     * @param path segments joined by {@code /}; empty for all of them
     */
    record InRun(RunId run, String path) implements ModelUri {
        @Override
        public String toString() {
            return "runs:/" + run + (path.isEmpty() ? "" : "/" + path);
        }
    }

    /**
     * A folder behind the registry's artifact proxy.
     *
     * @param path segments joined by {@code /}
     */
    record Proxied(String path) implements ModelUri {
        @Override
        public String toString() {
            return "mlflow-artifacts:/" + path;
        }
    }

    /**
     * Reads a URI.
     *
     * @throws TandemException {@code INVALID_PARAMETER_VALUE} saying what is wrong with it
     */
    static ModelUri parse(String uri) {
        Texts.requireLength("model URI", uri, 2048);
        int colon = uri.indexOf(':');
        String scheme = colon < 0 ? "" : uri.substring(0, colon);
        String rest = uri.substring(colon + 1);
        if (!rest.startsWith("/") || rest.startsWith("//")) {
            throw refused(uri, "expected one slash after the scheme, for example models:/name/1");
        }
        String path = rest.substring(1);
        return switch (scheme) {
            case "models" -> model(uri, path);
            case "runs" -> run(uri, path);
            case "mlflow-artifacts" -> new Proxied(safePath(uri, path));
            default -> throw refused(uri, "expected models:/, runs:/ or mlflow-artifacts:/");
        };
    }

    private static ModelUri model(String uri, String path) {
        List<String> parts = List.of(path.split("/", -1));
        if (parts.size() == 1) {
            String only = parts.get(0);
            int at = only.lastIndexOf('@');
            if (at >= 0) {
                return new Aliased(
                        new ModelName(only.substring(0, at)),
                        new AliasName(only.substring(at + 1)));
            }
            if (LoggedModelId.matches(only)) {
                return new Logged(new LoggedModelId(only));
            }
        }
        if (parts.size() != 2 || parts.get(1).isEmpty()) {
            throw refused(
                    uri, "expected models:/name/version, models:/name/stage or models:/name@alias");
        }
        ModelName name = new ModelName(parts.get(0));
        String reference = parts.get(1);
        if (reference.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return new Version(name, VersionNumber.parse(reference));
        }
        if (reference.equalsIgnoreCase("latest")) {
            return new Latest(name);
        }
        return new InStage(name, Stage.parse(reference));
    }

    private static ModelUri run(String uri, String path) {
        int slash = path.indexOf('/');
        String id = slash < 0 ? path : path.substring(0, slash);
        String below = slash < 0 ? "" : path.substring(slash + 1);
        return new InRun(new RunId(id), below.isEmpty() ? "" : safePath(uri, below));
    }

    private static String safePath(String uri, String path) {
        for (String segment : path.split("/", -1)) {
            boolean unsafe =
                    segment.isEmpty()
                            || segment.equals(".")
                            || segment.equals("..")
                            || segment.chars().anyMatch(c -> c == '\\' || c < 0x20 || c == '%');
            if (unsafe) {
                throw refused(uri, "its path has an empty, relative or unsafe segment");
            }
        }
        return path;
    }

    private static TandemException refused(String uri, String reason) {
        return TandemException.invalid(
                "Invalid model URI '" + Texts.excerpt(uri) + "': " + reason + ".");
    }
}
