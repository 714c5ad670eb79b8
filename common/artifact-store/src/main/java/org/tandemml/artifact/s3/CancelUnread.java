package org.tandemml.artifact.s3;

import java.io.IOException;
import okhttp3.Call;
import okhttp3.Interceptor;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Okio;

/**
 * Cuts the connection when an answer is closed long before its end. Otherwise the client reads on
 * for a while in the hope of using the connection again: many megabytes of a large object.
 */
final class CancelUnread implements Interceptor {
    /** What is worth reading to keep a connection. */
    private static final long SMALL_REST_BYTES = 64 * 1024;

    @Override
    public Response intercept(Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        ResponseBody body = response.body();
        if (body.contentLength() <= SMALL_REST_BYTES) {
            return response;
        }
        return response.newBuilder()
                .body(
                        ResponseBody.create(
                                Okio.buffer(new Cancelling(body, chain.call())),
                                body.contentType(),
                                body.contentLength()))
                .build();
    }

    private static final class Cancelling extends ForwardingSource {
        private final Call call;
        private long left;

        Cancelling(ResponseBody body, Call call) {
            super(body.source());
            this.call = call;
            this.left = body.contentLength();
        }

        @Override
        public long read(Buffer sink, long byteCount) throws IOException {
            long read = super.read(sink, byteCount);
            left -= Math.max(0, read);
            return read;
        }

        @Override
        public void close() throws IOException {
            if (left > SMALL_REST_BYTES) {
                call.cancel();
            }
            super.close();
        }
    }
}
