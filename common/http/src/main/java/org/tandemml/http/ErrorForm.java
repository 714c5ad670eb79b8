package org.tandemml.http;

import java.util.regex.Pattern;

/** How an error is written down: each protocol has its own form for the same case. */
public enum ErrorForm {
    /** MLflow's, for its paths and for all that are nobody's. */
    MLFLOW("application/json") {
        @Override
        public String body(int status, ErrorBody error) {
            return error.toJson();
        }
    },
    /** RFC 9457's, for our own API. */
    PROBLEM("application/problem+json") {
        @Override
        public String body(int status, ErrorBody error) {
            return ProblemBody.of(status, error).toJson();
        }
    };

    private static final Pattern OWN_API = Pattern.compile("/(ajax-)?api/tandem(/.*)?");

    private final String mediaType;

    ErrorForm(String mediaType) {
        this.mediaType = mediaType;
    }

    /**
     * The form for errors of a path.
     *
     * @param path of the request, beginning with a slash
     */
    public static ErrorForm of(String path) {
        return OWN_API.matcher(path).matches() ? PROBLEM : MLFLOW;
    }

    /** The type of such a body. */
    public String mediaType() {
        return mediaType;
    }

    /** An error in this form. */
    public abstract String body(int status, ErrorBody error);
}
