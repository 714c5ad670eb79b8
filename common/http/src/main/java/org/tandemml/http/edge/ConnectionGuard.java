package org.tandemml.http.edge;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What one connection of HTTP/1.1 may cost. A head must be complete within a time. A body must keep
 * up a low pace, so that uploads on slow lines end and those that trickle do not hold a thread. The
 * next request is read when the one before it is answered and the client has taken the answers:
 * Vert.x itself reads on, and what a client sends without reading would pile up in memory. A head
 * that cannot be read is answered as {@link UnreadableHead} says.
 *
 * <p>It stands before everything else on the connection, so it also sees what is no request yet. A
 * connection that turns out to be no HTTP/1.1 it leaves alone. All of it runs on the connection's
 * own thread.
 */
final class ConnectionGuard extends ChannelDuplexHandler {
    /** What is given to the decoder at once: as much as it makes a chunk of. */
    private static final int PORTION = 8 << 10;

    static final int BODY_CHECK_SECONDS = 10;

    /** Checks before the pace of a body counts. */
    static final int BODY_GRACE_CHECKS = 3;

    static final int BODY_BYTES_PER_SECOND = 1 << 10;

    private static final String TOO_SLOW =
            "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";

    private final long headTimeoutMillis;
    private final Deque<ByteBuf> held = new ArrayDeque<>();

    private @Nullable Future<?> headTimer;
    private @Nullable Future<?> bodyTimer;

    private boolean decoded;
    private boolean released;
    private boolean passing;
    private boolean stopped;

    private boolean headOpen;
    private boolean bodyOpen;
    private int unanswered;

    private long bodyBytes;
    private int bodyChecks;

    /**
     * Guards one connection.
     *
     * @param headTimeout longest time from the first byte of a request to the end of its headers
     */
    ConnectionGuard(Duration headTimeout) {
        this.headTimeoutMillis = headTimeout.toMillis();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        release();
        held.forEach(ByteBuf::release);
        held.clear();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf bytes) {
            held.add(bytes);
            pass(context);
            stopOrGoOnReading(context);
        } else {
            context.fireChannelRead(message);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        context.fireChannelWritabilityChanged();
        resume(context);
    }

    private void resume(ChannelHandlerContext context) {
        if (!held.isEmpty()) {
            pass(context);
            context.fireChannelReadComplete();
        }
        stopOrGoOnReading(context);
    }

    /** Whoever else has stopped reading goes on by itself. */
    private void stopOrGoOnReading(ChannelHandlerContext context) {
        boolean mayRead = released || held.isEmpty() && context.channel().isWritable();
        if (mayRead && stopped) {
            stopped = false;
            context.channel().config().setAutoRead(true);
        } else if (!mayRead && context.channel().config().isAutoRead()) {
            stopped = true;
            context.channel().config().setAutoRead(false);
        }
    }

    private void pass(ChannelHandlerContext context) {
        if (passing) {
            return;
        }
        passing = true;
        try {
            while (!held.isEmpty() && mayPass(context)) {
                ByteBuf portion = portion();
                if (bodyOpen) {
                    bodyBytes += portion.readableBytes();
                } else {
                    headOpen = true;
                }
                context.fireChannelRead(portion);
                if (!decoded && !released) {
                    watchMessages(context);
                }
            }
        } finally {
            passing = false;
        }
        if (!released) {
            startTimers(context);
        }
    }

    /** Not before all that has come is passed on: most requests need no timer. */
    private void startTimers(ChannelHandlerContext context) {
        if (headOpen && headTimer == null) {
            headTimer =
                    context.executor()
                            .schedule(
                                    () -> endSlowHead(context),
                                    headTimeoutMillis,
                                    TimeUnit.MILLISECONDS);
        }
        if (bodyOpen && bodyTimer == null) {
            bodyTimer =
                    context.executor()
                            .scheduleAtFixedRate(
                                    () -> checkBody(context),
                                    BODY_CHECK_SECONDS,
                                    BODY_CHECK_SECONDS,
                                    TimeUnit.SECONDS);
        }
    }

    private boolean mayPass(ChannelHandlerContext context) {
        return released
                || context.channel().isWritable()
                        && (unanswered == 0 || unanswered == 1 && bodyOpen);
    }

    /** One byte as long as nobody decodes: the first head must not end before it is watched. */
    private ByteBuf portion() {
        ByteBuf first = held.element();
        int size = decoded ? PORTION : 1;
        if (released || first.readableBytes() <= size) {
            return held.remove();
        }
        return first.readRetainedSlice(size);
    }

    private void watchMessages(ChannelHandlerContext context) {
        ChannelPipeline pipeline = context.pipeline();
        ChannelHandlerContext encoder = pipeline.context(HttpResponseEncoder.class);
        if (encoder != null) {
            pipeline.addAfter(encoder.name(), null, new Messages(context));
            decoded = true;
        } else if (pipeline.context(Http2ConnectionHandler.class) != null) {
            release();
        }
    }

    private void release() {
        released = true;
        stopHeadTimer();
        stopBodyTimer();
    }

    private void stopHeadTimer() {
        if (headTimer != null) {
            headTimer.cancel(false);
            headTimer = null;
        }
    }

    private void stopBodyTimer() {
        if (bodyTimer != null) {
            bodyTimer.cancel(false);
            bodyTimer = null;
        }
    }

    private static void endSlowHead(ChannelHandlerContext context) {
        if (context.pipeline().get(SslHandler.class) == null) {
            context.writeAndFlush(Unpooled.copiedBuffer(TOO_SLOW, StandardCharsets.US_ASCII))
                    .addListener(ChannelFutureListener.CLOSE);
        } else {
            context.close();
        }
    }

    private void headEnded() {
        stopHeadTimer();
        headOpen = false;
        bodyOpen = true;
        unanswered++;
        bodyBytes = 0;
        bodyChecks = 0;
    }

    private void bodyEnded() {
        bodyOpen = false;
        stopBodyTimer();
    }

    private void checkBody(ChannelHandlerContext context) {
        // What this server does not read, the client cannot send.
        if (!context.channel().config().isAutoRead() || !context.channel().isWritable()) {
            return;
        }
        bodyChecks++;
        long expected =
                (long) (bodyChecks - BODY_GRACE_CHECKS)
                        * BODY_CHECK_SECONDS
                        * BODY_BYTES_PER_SECOND;
        if (bodyBytes < expected) {
            context.close();
        }
    }

    private void answered(ChannelHandlerContext context) {
        unanswered--;
        if (!held.isEmpty()) {
            // Not at once: whoever writes the answer has not finished with this request.
            context.executor().execute(() -> resume(context));
        }
    }

    /** Tells where requests and answers begin and end; it stands where they are messages. */
    private final class Messages extends ChannelDuplexHandler {
        private final ChannelHandlerContext guard;

        /** The last head of a connection: nothing is read after one. */
        private @Nullable HttpRequest unreadable;

        Messages(ChannelHandlerContext guard) {
            this.guard = guard;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpRequest head) {
                headEnded();
                if (head.decoderResult().isFailure() && head.method() != HttpMethod.HEAD) {
                    unreadable = head;
                }
            }
            if (message instanceof LastHttpContent) {
                bodyEnded();
            }
            context.fireChannelRead(message);
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            if (unreadable != null && unanswered == 1 && message instanceof FullHttpResponse) {
                ReferenceCountUtil.release(message);
                context.write(UnreadableHead.answer(unreadable), promise);
            } else {
                context.write(message, promise);
            }
            if (message instanceof HttpResponse head
                    && head.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
                if (head.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
                    release();
                }
            } else if (message instanceof LastHttpContent) {
                answered(guard);
            }
        }
    }
}
