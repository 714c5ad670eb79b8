package org.tandemml.e2e;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tandemml.e2e.ModelViews.View;
import org.tandemml.e2e.Registrar.RefusedException;
import org.tandemml.serving.engine.zoo.JsonTree;
import org.tandemml.serving.engine.zoo.ZooModel;
import org.tandemml.serving.engine.zoo.ZooModel.Tolerance;

/**
 * Registers folders of models with a packaged registry, has the packaged serving service load them,
 * and compares the answers of {@code /invocations} with those of their trainers. Each hostile
 * folder becomes the release after a good one: it must be refused, and the good one must go on
 * answering.
 */
final class ModelScore {
    private static final Tolerance EXACT = new Tolerance(0, 0);

    private final Path work;
    private final List<ZooModel> good = new ArrayList<>();
    private final List<Path> hostile = new ArrayList<>();
    private final ZooModel before;
    private final ScoreReport report = new ScoreReport();

    private ModelScore(List<Path> folders, List<Path> hostileFolders, Path work)
            throws IOException {
        this.work = work;
        for (Path folder : folders) {
            below(folder, "meta.json").forEach(path -> good.add(new ZooModel(path)));
        }
        for (Path folder : hostileFolders) {
            hostile.addAll(below(folder, "model"));
        }
        this.before =
                good.stream()
                        .filter(model -> !model.mustBeRefused())
                        .findFirst()
                        .orElseThrow(() -> new IOException("no model to serve in " + folders));
    }

    private static List<Path> below(Path folder, String holding) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(folder)) {
            return found.filter(path -> Files.exists(path.resolve(holding))).sorted().toList();
        }
    }

    /**
     * Prints the score of the folders that are named, after {@code --reasons} also why each model
     * was refused; ends with 1 if anything misses.
     */
    public static void main(String[] args) throws Exception {
        List<String> names = new ArrayList<>(List.of(args));
        boolean reasons = names.remove("--reasons");
        List<Path> folders = names.stream().map(Path::of).toList();
        Path work = Files.createTempDirectory("tandem-score");
        ScoreReport report;
        try {
            report = of(folders, folders.stream().map(f -> f.resolve("hostile")).toList(), work);
        } finally {
            Folders.delete(work);
        }
        if (reasons) {
            report.refusals().forEach((name, why) -> System.out.println(name + ": " + why));
        }
        System.out.print(report.text());
        System.exit(report.misses().isEmpty() ? 0 : 1);
    }

    /**
     * The score of the models of some folders.
     *
     * @param folders each with a folder for each model
     * @param hostileFolders the same of models to refuse
     * @param work an empty folder
     * @throws IOException if there is no model to serve
     */
    static ScoreReport of(List<Path> folders, List<Path> hostileFolders, Path work)
            throws Exception {
        return new ModelScore(folders, hostileFolders, work).run();
    }

    private ScoreReport run() throws Exception {
        ProcessWatch watch = new ProcessWatch(work.resolve("serving.jfr"));
        Path home = work.resolve("serving");
        Path linked = Files.createDirectory(work.resolve("linked"));
        Instant hostileSince;
        Files.writeString(HostileModel.outside(work), "outside");
        try (Service registry = Service.registry(work.resolve("registry"), Map.of())) {
            List<HostileModel> versions = register(new Registrar(registry), linked);
            List<String> options = new ArrayList<>(watch.javaOptions());
            options.add("-Xmx2g");
            try (Service serving = Service.serving(home, registry, settings(linked), options)) {
                scoreGood(serving);
                hostileSince = Instant.now();
                scoreHostile(serving, versions);
            }
        }
        List<Path> own = new ArrayList<>(List.of(home, Checkout.root()));
        own.add(Path.of(System.getProperty("java.home")).toRealPath());
        try (Stream<Path> folders = Files.list(linked)) {
            folders.filter(path -> !path.endsWith("outside")).forEach(own::add);
        }
        watch.violations(own, hostileSince).forEach(report::violated);
        try (Stream<Path> files = Files.list(work)) {
            String marker = HostileModel.outside(work).getFileName() + ".marker";
            files.filter(path -> path.endsWith(marker))
                    .forEach(path -> report.violated("a hostile model ran code: " + path));
        }
        return report;
    }

    private static Map<String, String> settings(Path linked) throws IOException {
        List<String> uris = new ArrayList<>(List.of("models:/*/Production"));
        try (Stream<Path> folders = Files.list(linked)) {
            folders.filter(path -> !path.endsWith("outside"))
                    .forEach(path -> uris.add(path.toUri().toString()));
        }
        return Map.of(
                "TANDEM_SERVING_MODELS",
                String.join(",", uris),
                "TANDEM_SERVING_POLL_INTERVAL",
                "200ms");
    }

    /** Registers every good model, and one of them as the version before each hostile one. */
    private List<HostileModel> register(Registrar registrar, Path linked) throws Exception {
        Map<ZooModel, String> sources = new HashMap<>();
        for (ZooModel model : good) {
            Map<String, Path> files = HostileModel.filesOf(model.modelFolder());
            String name = registered(model);
            sources.put(model, registrar.upload(name, files));
            registrar.create(name);
            registrar.promote(name, sources.get(model));
        }
        List<HostileModel> versions = new ArrayList<>();
        for (Path folder : hostile) {
            versions.add(
                    folder.endsWith("symlink")
                            ? HostileModel.linked(folder, before.modelFolder(), linked)
                            : HostileModel.registered(
                                    folder, versions.size(), registrar, sources.get(before), work));
        }
        return versions;
    }

    /** The flavor that is not Python's. */
    private static String format(ZooModel model) {
        return model.mlmodel().flavors().keySet().stream()
                .filter(flavor -> !flavor.equals("python_function"))
                .findFirst()
                .orElse("unknown");
    }

    /** Models of two formats may share the name of their folder. */
    private static String registered(ZooModel model) {
        String format = format(model);
        return model.name().startsWith(format + "-") ? model.name() : format + "-" + model.name();
    }

    private void scoreGood(Service serving) throws Exception {
        List<String> names = good.stream().map(ModelScore::registered).toList();
        Map<String, View> views = ModelViews.once(serving, names, View::isLoading);
        for (ZooModel model : good) {
            View view = views.get(registered(model));
            if (model.mustBeRefused()) {
                report.mustBeRefused(format(model), registered(model), view.lastError());
            } else if (view.isServed()) {
                scoreServed(serving, model);
            } else {
                String why = view.state() + ", " + view.lastError();
                report.good(format(model), registered(model), false, List.of(why));
            }
        }
    }

    private void scoreServed(Service serving, ZooModel model) throws Exception {
        Map<String, List<String>> problems = new LinkedHashMap<>();
        boolean exact = false;
        for (InputForms.Form form : InputForms.of(model)) {
            HttpResponse<String> answer = invoke(serving, registered(model), form);
            String different = difference(model, model.tolerance(), answer);
            if (different != null) {
                problems.computeIfAbsent(different, first -> new ArrayList<>()).add(form.name());
            }
            exact |= form.kept() && difference(model, EXACT, answer) == null;
        }
        report.good(
                format(model),
                registered(model),
                exact,
                problems.entrySet().stream()
                        .map(e -> String.join(", ", e.getValue()) + ": " + e.getKey())
                        .toList());
    }

    private static HttpResponse<String> invoke(Service serving, String name, InputForms.Form form)
            throws IOException, InterruptedException {
        return serving.send(
                HttpRequest.newBuilder(serving.url().resolve("/models/" + name + "/invocations"))
                        .header("Content-Type", form.contentType())
                        .POST(HttpRequest.BodyPublishers.ofByteArray(form.body())));
    }

    private static @Nullable String difference(
            ZooModel model, Tolerance tolerance, HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() != 200) {
            return answer.statusCode() + " " + answer.body();
        }
        Object body = JsonTree.parse(answer.body().getBytes(StandardCharsets.UTF_8));
        return TrainersAnswers.difference(
                model, tolerance, JsonTree.object(body).get("predictions"));
    }

    private void scoreHostile(Service serving, List<HostileModel> versions) throws Exception {
        Map<String, String> turnedAway = new HashMap<>();
        for (HostileModel model : versions) {
            try {
                model.next().publish();
            } catch (RefusedException refused) {
                if (refused.isServerError()) {
                    report.violated("hostile/" + model.name() + ": the registry: " + refused);
                }
                turnedAway.put(model.name(), "the registry: " + refused.getMessage());
            }
        }
        List<String> waiting =
                versions.stream()
                        .filter(model -> !turnedAway.containsKey(model.name()))
                        .flatMap(model -> model.slots().stream())
                        .toList();
        Predicate<View> undecided = view -> view.lastError() == null && !"2".equals(view.version());
        Map<String, View> views = ModelViews.once(serving, waiting, undecided);
        for (HostileModel model : versions) {
            List<String> problems = new ArrayList<>();
            String reason = turnedAway.get(model.name());
            for (String slot : model.slots()) {
                if (!turnedAway.containsKey(model.name())) {
                    reason = views.get(slot).lastError();
                }
                problems.addAll(problems(serving, slot, reason));
            }
            if (reason != null && !reason.contains(model.reason())) {
                problems.add("the reason does not name '" + model.reason() + "': " + reason);
            }
            report.hostile(model.name(), problems, String.valueOf(reason));
        }
    }

    /** What is wrong with a slot whose model has been replaced by a hostile one. */
    private List<String> problems(Service serving, String slot, @Nullable String reason)
            throws Exception {
        List<String> problems = new ArrayList<>();
        if (reason == null) {
            problems.add(slot + " was not refused");
        }
        HttpResponse<String> answer = invoke(serving, slot, InputForms.of(before).get(0));
        String different = difference(before, before.tolerance(), answer);
        if (different != null) {
            problems.add("the version before answers " + different);
        }
        return problems;
    }
}
