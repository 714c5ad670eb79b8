package org.tandemml.http;

/** How an error is written down: each protocol has its own form for the same case. */
public enum ErrorForm {
    /** MLflow's, for its paths and for all that are nobody's. */
    MLFLOW("application/json") {
        @Override
        String body(int status, ErrorBody error) {
            return error.toJson();
        }
    },
    /** RFC 9457's, for our own API. */
    PROBLEM("application/problem+json") {
        @Override
        String body(int status, ErrorBody error) {
            return ProblemBody.of(status, error).toJson();
        }
    };

    private static final String OWN_API = "/api/tandem";

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
        return path.equals(OWN_API) || path.startsWith(OWN_API + "/") ? PROBLEM : MLFLOW;
    }

    String mediaType() {
        return mediaType;
    }

    abstract String body(int status, ErrorBody error);
}
