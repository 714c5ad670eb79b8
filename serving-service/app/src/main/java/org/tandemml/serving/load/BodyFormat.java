package org.tandemml.serving.load;

/** The forms of a request body. */
public enum BodyFormat {
    JSON,
    CSV
}
