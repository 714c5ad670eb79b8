package org.tandemml.serving.source;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Hands a response's body to a sink, piece by piece, and gives up beyond a size. */
final class BoundedBody implements HttpResponse.BodySubscriber<Long> {
    private final ByteSink sink;
    private final long limit;
    private final CompletableFuture<Long> done = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;
    private volatile long received;
    private volatile boolean tooLarge;

    BoundedBody(ByteSink sink, long limit) {
        this.sink = sink;
        this.limit = limit;
    }

    /** Whether there was more than the limit. */
    boolean tooLarge() {
        return tooLarge;
    }

    /** How many bytes have come so far. */
    long received() {
        return received;
    }

    @Override
    public CompletionStage<Long> getBody() {
        return done;
    }

    @Override
    public void onSubscribe(Flow.Subscription arrived) {
        subscription = arrived;
        arrived.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> pieces) {
        Flow.Subscription current = subscription;
        if (current == null || done.isDone()) {
            return;
        }
        try {
            long total = received;
            for (ByteBuffer piece : pieces) {
                total += piece.remaining();
                if (total > limit) {
                    tooLarge = true;
                    throw new IOException("more than " + limit + " bytes");
                }
                sink.write(piece);
            }
            received = total;
            current.request(1);
        } catch (IOException | RuntimeException failure) {
            current.cancel();
            done.completeExceptionally(failure);
        }
    }

    @Override
    public void onError(Throwable failure) {
        done.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        done.complete(received);
    }
}
