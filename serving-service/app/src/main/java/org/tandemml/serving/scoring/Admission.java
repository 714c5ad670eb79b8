package org.tandemml.serving.scoring;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;
import org.tandemml.http.ErrorBody;
import org.tandemml.http.ErrorStatus;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;
import org.tandemml.serving.config.ServingSettings;
import org.tandemml.serving.metrics.ServingMeters;

/**
 * Lets only so many predictions in, before their bodies are read: what cannot be answered in time
 * is refused at once and takes no memory. Every POST counts: one path has many spellings.
 */
@Singleton
class Admission {
    private static final int PRIORITY = 100;

    private final int maxConcurrent;
    private final long maxBody;
    private final ServingMeters meters;
    private final AtomicInteger inFlight = new AtomicInteger();

    Admission(ServingSettings settings, ServingMeters meters) {
        this.maxConcurrent = settings.maxConcurrent();
        this.maxBody = settings.maxBody().asLongValue();
        this.meters = meters;
        meters.watchInFlight(inFlight);
    }

    void register(@Observes Filters filters) {
        filters.register(this::admit, PRIORITY);
    }

    private void admit(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.method() != HttpMethod.POST) {
            context.next();
            return;
        }
        if (announced(request) > maxBody) {
            refuse(context, tooLarge(maxBody));
            return;
        }
        if (inFlight.incrementAndGet() > maxConcurrent) {
            inFlight.decrementAndGet();
            meters.shed();
            refuse(
                    context,
                    new TandemException(
                            ErrorCode.TEMPORARILY_UNAVAILABLE,
                            "More than " + maxConcurrent + " predictions are at work."));
            return;
        }
        context.addEndHandler(ended -> inFlight.decrementAndGet());
        context.next();
    }

    static TandemException tooLarge(long maxBody) {
        return new TandemException(
                ErrorCode.REQUEST_TOO_LARGE,
                "The body is larger than the "
                        + maxBody
                        + " bytes that are allowed (TANDEM_SERVING_MAX_BODY).");
    }

    private static long announced(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException malformed) {
            return 0;
        }
    }

    private static void refuse(RoutingContext context, TandemException refusal) {
        var response = context.response();
        int status = ErrorStatus.of(refusal.code());
        response.setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        if (status == 503) {
            response.putHeader(HttpHeaders.RETRY_AFTER, "1");
        } else {
            // The rest of the body is not read.
            response.putHeader(HttpHeaders.CONNECTION, "close");
        }
        response.end(ErrorBody.of(refusal).toJson());
    }
}
