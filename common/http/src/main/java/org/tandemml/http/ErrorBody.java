package org.tandemml.http;

import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;

/**
 * MLflow's error body: {@code {"error_code": NAME, "message": TEXT}}.
 *
 * @param errorCode MLflow's word for the code
 * @param message what was wrong, where, and what was expected
 */
public record ErrorBody(String errorCode, String message) {

    /** The body for a failure whose message the caller may read. */
    public static ErrorBody of(TandemException failure) {
        return new ErrorBody(failure.code().wireName(), failure.getMessage());
    }

    /** The body for a defect: an id that finds it in the log, and nothing else. */
    public static ErrorBody ofDefect(String errorId) {
        return new ErrorBody(
                ErrorCode.INTERNAL_ERROR.wireName(), "Internal error, id " + errorId + ".");
    }

    /** This body as JSON text. */
    public String toJson() {
        return "{\"error_code\":" + quote(errorCode) + ",\"message\":" + quote(message) + "}";
    }

    /** A text as JSON. */
    static String quote(String text) {
        StringBuilder json = new StringBuilder(text.length() + 16).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> {
                    if (c < 0x20 || c == 0x2028 || c == 0x2029 || Character.isSurrogate(c)) {
                        json.append(String.format("\\u%04x", (int) c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        return json.append('"').toString();
    }
}
