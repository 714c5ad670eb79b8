package org.tandemml.registry.modelversion.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.tandemml.registry.manifest.SealedFolder;
import org.tandemml.registry.modelversion.VersionManifests;
import org.tandemml.registry.modelversion.VersionRef;
import org.tandemml.registry.security.Needs;
import org.tandemml.registry.security.Permission;

/** Our own call for the manifest of a version. */
@Path("/api/tandem/v1/registered-models/{name}/versions/{version}/manifest")
@Tag(name = "Tandem: model versions")
public class ManifestResource {
    private static final String PROBLEM = "application/problem+json";

    private final VersionManifests manifests;

    ManifestResource(VersionManifests manifests) {
        this.manifests = manifests;
    }

    @Needs(Permission.MODEL_READ)
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "getModelVersionManifest",
            summary = "All files of a model version, with their sizes and digests",
            description =
                    "The files were read when the version was registered, and the server lets"
                            + " nobody change them since. Who downloads them can hold them against"
                            + " this. A version that is no copy of files in this server's artifact"
                            + " store has no manifest.")
    @APIResponse(
            responseCode = "200",
            description = "The manifest. A later one of the same version never differs.",
            headers =
                    @Header(
                            name = "ETag",
                            description = "The manifest's digest, quoted",
                            schema = @Schema(type = SchemaType.STRING)),
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ManifestBody.class),
                            examples = @ExampleObject(name = "two files", value = Examples.FOUND)))
    @APIResponse(
            responseCode = "304",
            description = "If-None-Match names the digest that the manifest has.")
    @APIResponse(
            responseCode = "400",
            description = "The version is no number (INVALID_PARAMETER_VALUE).",
            content = @Content(mediaType = PROBLEM))
    @APIResponse(
            responseCode = "404",
            description = "No such version, or it has no manifest (RESOURCE_DOES_NOT_EXIST).",
            content =
                    @Content(
                            mediaType = PROBLEM,
                            examples = @ExampleObject(name = "absent", value = Examples.ABSENT)))
    @APIResponse(
            responseCode = "409",
            description = "The files are still being read (RESOURCE_CONFLICT): ask again.",
            content = @Content(mediaType = PROBLEM))
    public Response get(
            @Parameter(description = "Name of the registered model", example = "breast-cancer")
                    @PathParam("name")
                    String name,
            @Parameter(description = "Number of the version", example = "2") @PathParam("version")
                    String version,
            @Context Request request) {
        VersionRef ref = VersionRef.of(name, version);
        SealedFolder sealed = manifests.of(ref);
        EntityTag tag = new EntityTag(sealed.digest());
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
        if (unchanged != null) {
            return unchanged.tag(tag).build();
        }
        return Response.ok(ManifestBody.of(ref, sealed, manifests.files(sealed)))
                .tag(tag)
                .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                .build();
    }

    /** Shown in the API's description. */
    private static final class Examples {
        static final String FOUND =
                """
                {
                  "name": "breast-cancer",
                  "version": "2",
                  "digest": "sha256:5fb2a1b2d1b5c4f1f0f2f0d0a1a7a5c52aa5f46e8f0ae3c8d2dc0f0a7b8b1c2d",
                  "sealed_timestamp": 1767225600000,
                  "total_size": 5310,
                  "files": [
                    {
                      "path": "MLmodel",
                      "size": 1210,
                      "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"
                    },
                    {
                      "path": "model.pmml",
                      "size": 4100,
                      "sha256": "fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9"
                    }
                  ]
                }
                """;

        static final String ABSENT =
                """
                {
                  "type": "about:blank",
                  "title": "Not Found",
                  "status": 404,
                  "detail": "Model Version (name=breast-cancer, version=9) not found.",
                  "error_code": "RESOURCE_DOES_NOT_EXIST"
                }
                """;
    }
}
