package org.tandemml.serving.engine.sklearn;

/** What a step of a model reads from an input. */
enum Need {
    NOTHING,
    NUMBER,
    TEXT
}
