-- Manifests: which files a folder of the artifact store holds once a version was made of it.

-- One row for each folder that versions have sealed, or are about to. A folder is sealed as long as a
-- version names its manifest; a row that none names is left over, and goes by and by.
CREATE TABLE manifests (
    manifest_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- Path inside the artifact store, without a slash at either end.
    folder        text   COLLATE "C" NOT NULL,
    -- The digest of the manifest itself; null until the files were read for the first time.
    digest        text   COLLATE "C",
    sealed_time   bigint,
    -- Whether a version waits for the files to be read; who reads them, and until when that is believed.
    pending       boolean NOT NULL DEFAULT true,
    claim         uuid,
    claimed_until timestamptz,
    attempts      int NOT NULL DEFAULT 0,
    next_attempt  timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT manifests_folder_key UNIQUE (folder)
);
CREATE INDEX manifests_pending ON manifests (next_attempt) WHERE pending;

CREATE TABLE manifest_files (
    manifest_id bigint NOT NULL REFERENCES manifests ON DELETE CASCADE,
    path        text   COLLATE "C" NOT NULL,
    size        bigint NOT NULL CHECK (size >= 0),
    sha256      text   COLLATE "C" NOT NULL CHECK (length(sha256) = 64),
    PRIMARY KEY (manifest_id, path)
);

-- Null for a version whose files are not in the artifact store.
ALTER TABLE model_versions ADD COLUMN manifest_id bigint REFERENCES manifests;
CREATE INDEX model_versions_by_manifest ON model_versions (manifest_id) WHERE manifest_id IS NOT NULL;
