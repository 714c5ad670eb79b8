package org.tandemml.serving.scoring;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;
import org.tandemml.model.Texts;
import org.tandemml.serving.load.BodyFormat;

/** What a request's headers say about its body. */
final class RequestForm {
    private static final String EXPECTED =
            "expected application/json or text/csv, with no parameter but charset=utf-8";

    private RequestForm() {}

    /**
     * Reads the {@code Content-Type}.
     *
     * @throws TandemException {@code UNSUPPORTED_MEDIA_TYPE} if bodies of that type are not read
     */
    static BodyFormat format(@Nullable String contentType) {
        if ("application/json".equals(contentType)) {
            return BodyFormat.JSON;
        }
        if (contentType == null) {
            throw unsupported("The request has no Content-Type: " + EXPECTED + ".");
        }
        String[] parts = contentType.split(";");
        for (int i = 1; i < parts.length; i++) {
            String parameter =
                    parts[i].strip().toLowerCase(Locale.ROOT).replace("\"", "").replace(" ", "");
            if (!parameter.isEmpty() && !parameter.equals("charset=utf-8")) {
                throw refused(contentType);
            }
        }
        String type = parts.length == 0 ? "" : parts[0].strip().toLowerCase(Locale.ROOT);
        return switch (type) {
            case "application/json" -> BodyFormat.JSON;
            case "text/csv" -> BodyFormat.CSV;
            default -> throw refused(contentType);
        };
    }

    private static TandemException refused(String contentType) {
        return unsupported(
                "Unsupported Content-Type '" + Texts.excerpt(contentType) + "': " + EXPECTED + ".");
    }

    private static TandemException unsupported(String message) {
        return new TandemException(ErrorCode.UNSUPPORTED_MEDIA_TYPE, message);
    }

    /**
     * Refuses compressed bodies, as MLflow does.
     *
     * @throws TandemException {@code BAD_REQUEST} for any encoding but {@code identity}
     */
    static void requirePlain(@Nullable String contentEncoding) {
        if (contentEncoding != null && !contentEncoding.equalsIgnoreCase("identity")) {
            throw new TandemException(
                    ErrorCode.BAD_REQUEST,
                    "Unsupported Content-Encoding '"
                            + Texts.excerpt(contentEncoding)
                            + "': send the body uncompressed.");
        }
    }

    /**
     * Reads the {@code Tandem-Enforcement} header: a request may ask for more than is configured,
     * never for less.
     *
     * @param strictAnyway whether strict enforcement is configured
     */
    static boolean strict(@Nullable String header, boolean strictAnyway) {
        if (header == null) {
            return false;
        }
        if (header.equalsIgnoreCase("strict")) {
            return true;
        }
        if (header.equalsIgnoreCase("mlflow") && !strictAnyway) {
            return false;
        }
        throw TandemException.invalid(
                "Invalid value '"
                        + Texts.excerpt(header)
                        + "' for the header Tandem-Enforcement: expected strict"
                        + (strictAnyway ? ", which is configured here already." : " or mlflow."));
    }
}
