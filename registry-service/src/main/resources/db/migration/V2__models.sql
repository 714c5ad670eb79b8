-- Logged models, registered models and their versions, and the events that happen to them.

CREATE TABLE logged_models (
    model_number      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    model_id          text   COLLATE "C" NOT NULL,
    experiment_id     bigint NOT NULL REFERENCES experiments,
    name              text   COLLATE "C" NOT NULL,
    artifact_location text   NOT NULL,
    creation_time     bigint NOT NULL,
    last_updated_time bigint NOT NULL,
    status            text   COLLATE "C" NOT NULL CHECK (status IN ('UNSPECIFIED', 'PENDING', 'READY', 'UPLOAD_FAILED')),
    status_message    text,
    model_type        text   COLLATE "C",
    source_run_id     text   COLLATE "C",
    lifecycle_stage   text   NOT NULL DEFAULT 'active' CHECK (lifecycle_stage IN ('active', 'deleted')),
    CONSTRAINT logged_models_model_id_key UNIQUE (model_id)
);
CREATE INDEX logged_models_by_creation ON logged_models (experiment_id, creation_time DESC, model_id);
CREATE INDEX logged_models_by_name ON logged_models (experiment_id, name);
CREATE INDEX logged_models_by_run ON logged_models (source_run_id);

CREATE TABLE logged_model_params (
    model_number bigint NOT NULL REFERENCES logged_models ON DELETE CASCADE,
    key          text   COLLATE "C" NOT NULL,
    value        text   COLLATE "C" NOT NULL,
    PRIMARY KEY (model_number, key)
);

CREATE TABLE logged_model_tags (
    model_number bigint NOT NULL REFERENCES logged_models ON DELETE CASCADE,
    key          text   COLLATE "C" NOT NULL,
    value        text   COLLATE "C" NOT NULL,
    PRIMARY KEY (model_number, key)
);

CREATE TABLE logged_model_metrics (
    model_number   bigint           NOT NULL REFERENCES logged_models ON DELETE CASCADE,
    key            text             COLLATE "C" NOT NULL,
    timestamp      bigint           NOT NULL,
    step           bigint           NOT NULL,
    value          double precision NOT NULL,
    run_id         text             COLLATE "C" NOT NULL,
    dataset_name   text             COLLATE "C" NOT NULL DEFAULT '',
    dataset_digest text             COLLATE "C" NOT NULL DEFAULT '',
    PRIMARY KEY (model_number, key, timestamp, step, value, run_id, dataset_name, dataset_digest)
);

CREATE TABLE registered_models (
    model_number      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name              text   COLLATE "C" NOT NULL,
    description       text,
    creation_time     bigint NOT NULL,
    last_updated_time bigint NOT NULL,
    -- The highest number ever given, so that a deleted version's number is never given again.
    last_version      int    NOT NULL DEFAULT 0,
    CONSTRAINT registered_models_name_key UNIQUE (name)
);
CREATE INDEX registered_models_by_update ON registered_models (last_updated_time, name);

CREATE TABLE registered_model_tags (
    model_number bigint NOT NULL REFERENCES registered_models ON DELETE CASCADE,
    key          text   COLLATE "C" NOT NULL,
    value        text   COLLATE "C" NOT NULL,
    PRIMARY KEY (model_number, key)
);
CREATE INDEX registered_model_tags_by_value ON registered_model_tags (key, left(value, 256), model_number);

CREATE TABLE model_versions (
    model_number      bigint NOT NULL REFERENCES registered_models ON DELETE CASCADE,
    version           int    NOT NULL CHECK (version > 0),
    creation_time     bigint NOT NULL,
    last_updated_time bigint NOT NULL,
    description       text,
    source            text   COLLATE "C" NOT NULL,
    -- Where the files are, resolved when the version was created.
    storage_location  text   NOT NULL,
    run_id            text   COLLATE "C" NOT NULL,
    run_link          text   NOT NULL,
    model_id          text,
    status            text   COLLATE "C" NOT NULL CHECK (status IN ('PENDING_REGISTRATION', 'FAILED_REGISTRATION', 'READY')),
    status_message    text,
    stage             text   COLLATE "C" NOT NULL DEFAULT 'None' CHECK (stage IN ('None', 'Staging', 'Production', 'Archived')),
    PRIMARY KEY (model_number, version)
);
CREATE INDEX model_versions_by_update ON model_versions (last_updated_time DESC, model_number, version DESC);
CREATE INDEX model_versions_by_stage ON model_versions (model_number, stage, version);
CREATE INDEX model_versions_by_run ON model_versions (run_id);
CREATE INDEX model_versions_by_model ON model_versions (model_id);

CREATE TABLE model_version_tags (
    model_number bigint NOT NULL,
    version      int    NOT NULL,
    key          text   COLLATE "C" NOT NULL,
    value        text   COLLATE "C" NOT NULL,
    PRIMARY KEY (model_number, version, key),
    FOREIGN KEY (model_number, version) REFERENCES model_versions ON DELETE CASCADE
);
CREATE INDEX model_version_tags_by_value ON model_version_tags (key, left(value, 256), model_number, version);

-- An alias points to a version that exists; it goes when the version goes.
CREATE TABLE model_aliases (
    model_number bigint NOT NULL,
    alias        text   COLLATE "C" NOT NULL,
    version      int    NOT NULL,
    PRIMARY KEY (model_number, alias),
    FOREIGN KEY (model_number, version) REFERENCES model_versions ON DELETE CASCADE
);
CREATE INDEX model_aliases_by_version ON model_aliases (model_number, version);

-- One row for each change of the registry, written by the transaction that makes the change.
CREATE TABLE registry_events (
    sequence   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    time       bigint NOT NULL,
    kind       text   NOT NULL,
    model_name text   NOT NULL,
    version    int,
    data       jsonb  NOT NULL
);
CREATE INDEX registry_events_by_model ON registry_events (model_name, sequence);
