package org.tandemml.registry.wire;

import jakarta.ws.rs.core.HttpHeaders;
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

/** Reads the JSON body of an MLflow call, up to the configured size. */
@Provider
public final class WireRequestReader implements MessageBodyReader<WireRequest> {
    private final long maxBytes;

    public WireRequestReader(WireConfig config) {
        this.maxBytes = config.maxJsonBody().asLongValue();
    }

    @Override
    public boolean isReadable(
            Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
        return WireRequest.class.isAssignableFrom(type);
    }

    @Override
    public WireRequest readFrom(
            Class<WireRequest> type,
            Type generic,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream body)
            throws IOException {
        String declared = headers.getFirst(HttpHeaders.CONTENT_LENGTH);
        if (declared != null && Long.parseLong(declared) > maxBytes) {
            throw tooLarge();
        }
        byte[] bytes = read(body);
        if (bytes.length > maxBytes) {
            throw tooLarge();
        }
        // A browser can be made to send other types, or none, across origins.
        if (bytes.length > 0 && !isJson(headers, mediaType)) {
            throw WrongContentType.refused();
        }
        return WireJson.read(bytes, type);
    }

    private byte[] read(InputStream body) {
        try {
            return body.readNBytes((int) Math.min(maxBytes + 1, Integer.MAX_VALUE - 8));
        } catch (IOException cut) {
            throw new TandemException(
                    ErrorCode.BAD_REQUEST, "The request body broke off before its end.", cut);
        }
    }

    private static boolean isJson(MultivaluedMap<String, String> headers, MediaType mediaType) {
        return headers.getFirst(HttpHeaders.CONTENT_TYPE) != null
                && mediaType.getType().equalsIgnoreCase("application")
                && mediaType.getSubtype().equalsIgnoreCase("json");
    }

    private TandemException tooLarge() {
        return new TandemException(
                ErrorCode.REQUEST_TOO_LARGE,
                "The request body is larger than " + maxBytes + " bytes (TANDEM_MAX_JSON_BODY).");
    }
}
