-- Webhooks, and the messages that wait to be sent to them.

ALTER TABLE registry_events
    -- Whether the model was a prompt when it happened.
    ADD COLUMN prompt     boolean NOT NULL DEFAULT false,
    -- Whether the consumers have seen it. Nobody could wait for an event that is older than this.
    ADD COLUMN dispatched boolean NOT NULL DEFAULT true;
ALTER TABLE registry_events ALTER COLUMN dispatched SET DEFAULT false;
CREATE INDEX registry_events_to_dispatch ON registry_events (sequence) WHERE NOT dispatched;

CREATE TABLE webhooks (
    webhook_number    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    webhook_id        text   COLLATE "C" NOT NULL,
    name              text   COLLATE "C" NOT NULL,
    description       text,
    url               text   NOT NULL,
    -- For example registered_model.created.
    events            text[] NOT NULL CHECK (cardinality(events) > 0),
    status            text   COLLATE "C" NOT NULL CHECK (status IN ('ACTIVE', 'DISABLED')),
    -- Encrypted; null: messages are not signed.
    secret            bytea,
    creation_time     bigint NOT NULL,
    last_updated_time bigint NOT NULL,
    CONSTRAINT webhooks_webhook_id_key UNIQUE (webhook_id)
);
CREATE INDEX webhooks_by_creation ON webhooks (creation_time DESC, webhook_number DESC);

-- The messages about one model to one webhook, which are sent one after the other.
CREATE TABLE webhook_lanes (
    lane_number    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    webhook_number bigint NOT NULL REFERENCES webhooks ON DELETE CASCADE,
    model_name     text   COLLATE "C" NOT NULL,
    -- When somebody may send the first message. Who does so puts this ahead, so that another one
    -- goes on if the first was killed.
    due_time       bigint NOT NULL,
    -- How often sending the first message has failed.
    attempts       int    NOT NULL DEFAULT 0,
    -- Who is sending it.
    claim          uuid,
    CONSTRAINT webhook_lanes_key UNIQUE (webhook_number, model_name)
);
CREATE INDEX webhook_lanes_by_due_time ON webhook_lanes (webhook_number, due_time, lane_number);

-- A message that was not sent yet. The row goes when the receiver has it.
CREATE TABLE webhook_deliveries (
    delivery_number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    lane_number     bigint NOT NULL REFERENCES webhook_lanes ON DELETE CASCADE,
    delivery_id     text   NOT NULL,
    event           text   NOT NULL,
    body            text   NOT NULL
);
CREATE INDEX webhook_deliveries_by_lane ON webhook_deliveries (lane_number, delivery_number);
