package org.tandemml.registry.webhook.delivery;

/**
 * A message that this process has taken to send.
 *
 * @param number of its row
 * @param lane the messages it is the first of
 * @param claim proves that it was not taken from this process meanwhile
 * @param attempts how often sending it has failed
 * @param id tells receivers a double
 * @param webhookNumber the row of the webhook
 * @param webhookId for people
 */
record Delivery(
        long number,
        long lane,
        String claim,
        int attempts,
        String id,
        String event,
        String body,
        long webhookNumber,
        String webhookId,
        Receiver receiver) {}
