package org.tandemml.serving.engine.pmml;

/** A model holds something that has no fast form: PMML4S scores it. */
final class NotCompiledException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param what has no fast form
     */
    NotCompiledException(String what) {
        super(what);
    }
}
