package org.tandemml.registry.event;

/** Says to this process that the current transaction has appended to the log. */
record EventsAppended() {
    static final EventsAppended INSTANCE = new EventsAppended();
}
