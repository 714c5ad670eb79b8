package org.tandemml.registry.webhook.rest;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;
import org.tandemml.registry.search.MaxResults;
import org.tandemml.registry.search.Page;
import org.tandemml.registry.security.Needs;
import org.tandemml.registry.security.Permission;
import org.tandemml.registry.webhook.SecretText;
import org.tandemml.registry.webhook.Webhook;
import org.tandemml.registry.webhook.WebhookDraft;
import org.tandemml.registry.webhook.WebhookEvent;
import org.tandemml.registry.webhook.WebhookName;
import org.tandemml.registry.webhook.WebhookStatus;
import org.tandemml.registry.webhook.Webhooks;
import org.tandemml.registry.webhook.delivery.WebhookTrial;
import org.tandemml.registry.webhook.destination.WebhookUrl;
import org.tandemml.registry.wire.Empty;
import org.tandemml.registry.wire.Required;
import org.tandemml.registry.wire.WireQuery;
import org.tandemml.registry.wire.WireRequest;

/** MLflow's calls on webhooks. */
@Path("/api/2.0/mlflow/webhooks")
@Produces(MediaType.APPLICATION_JSON)
public class WebhookResource {
    private static final int DEFAULT_PAGE_SIZE = 100;
    private static final int MAX_PAGE_SIZE = 1000;

    private final Webhooks webhooks;
    private final WebhookTrial trial;

    WebhookResource(Webhooks webhooks, WebhookTrial trial) {
        this.webhooks = webhooks;
        this.trial = trial;
    }

    /** The fields of a create and of an update; in an update, empty text counts as absent. */
    @Schema(name = "WebhookDraft")
    record DraftRequest(
            @Nullable String name,
            @Nullable String description,
            @Nullable String url,
            @Nullable List<EventBody> events,
            @Nullable SecretText secret,
            @Nullable WebhookStatus status)
            implements WireRequest {

        WebhookDraft draft() {
            return new WebhookDraft(
                    name == null || name.isEmpty() ? null : new WebhookName(name),
                    description,
                    url == null || url.isEmpty() ? null : WebhookUrl.parse(url),
                    EventBody.read(events),
                    secret,
                    status);
        }
    }

    @Schema(name = "ListWebhooks")
    record ListRequest(@Nullable Long maxResults, @Nullable String pageToken)
            implements WireRequest {}

    @Schema(name = "TestWebhook")
    record TestRequest(@Nullable EventBody event) implements WireRequest {
        @Nullable WebhookEvent named() {
            return event == null ? null : event.read("event");
        }
    }

    @Schema(name = "WebhookResponse")
    record Response(WebhookBody webhook) {}

    @Schema(name = "ListWebhooksResponse")
    record ListResponse(List<WebhookBody> webhooks, @Nullable String nextPageToken) {}

    @Schema(name = "WebhookTestResult")
    record TestResult(
            boolean success, @Nullable Integer responseStatus, @Nullable String errorMessage) {}

    @Schema(name = "TestWebhookResponse")
    record TestResponse(TestResult result) {}

    @Needs(Permission.SERVER_MANAGE)
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response createWebhook(DraftRequest request) {
        Required.field("name", request.name());
        Required.field("url", request.url());
        Required.field("events", request.events());
        return shown(webhooks.create(request.draft()));
    }

    @Needs(Permission.SERVER_MANAGE)
    @GET
    @Parameter(
            name = WireQuery.ALL,
            in = ParameterIn.QUERY,
            schema = @Schema(implementation = ListRequest.class))
    public ListResponse listWebhooks(@Context UriInfo uri) {
        ListRequest request = WireQuery.read(uri, ListRequest.class);
        Page<Webhook> page =
                webhooks.list(
                        MaxResults.check(request.maxResults(), DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE),
                        request.pageToken());
        return new ListResponse(
                page.items().stream().map(WebhookBody::of).toList(), page.nextPageToken());
    }

    @Needs(Permission.SERVER_MANAGE)
    @GET
    @Path("/{webhook_id}")
    public Response getWebhook(@PathParam("webhook_id") String id) {
        return shown(webhooks.get(id));
    }

    @Needs(Permission.SERVER_MANAGE)
    @PATCH
    @Path("/{webhook_id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response updateWebhook(@PathParam("webhook_id") String id, DraftRequest request) {
        return shown(webhooks.update(id, request.draft()));
    }

    @Needs(Permission.SERVER_MANAGE)
    @DELETE
    @Path("/{webhook_id}")
    public Empty deleteWebhook(@PathParam("webhook_id") String id) {
        webhooks.delete(id);
        return Empty.INSTANCE;
    }

    @Needs(Permission.SERVER_MANAGE)
    @POST
    @Path("/{webhook_id}/test")
    @Consumes(MediaType.APPLICATION_JSON)
    public TestResponse testWebhook(@PathParam("webhook_id") String id, TestRequest request) {
        WebhookTrial.Result result = trial.send(id, request.named());
        return new TestResponse(new TestResult(result.success(), result.status(), result.error()));
    }

    private static Response shown(Webhook webhook) {
        return new Response(WebhookBody.of(webhook));
    }
}
