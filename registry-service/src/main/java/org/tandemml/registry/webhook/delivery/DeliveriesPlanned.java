package org.tandemml.registry.webhook.delivery;

/** Says to this process that the current transaction has messages to send. */
record DeliveriesPlanned() {
    static final DeliveriesPlanned INSTANCE = new DeliveriesPlanned();
}
