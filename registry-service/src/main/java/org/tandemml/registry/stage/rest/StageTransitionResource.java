package org.tandemml.registry.stage.rest;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.Stage;
import org.tandemml.registry.modelversion.VersionRef;
import org.tandemml.registry.modelversion.rest.ModelVersionBody;
import org.tandemml.registry.security.Needs;
import org.tandemml.registry.security.Permission;
import org.tandemml.registry.stage.StageTransitions;
import org.tandemml.registry.wire.Required;
import org.tandemml.registry.wire.WireRequest;

/** MLflow's call that moves a version to a stage. */
@Path("/api/2.0/mlflow/model-versions/transition-stage")
@Produces(MediaType.APPLICATION_JSON)
public class StageTransitionResource {
    private final StageTransitions transitions;

    StageTransitionResource(StageTransitions transitions) {
        this.transitions = transitions;
    }

    @Schema(name = "TransitionModelVersionStage")
    record Request(
            @Nullable String name,
            @Nullable String version,
            @Nullable String stage,
            @Nullable Boolean archiveExistingVersions)
            implements WireRequest {}

    @Needs(Permission.MODEL_EDIT)
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public ModelVersionBody.Response transitionModelVersionStage(Request request) {
        String name = Required.field("name", request.name());
        String version = Required.field("version", request.version());
        Stage stage = Stage.parse(Required.field("stage", request.stage()));
        return ModelVersionBody.Response.of(
                transitions.transition(
                        VersionRef.of(name, version),
                        stage,
                        Boolean.TRUE.equals(request.archiveExistingVersions())));
    }
}
