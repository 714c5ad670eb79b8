package org.tandemml.registry.loggedmodel;

import org.tandemml.registry.wire.ProtoEnum;

/** How far a logged model has come; any may follow any. */
public enum LoggedModelStatus implements ProtoEnum {
    LOGGED_MODEL_STATUS_UNSPECIFIED(0, "UNSPECIFIED"),
    LOGGED_MODEL_PENDING(1, "PENDING"),
    LOGGED_MODEL_READY(2, "READY"),
    LOGGED_MODEL_UPLOAD_FAILED(3, "UPLOAD_FAILED");

    private final int number;
    private final String word;

    LoggedModelStatus(int number, String word) {
        this.number = number;
        this.word = word;
    }

    @Override
    public int number() {
        return number;
    }

    /** As it is stored and as filters write it. */
    String word() {
        return word;
    }

    /** The status that is stored so. */
    static LoggedModelStatus ofWord(String word) {
        for (LoggedModelStatus status : values()) {
            if (status.word.equals(word)) {
                return status;
            }
        }
        throw new IllegalArgumentException("No status of a logged model: " + word);
    }
}
