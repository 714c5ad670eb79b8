package org.tandemml.serving.status;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.tandemml.serving.slot.Reconciler;

/** The probes that MLflow's scoring server and the Open Inference Protocol have. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
public class ProbesResource {
    /** The MLflow release whose protocol is spoken. */
    private static final byte[] PROTOCOL_VERSION = bytes("3.18.0");

    private static final byte[] NEWLINE = bytes("\n");
    private static final byte[] LIVE = bytes("{\"live\":true}");
    private static final byte[] READY = bytes("{\"ready\":true}");
    private static final byte[] NOT_READY = bytes("{\"ready\":false}");

    private final Reconciler slots;
    private final String version;

    ProbesResource(
            Reconciler slots,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.slots = slots;
        this.version = version;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @GET
    @Path("ping")
    @NonBlocking
    @Operation(summary = "MLflow's liveness probe")
    public Response getPing() {
        return ok(NEWLINE);
    }

    @GET
    @Path("health")
    @NonBlocking
    @Operation(summary = "MLflow's liveness probe, by its other name")
    public Response getHealth() {
        return ok(NEWLINE);
    }

    @GET
    @Path("version")
    @NonBlocking
    @Operation(summary = "The MLflow version whose protocol is spoken; ours is in a header")
    public Response getVersion() {
        return Response.ok(PROTOCOL_VERSION, MediaType.APPLICATION_JSON_TYPE)
                .header("Tandem-Version", version)
                .build();
    }

    @GET
    @Path("v2/health/live")
    @NonBlocking
    @Operation(summary = "Whether this process lives")
    public Response getLiveness() {
        return ok(LIVE);
    }

    @GET
    @Path("v2/health/ready")
    @NonBlocking
    @Operation(summary = "Whether this process can answer")
    public Response getReadiness() {
        return slots.ready()
                ? ok(READY)
                : Response.status(503)
                        .type(MediaType.APPLICATION_JSON_TYPE)
                        .entity(NOT_READY)
                        .build();
    }

    private static Response ok(byte[] body) {
        return Response.ok(body, MediaType.APPLICATION_JSON_TYPE).build();
    }
}
