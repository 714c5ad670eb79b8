package org.tandemml.serving.scoring;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;
import org.tandemml.serving.config.ServingSettings;

/**
 * Reads bodies up to the configured size, those included that do not announce theirs. Quarkus's own
 * limit would answer without a body and leave two traces in the log.
 */
@Provider
public final class ScoringBodyReader implements MessageBodyReader<ScoringBody> {
    private final long maxBytes;

    public ScoringBodyReader(ServingSettings settings) {
        this.maxBytes = settings.maxBody().asLongValue();
    }

    @Override
    public boolean isReadable(
            Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
        return type == ScoringBody.class;
    }

    @Override
    public ScoringBody readFrom(
            Class<ScoringBody> type,
            Type generic,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream body) {
        byte[] bytes;
        try {
            bytes = body.readNBytes((int) Math.min(maxBytes + 1, Integer.MAX_VALUE - 8));
        } catch (IOException gone) {
            // Nobody is there to read this.
            throw new TandemException(
                    ErrorCode.BAD_REQUEST, "The body ended before it was whole.", gone);
        }
        if (bytes.length > maxBytes) {
            throw Admission.tooLarge(maxBytes);
        }
        return new ScoringBody(bytes);
    }
}
