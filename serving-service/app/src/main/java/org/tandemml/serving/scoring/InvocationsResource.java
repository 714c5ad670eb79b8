package org.tandemml.serving.scoring;

import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.tandemml.http.edge.TypeCheck;
import org.tandemml.serving.config.ServingSettings;
import org.tandemml.serving.load.BodyFormat;
import org.tandemml.serving.slot.Reconciler;
import org.tandemml.serving.slot.Slot;

/** MLflow's scoring protocol. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
public class InvocationsResource {
    private static final String ENFORCEMENT = "Tandem-Enforcement";
    private static final byte[] NOTHING = new byte[0];

    private final Reconciler slots;
    private final Scorer scorer;
    private final boolean strictAnyway;

    InvocationsResource(Reconciler slots, Scorer scorer, ServingSettings settings) {
        this.slots = slots;
        this.scorer = scorer;
        this.strictAnyway = settings.enforcement() == ServingSettings.Enforcement.STRICT;
    }

    @POST
    @Path("models/{model}/invocations")
    @NonBlocking
    @Operation(summary = "Predict with the version that is in Production")
    public Uni<Response> predictWithProduction(
            @PathParam("model") String model,
            @Context RoutingContext call,
            @Nullable ScoringBody body) {
        return score(slots.require(model, null), call, body);
    }

    @POST
    @Path("models/{model}/{ref}/invocations")
    @NonBlocking
    @Operation(summary = "Predict with a version number, a stage, latest or an @alias")
    public Uni<Response> predictWithRef(
            @PathParam("model") String model,
            @PathParam("ref") String ref,
            @Context RoutingContext call,
            @Nullable ScoringBody body) {
        return score(slots.require(model, ref), call, body);
    }

    @POST
    @Path("invocations")
    @NonBlocking
    @Operation(summary = "Predict with the only model that is configured")
    public Uni<Response> predictWithOnlyModel(
            @Context RoutingContext call, @Nullable ScoringBody body) {
        return score(slots.requireOnly(), call, body);
    }

    private Uni<Response> score(Slot slot, RoutingContext call, @Nullable ScoringBody body) {
        HttpServerRequest request = call.request();
        BodyFormat format = RequestForm.format(TypeCheck.sent(call));
        RequestForm.requirePlain(request.getHeader(HttpHeaders.CONTENT_ENCODING));
        boolean strict = RequestForm.strict(request.getHeader(ENFORCEMENT), strictAnyway);
        return scorer.score(
                slot, new Scorer.Request(body == null ? NOTHING : body.bytes(), format, strict));
    }
}
