-- Learnt models: a manifest each, their content in pieces. States: 0 active, 1 kept, 2 rejected, 3 damaged.
CREATE TABLE models (
    version text COLLATE "C" PRIMARY KEY,
    created_at timestamptz NOT NULL,
    state smallint NOT NULL,
    reason text,
    size_bytes bigint NOT NULL,
    manifest json NOT NULL
);
CREATE UNIQUE INDEX models_one_active ON models (state) WHERE state = 0;
CREATE TABLE model_pieces (
    version text COLLATE "C" NOT NULL REFERENCES models ON DELETE CASCADE,
    place int NOT NULL,
    content bytea NOT NULL,
    PRIMARY KEY (version, place)
);
-- Numbers that are pressed already: the database need not try again.
ALTER TABLE model_pieces ALTER COLUMN content SET STORAGE EXTERNAL;
