package org.tandemml.registry.webhook.destination;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;
import org.tandemml.registry.home.StartupException;
import org.tandemml.registry.webhook.settings.WebhookConfig;

/**
 * Decides where messages may go. A name is resolved once for each attempt to send, all its
 * addresses are checked, and the message goes to one of these very addresses: a name server that
 * gives another answer a moment later changes nothing.
 */
@Startup
@Singleton
public final class Destinations {
    private static final Set<String> KNOWN_SCHEMES = Set.of("http", "https");
    private static final long RESOLVE_SECONDS = 5;

    /** More than that are never at work: a name server that hangs holds a thread for a while. */
    private static final int RESOLVING = 32;

    private final Set<String> schemes;
    private final boolean allowPrivate;
    private final HostResolver resolver;
    private final ExecutorService resolving =
            new ThreadPoolExecutor(
                    0,
                    RESOLVING,
                    10,
                    TimeUnit.SECONDS,
                    new SynchronousQueue<>(),
                    work -> {
                        Thread thread = new Thread(work, "tandem-webhook-names");
                        thread.setDaemon(true);
                        return thread;
                    });

    @Inject
    public Destinations(WebhookConfig config, HostResolver resolver) {
        this(config.allowedSchemes(), config.allowPrivateIps(), resolver);
    }

    Destinations(Set<String> schemes, boolean allowPrivate, HostResolver resolver) {
        this.schemes = new TreeSet<>();
        for (String scheme : schemes) {
            String lower = scheme.strip().toLowerCase(Locale.ROOT);
            if (!KNOWN_SCHEMES.contains(lower)) {
                throw new StartupException(
                        "TANDEM_WEBHOOK_ALLOWED_SCHEMES may name https and http only, not "
                                + scheme);
            }
            this.schemes.add(lower);
        }
        this.allowPrivate = allowPrivate;
        this.resolver = resolver;
    }

    void stop(@Observes ShutdownEvent stopping) {
        resolving.shutdownNow();
    }

    /**
     * Refuses a URL to which messages may not go.
     *
     * @throws TandemException {@code INVALID_PARAMETER_VALUE}
     */
    public void requireAllowed(WebhookUrl url) {
        try {
            requireScheme(url);
            if (!allowPrivate) {
                addresses(url);
            }
        } catch (UnreachableException refused) {
            throw new TandemException(
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    "Invalid webhook URL: " + refused.getMessage() + ".",
                    refused);
        }
    }

    /**
     * The addresses to one of which a message to this URL is to be sent.
     *
     * @return at least one
     * @throws UnreachableException if there are none, or if one of them is forbidden
     */
    public List<InetAddress> addresses(WebhookUrl url) throws UnreachableException {
        requireScheme(url);
        List<InetAddress> found = resolve(url.host());
        if (!allowPrivate && !found.stream().allMatch(PublicAddresses::contains)) {
            throw new UnreachableException(
                    "its host is, or has, an address that is not public; only"
                            + " TANDEM_WEBHOOK_ALLOW_PRIVATE_IPS=true allows that",
                    true,
                    null);
        }
        return found;
    }

    private void requireScheme(WebhookUrl url) throws UnreachableException {
        if (!schemes.contains(url.scheme())) {
            throw new UnreachableException(
                    "its scheme must be one of "
                            + schemes
                            + " (TANDEM_WEBHOOK_ALLOWED_SCHEMES says which)",
                    true,
                    null);
        }
    }

    private List<InetAddress> resolve(String host) throws UnreachableException {
        Future<List<InetAddress>> answer;
        try {
            answer = resolving.submit(() -> resolver.resolve(host));
        } catch (RejectedExecutionException busy) {
            throw new UnreachableException(
                    "too many host names are being looked up; try again", false, busy);
        }
        try {
            return answer.get(RESOLVE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException slow) {
            answer.cancel(true);
            throw new UnreachableException(
                    "its host name could not be looked up in " + RESOLVE_SECONDS + " s",
                    false,
                    slow);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof UnknownHostException) {
                throw new UnreachableException("its host name has no address", false, failure);
            }
            throw new IllegalStateException(failure.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UnreachableException("this server is stopping", false, interrupted);
        }
    }
}
