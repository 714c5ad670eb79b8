package org.tandemml.serving.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.signature.Schema;
import org.tandemml.model.signature.Signature;
import org.tandemml.model.signature.SignatureJson;
import org.tandemml.serving.engine.KernelCheck;
import org.tandemml.serving.load.LoadedModel;
import org.tandemml.serving.slot.Reconciler;
import org.tandemml.serving.slot.SlotView;
import org.tandemml.serving.source.Release;

/** What is loaded. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
public class ModelsResource {
    private final Reconciler slots;

    ModelsResource(Reconciler slots) {
        this.slots = slots;
    }

    @GET
    @Path("models")
    @NonBlocking
    @Operation(summary = "Every configured model and how it stands")
    public ModelsWire listModels() {
        return new ModelsWire(slots.views().stream().map(ModelWire::of).toList());
    }

    @GET
    @Path("models/{model}")
    @NonBlocking
    @Operation(summary = "The model's version that is in Production, and its signature")
    public ModelWire getModel(@PathParam("model") String model) {
        return ModelWire.of(slots.require(model, null).view());
    }

    @GET
    @Path("models/{model}/{ref}")
    @NonBlocking
    @Operation(summary = "A version number, a stage, latest or an @alias, and its signature")
    public ModelWire getModelByRef(@PathParam("model") String model, @PathParam("ref") String ref) {
        return ModelWire.of(slots.require(model, ref).view());
    }

    /** The list of models. */
    public record ModelsWire(List<ModelWire> models) {}

    /**
     * A model. What is not known is left out.
     *
     * @param uri the configured URI
     * @param name the model's name
     * @param ref what it is asked for by below its name
     * @param version the version that is served
     * @param stage the stage that version is in now
     * @param state LOADING, READY, FAILED or STALE
     * @param digest of the files that are served
     * @param flavor the flavor that is served
     * @param kernel what computes the answers, and what that was held against
     * @param loadedAt when it was loaded, ISO 8601
     * @param wantedVersion the version that the registry points to, if it is another one
     * @param registrySeenAt when the registry answered last, ISO 8601
     * @param lastError why it does not serve what it should
     * @param signature what requests are held against
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ModelWire(
            String uri,
            String name,
            String ref,
            @Nullable String version,
            @Nullable String stage,
            String state,
            @Nullable String digest,
            @Nullable String flavor,
            @Nullable KernelWire kernel,
            @Nullable String loadedAt,
            @Nullable String wantedVersion,
            @Nullable String registrySeenAt,
            @Nullable String lastError,
            @Nullable SignatureWire signature) {

        static ModelWire of(SlotView slot) {
            LoadedModel model = slot.model();
            Release release = slot.release();
            Release wanted = slot.wanted();
            boolean other =
                    wanted != null && (release == null || !release.id().equals(wanted.id()));
            return new ModelWire(
                    slot.uri(),
                    slot.key().name().value(),
                    slot.key().ref().text(),
                    version(release),
                    release == null || release.stage() == null ? null : release.stage().wireName(),
                    slot.state().name(),
                    model == null ? null : model.digest(),
                    model == null ? null : model.flavor(),
                    model == null ? null : model.kernel().map(KernelWire::of).orElse(null),
                    model == null ? null : model.loadedAt().toString(),
                    other ? version(wanted) : null,
                    slot.seenAt() == null ? null : slot.seenAt().toString(),
                    slot.lastError(),
                    model == null ? null : SignatureWire.of(model.signature()));
        }

        private static @Nullable String version(@Nullable Release release) {
            return release == null || release.version() == null
                    ? null
                    : release.version().toString();
        }
    }

    /**
     * What computes a model's answers.
     *
     * @param name what it is, for example {@code trees as bit vectors}
     * @param reference what gave the same answers to the bit while the model was loaded
     * @param generatedRows how many rows made from the model were compared
     * @param exampleRows how many rows of its input example were compared
     * @param fallback why the reference computes and not a kernel
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record KernelWire(
            String name,
            @Nullable String reference,
            int generatedRows,
            int exampleRows,
            @Nullable String fallback) {

        static KernelWire of(KernelCheck check) {
            return new KernelWire(
                    check.kernel(),
                    check.reference(),
                    check.generatedRows(),
                    check.exampleRows(),
                    check.fallback());
        }
    }

    /** A signature in MLflow's JSON, as values rather than texts. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SignatureWire(
            @JsonRawValue @Nullable String inputs,
            @JsonRawValue @Nullable String outputs,
            @JsonRawValue @Nullable String params) {

        static SignatureWire of(Signature signature) {
            return new SignatureWire(
                    json(signature.inputs()),
                    json(signature.outputs()),
                    signature.params().isEmpty()
                            ? null
                            : SignatureJson.writeParams(signature.params()));
        }

        private static @Nullable String json(@Nullable Schema schema) {
            return schema == null ? null : SignatureJson.writeSchema(schema);
        }
    }
}
