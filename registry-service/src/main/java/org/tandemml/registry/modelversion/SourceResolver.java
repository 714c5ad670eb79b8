package org.tandemml.registry.modelversion;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tandemml.artifact.ArtifactPath;
import org.tandemml.model.LoggedModelId;
import org.tandemml.model.ModelUri;
import org.tandemml.model.RunId;
import org.tandemml.model.TandemException;
import org.tandemml.model.Texts;
import org.tandemml.registry.manifest.Manifests;
import org.tandemml.registry.modelversion.ModelOrigins.LoggedModel;
import org.tandemml.registry.modelversion.ModelOrigins.Run;
import org.tandemml.registry.registeredmodel.Prompts;

/**
 * Decides what the source of a new version means. Files that the registry keeps itself belong to a
 * run or to a logged model, so a source among them must lie in the folder of the very run or model
 * that the request names: a version cannot be made to point at another's files.
 */
@Singleton
final class SourceResolver {
    /** What stock clients send as the source of a prompt, which has no files. */
    private static final Set<String> PROMPT_PLACEHOLDERS =
            Set.of("dummy-source", "prompt-template");

    private final SourcePattern allowed;
    private final ModelOrigins origins;
    private final ModelVersionReader versions;
    private final Manifests manifests;

    SourceResolver(
            SourcePattern allowed,
            ModelOrigins origins,
            ModelVersionReader versions,
            Manifests manifests) {
        this.manifests = manifests;
        this.allowed = allowed;
        this.origins = origins;
        this.versions = versions;
    }

    /**
     * @throws TandemException {@code INVALID_PARAMETER_VALUE} if the source is unsafe or does not
     *     belong to the ids, {@code RESOURCE_DOES_NOT_EXIST} if it names what is not there
     */
    ResolvedSource resolve(NewModelVersion request) {
        Optional<RunId> runId = request.runId().map(RunId::new);
        Optional<LoggedModelId> modelId = request.modelId().map(LoggedModelId::new);
        String source = request.source();
        Texts.requireLength("source", source, SourceUri.MAX_LENGTH);
        allowed.require(source);
        if ("true".equalsIgnoreCase(request.tags().get(Prompts.TAG))) {
            if (!PROMPT_PLACEHOLDERS.contains(source)) {
                throw SourceUri.refused(source, "a prompt has no files; expected prompt-template");
            }
            return new ResolvedSource(source, source, text(runId), null);
        }
        SourceUri uri = SourceUri.parse(source);
        return switch (uri.scheme()) {
            case SourceUri.MODELS -> fromModelUri(source, runId, modelId);
            case SourceUri.RUNS -> fromRunUri(source, runId, modelId);
            case SourceUri.PROXIED, SourceUri.FILE -> fromOwnStore(uri, runId, modelId);
            default ->
                    manifests.locate(source).isPresent()
                            ? fromOwnStore(uri, runId, modelId)
                            : fromObjectStore(source, runId, modelId);
        };
    }

    private ResolvedSource fromModelUri(
            String source, Optional<RunId> runId, Optional<LoggedModelId> modelId) {
        ModelUri uri = ModelUri.parse(source);
        if (uri instanceof ModelUri.Logged logged) {
            requireSame(source, "model_id", modelId, logged.id());
            LoggedModel model = loggedModel(logged.id(), runId);
            return fromLoggedModel(source, model.artifactLocation(), model, runId);
        }
        ModelVersion version = version(uri).orElseThrow(() -> unresolvable(source));
        if (PROMPT_PLACEHOLDERS.contains(version.storageLocation())) {
            throw SourceUri.refused(source, "it is a prompt, which has no files");
        }
        requireSame(source, "run_id", runId, version.runId());
        requireSame(
                source, "model_id", modelId, version.modelId() == null ? "" : version.modelId());
        return new ResolvedSource(
                "models:/" + version.ref(),
                version.storageLocation(),
                version.runId(),
                version.modelId());
    }

    private Optional<ModelVersion> version(ModelUri uri) {
        if (uri instanceof ModelUri.Version v) {
            return versions.find(new VersionRef(v.name(), v.version()));
        }
        if (uri instanceof ModelUri.Aliased a) {
            return versions.aliased(a.name(), a.alias());
        }
        if (uri instanceof ModelUri.InStage s) {
            return versions.latest(s.name(), Set.of(s.stage())).stream().findFirst();
        }
        return uri instanceof ModelUri.Latest l ? versions.highest(l.name()) : Optional.empty();
    }

    private ResolvedSource fromRunUri(
            String source, Optional<RunId> runId, Optional<LoggedModelId> modelId) {
        String trimmed = source.endsWith("/") ? source.substring(0, source.length() - 1) : source;
        if (!(ModelUri.parse(trimmed) instanceof ModelUri.InRun inRun)) {
            throw SourceUri.refused(source, "expected runs:/run_id/path");
        }
        if (modelId.isPresent()) {
            throw SourceUri.refused(
                    source, "with a model_id the source is that model: models:/" + modelId.get());
        }
        requireSame(source, "run_id", runId, inRun.run());
        // A run of another server keeps its runs:/ location, which the client resolves there.
        String location =
                origins.run(inRun.run()).map(run -> below(run, inRun.path())).orElse(source);
        return new ResolvedSource(source, location, inRun.run().value(), null);
    }

    private static String below(Run run, String path) {
        return path.isEmpty() ? run.artifactUri() : run.artifactUri() + "/" + path;
    }

    private ResolvedSource fromOwnStore(
            SourceUri uri, Optional<RunId> runId, Optional<LoggedModelId> modelId) {
        if (modelId.isPresent()) {
            LoggedModel model = loggedModel(modelId.get(), runId);
            if (!contains(model.artifactLocation(), uri)) {
                throw outside(uri, "model_id");
            }
            return fromLoggedModel(uri.text(), uri.text(), model, runId);
        }
        List<String> ids = uri.segments();
        Optional<Run> run =
                origins.runs(ids).stream().filter(r -> contains(r.artifactUri(), uri)).findFirst();
        if (run.isPresent()) {
            requireSame(uri.text(), "run_id", runId, run.get().runId());
            if (uri.scheme().equals(SourceUri.FILE) && runId.isEmpty()) {
                throw outside(uri, "run_id");
            }
            return new ResolvedSource(uri.text(), uri.text(), run.get().runId(), null);
        }
        LoggedModel model =
                origins.loggedModels(ids).stream()
                        .filter(m -> contains(m.artifactLocation(), uri))
                        .findFirst()
                        .orElseThrow(() -> outside(uri, "run_id"));
        requireMadeBy(model, runId);
        if (uri.scheme().equals(SourceUri.FILE) && runId.isEmpty()) {
            throw outside(uri, "model_id");
        }
        return fromLoggedModel(uri.text(), uri.text(), model, runId);
    }

    private ResolvedSource fromObjectStore(
            String source, Optional<RunId> runId, Optional<LoggedModelId> modelId) {
        if (modelId.isPresent()) {
            LoggedModel model = loggedModel(modelId.get(), runId);
            return fromLoggedModel(source, source, model, runId);
        }
        return new ResolvedSource(source, source, text(runId), null);
    }

    private static ResolvedSource fromLoggedModel(
            String source, String location, LoggedModel model, Optional<RunId> runId) {
        String made = model.sourceRunId() == null ? "" : model.sourceRunId();
        return new ResolvedSource(
                source, location, runId.map(RunId::value).orElse(made), model.modelId());
    }

    private LoggedModel loggedModel(LoggedModelId id, Optional<RunId> runId) {
        LoggedModel model =
                origins.loggedModel(id)
                        .orElseThrow(
                                () ->
                                        TandemException.notFound(
                                                "Logged model with ID '" + id + "' not found."));
        requireMadeBy(model, runId);
        return model;
    }

    private static void requireMadeBy(LoggedModel model, Optional<RunId> runId) {
        if (model.sourceRunId() != null) {
            requireSame("models:/" + model.modelId(), "run_id", runId, model.sourceRunId());
        }
    }

    /** The same place of the store can be named through the proxy and by the store's own root. */
    private boolean contains(String folder, SourceUri uri) {
        Optional<ArtifactPath> place = manifests.locate(uri.text());
        Optional<ArtifactPath> outer = manifests.locate(folder);
        if (place.isEmpty() || outer.isEmpty()) {
            return uri.isWithin(SourceUri.folder(folder));
        }
        List<String> segments = place.get().segments();
        List<String> above = outer.get().segments();
        return !above.isEmpty()
                && segments.size() >= above.size()
                && segments.subList(0, above.size()).equals(above);
    }

    /** An id that the request gives must be the one that its source gives. */
    private static void requireSame(
            String source, String field, Optional<?> given, Object expected) {
        if (given.isPresent() && !given.get().toString().equals(expected.toString())) {
            throw SourceUri.refused(
                    source,
                    field
                            + " is '"
                            + Texts.excerpt(given.get().toString())
                            + "', but the source belongs to '"
                            + Texts.excerpt(expected.toString())
                            + "'");
        }
    }

    private static TandemException outside(SourceUri uri, String field) {
        return SourceUri.refused(
                uri.text(),
                "expected a place inside the artifact folder of the run or logged model that "
                        + field
                        + " names");
    }

    private static TandemException unresolvable(String source) {
        return TandemException.notFound(
                "Model version source '" + Texts.excerpt(source) + "' names no version.");
    }

    private static String text(Optional<RunId> runId) {
        return runId.map(RunId::value).orElse("");
    }
}
