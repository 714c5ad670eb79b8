package org.tandemml.serving.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.ModelName;
import org.tandemml.model.Stage;
import org.tandemml.model.TandemException;
import org.tandemml.model.VersionNumber;
import org.tandemml.model.manifest.Manifest;
import org.tandemml.serving.naming.Ref;
import org.tandemml.serving.naming.SlotKey;
import org.tandemml.serving.naming.Target;
import org.tandemml.serving.source.RegistryWire.ManifestAnswer;
import org.tandemml.serving.source.RegistryWire.ModelAnswer;
import org.tandemml.serving.source.RegistryWire.ModelWire;
import org.tandemml.serving.source.RegistryWire.ModelsAnswer;
import org.tandemml.serving.source.RegistryWire.UriAnswer;
import org.tandemml.serving.source.RegistryWire.VersionAnswer;
import org.tandemml.serving.source.RegistryWire.VersionWire;

/**
 * A registry over MLflow's REST, Tandem's or any other. One page of {@code
 * registered-models/search} answers for every model at once, {@code registered-models/get} for a
 * single one. Only one call is not stock MLflow's: the manifest of a version, which a server need
 * not have.
 */
final class RegistrySource implements ModelSource {
    private static final String API = "/api/2.0/mlflow";
    private static final String OWN_API = "/api/tandem/v1";
    private static final int PAGE = 1000;
    private static final int MAX_PAGES = 1000;

    private final RegistryHttp http;
    private final ProxiedFiles files;

    RegistrySource(RegistryHttp http, ProxiedFiles files) {
        this.http = http;
        this.files = files;
    }

    @Override
    public boolean serves(Target target) {
        return target instanceof Target.One || target instanceof Target.Every;
    }

    @Override
    public boolean serves(Release release) {
        return release.version() != null;
    }

    @Override
    public Map<SlotKey, Wanted> resolve(Collection<Target> targets) throws SourceException {
        Map<SlotKey, Wanted> wanted = new HashMap<>();
        boolean every = targets.stream().anyMatch(Target.Every.class::isInstance);
        Map<String, ModelWire> models = every ? sweep() : named(targets);
        for (Target target : targets) {
            if (target instanceof Target.Every all) {
                for (Map.Entry<String, ModelWire> entry : models.entrySet()) {
                    nameOf(entry.getKey())
                            .map(all::key)
                            .ifPresent(key -> wanted.put(key, inModel(key, entry.getValue())));
                }
            }
        }
        for (Target target : targets) {
            if (target instanceof Target.One one) {
                wanted.put(one.key(), resolve(one.key(), models.get(one.key().name().value())));
            }
        }
        return wanted;
    }

    /** A name that a models:/ URI cannot carry belongs to a model that cannot be asked for. */
    private static Optional<ModelName> nameOf(String text) {
        try {
            return Optional.of(new ModelName(text));
        } catch (TandemException unusable) {
            return Optional.empty();
        }
    }

    private Map<String, ModelWire> sweep() throws SourceException {
        Map<String, ModelWire> models = new HashMap<>();
        String token = "";
        for (int page = 0; page < MAX_PAGES; page++) {
            String path =
                    API
                            + "/registered-models/search?max_results="
                            + PAGE
                            + (token.isEmpty() ? "" : "&page_token=" + RegistryHttp.encode(token));
            ModelsAnswer answer =
                    http.json(path, ModelsAnswer.class).orElse(new ModelsAnswer(null, null));
            List<ModelWire> found = answer.models() == null ? List.of() : answer.models();
            for (ModelWire model : found) {
                if (model.name() != null) {
                    models.put(model.name(), model);
                }
            }
            token = answer.nextPage() == null ? "" : answer.nextPage();
            if (token.isEmpty()) {
                return models;
            }
        }
        throw SourceException.refused("the registry lists more than " + MAX_PAGES + " pages");
    }

    private Map<String, ModelWire> named(Collection<Target> targets) throws SourceException {
        Map<String, ModelWire> models = new HashMap<>();
        for (Target target : targets) {
            if (target instanceof Target.One one && !(one.key().ref() instanceof Ref.Number)) {
                String name = one.key().name().value();
                if (!models.containsKey(name)) {
                    http.json(
                                    API
                                            + "/registered-models/get?name="
                                            + RegistryHttp.encode(name),
                                    ModelAnswer.class)
                            .map(ModelAnswer::model)
                            .ifPresent(model -> models.put(name, model));
                }
            }
        }
        return models;
    }

    private Wanted resolve(SlotKey key, @Nullable ModelWire model) throws SourceException {
        if (key.ref() instanceof Ref.Number number) {
            return version(key, number.number().toString(), model);
        }
        if (model == null) {
            return new Wanted.Nothing("the registry has no model '" + key.name() + "'");
        }
        if (key.ref() instanceof Ref.Aliased aliased) {
            String version = model.versionOf(aliased.alias().value());
            return version == null
                    ? new Wanted.Nothing(
                            "model '" + key.name() + "' has no alias '" + aliased.alias() + "'")
                    : version(key, version, model);
        }
        return inModel(key, model);
    }

    /** The newest version in a stage, or of all; several can be in a stage. */
    private static Wanted inModel(SlotKey key, ModelWire model) {
        Stage stage = key.ref() instanceof Ref.InStage staged ? staged.stage() : null;
        List<Release> releases = new ArrayList<>();
        for (VersionWire version : model.latest()) {
            if (stage == null || stage.wireName().equalsIgnoreCase(version.stage())) {
                Wanted wanted = release(key, version);
                if (wanted instanceof Wanted.Served served) {
                    releases.add(served.release());
                } else {
                    return wanted;
                }
            }
        }
        Optional<Release> newest =
                releases.stream().max(Comparator.comparingInt(RegistrySource::number));
        if (newest.isPresent()) {
            return new Wanted.Served(newest.get());
        }
        return new Wanted.Nothing(
                stage == null
                        ? "model '" + key.name() + "' has no version"
                        : "no version of model '"
                                + key.name()
                                + "' is in stage "
                                + stage.wireName());
    }

    private static int number(Release release) {
        VersionNumber version = release.version();
        return version == null ? 0 : version.value();
    }

    /** Looks in what is already known before it asks again. */
    private Wanted version(SlotKey key, String number, @Nullable ModelWire model)
            throws SourceException {
        if (model != null) {
            for (VersionWire version : model.latest()) {
                if (number.equals(version.version())) {
                    return release(key, version);
                }
            }
        }
        VersionWire version =
                http.json(
                                API
                                        + "/model-versions/get?name="
                                        + RegistryHttp.encode(key.name().value())
                                        + "&version="
                                        + RegistryHttp.encode(number),
                                VersionAnswer.class)
                        .map(VersionAnswer::version)
                        .orElse(null);
        return version == null
                ? new Wanted.Nothing("model '" + key.name() + "' has no version " + number)
                : release(key, version);
    }

    private static Wanted release(SlotKey key, VersionWire version) {
        String status = version.status() == null ? "READY" : version.status();
        if (!status.equals("READY")) {
            return new Wanted.Unchanged(
                    "version " + version.version() + " of '" + key.name() + "' is " + status);
        }
        String number = version.version() == null ? "" : version.version();
        return new Wanted.Served(
                new Release(
                        key.name(),
                        VersionNumber.parse(number),
                        version.stage() == null ? null : Stage.find(version.stage()).orElse(null),
                        version.source() == null ? "" : version.source(),
                        version.createdAt()));
    }

    @Override
    public List<SourceFile> files(Release release) throws SourceException {
        String path =
                API
                        + "/model-versions/get-download-uri?name="
                        + RegistryHttp.encode(release.name().value())
                        + "&version="
                        + release.version();
        String uri =
                http.json(path, UriAnswer.class)
                        .map(UriAnswer::uri)
                        .orElseThrow(
                                () ->
                                        SourceException.refused(
                                                "the registry no longer has " + release.label()));
        List<SourceFile> listed = files.list(uri);
        Optional<Manifest> manifest = manifest(release);
        return manifest.isPresent() ? SealedFiles.match(listed, manifest.get()) : listed;
    }

    /** What Tandem's registry knows of the files; other servers have no such call. */
    private Optional<Manifest> manifest(Release release) throws SourceException {
        String path =
                OWN_API
                        + "/registered-models/"
                        + RegistryHttp.encode(release.name().value())
                        + "/versions/"
                        + release.version()
                        + "/manifest";
        Optional<ManifestAnswer> answer = http.jsonIfKnown(path, ManifestAnswer.class);
        if (answer.isEmpty()) {
            return Optional.empty();
        }
        try {
            Manifest manifest = answer.get().manifest();
            if (manifest.digest().equals(answer.get().digest())) {
                return Optional.of(manifest);
            }
        } catch (TandemException malformed) {
            throw SourceException.refused(malformed.getMessage());
        }
        throw SourceException.refused("the registry's manifest does not match its own digest");
    }

    @Override
    public void read(SourceFile file, ByteSink sink) throws SourceException, IOException {
        files.read(file, sink);
    }
}
