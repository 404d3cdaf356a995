-- Everything of a listener is keyed by listener first, so that a distributed PostgreSQL can place it.
CREATE TABLE listeners (
    listener_id uuid PRIMARY KEY,
    name text NOT NULL,
    folded_name text COLLATE "C" NOT NULL UNIQUE,
    password_hash text,
    is_owner boolean NOT NULL,
    created_at timestamptz NOT NULL,
    security_stamp text NOT NULL
);
CREATE UNIQUE INDEX listeners_one_owner ON listeners (is_owner) WHERE is_owner;

-- The event log: append-only. The head's row lock orders the appends of one listener, so that a reader who has seen
-- sequence n never misses a lower one that commits later.
CREATE TABLE play_heads (
    listener_id uuid PRIMARY KEY,
    last_sequence bigint NOT NULL
);
CREATE TABLE plays (
    listener_id uuid NOT NULL,
    sequence bigint NOT NULL,
    event_id uuid NOT NULL,
    track_id uuid NOT NULL,
    kind smallint NOT NULL,
    started_at timestamptz NOT NULL,
    heard_ms bigint NOT NULL,
    position_ms bigint,
    source text NOT NULL,
    session_id uuid,
    device text,
    PRIMARY KEY (listener_id, sequence),
    UNIQUE (listener_id, event_id)
);
CREATE INDEX plays_by_time ON plays (listener_id, started_at, sequence);
CREATE FUNCTION echotune_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the log of plays is append-only';
END $$;
CREATE TRIGGER plays_append_only BEFORE UPDATE OR DELETE ON plays FOR EACH STATEMENT EXECUTE FUNCTION echotune_refuse_change();

CREATE TABLE ratings (
    listener_id uuid NOT NULL,
    target smallint NOT NULL,
    target_id uuid NOT NULL,
    liked boolean NOT NULL,
    rated_at timestamptz NOT NULL,
    PRIMARY KEY (listener_id, target, target_id)
);
CREATE TABLE saved_tracks (
    listener_id uuid NOT NULL,
    track_id uuid NOT NULL,
    saved_at timestamptz NOT NULL,
    PRIMARY KEY (listener_id, track_id)
);

CREATE TABLE playlists (
    listener_id uuid NOT NULL,
    playlist_id uuid NOT NULL,
    title text NOT NULL,
    folded_title text COLLATE "C" NOT NULL,
    description text NOT NULL,
    built_from text,
    criteria json,
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    version int NOT NULL,
    PRIMARY KEY (listener_id, playlist_id),
    CONSTRAINT playlists_title UNIQUE (listener_id, folded_title)
);
CREATE TABLE playlist_entries (
    listener_id uuid NOT NULL,
    playlist_id uuid NOT NULL,
    position int NOT NULL,
    entry_id uuid NOT NULL,
    track_id uuid NOT NULL,
    added_at timestamptz NOT NULL,
    reason text,
    PRIMARY KEY (listener_id, playlist_id, position),
    FOREIGN KEY (listener_id, playlist_id) REFERENCES playlists ON DELETE CASCADE
);

CREATE TABLE settings (
    listener_id uuid NOT NULL,
    name text COLLATE "C" NOT NULL,
    value json NOT NULL,
    PRIMARY KEY (listener_id, name)
);

CREATE TABLE playback_states (
    listener_id uuid PRIMARY KEY,
    version bigint NOT NULL,
    state json NOT NULL
);

CREATE TABLE conversations (
    listener_id uuid NOT NULL,
    conversation_id uuid NOT NULL,
    turn_count bigint NOT NULL,
    last_at timestamptz NOT NULL,
    PRIMARY KEY (listener_id, conversation_id),
    CONSTRAINT conversations_id UNIQUE (conversation_id)
);
CREATE INDEX conversations_by_time ON conversations (listener_id, last_at, conversation_id);
CREATE TABLE turns (
    listener_id uuid NOT NULL,
    conversation_id uuid NOT NULL,
    number bigint NOT NULL,
    turn_id uuid NOT NULL,
    text text NOT NULL,
    reply text NOT NULL,
    provider text NOT NULL,
    calls json NOT NULL,
    said_at timestamptz NOT NULL,
    PRIMARY KEY (listener_id, conversation_id, number),
    UNIQUE (listener_id, turn_id),
    FOREIGN KEY (listener_id, conversation_id) REFERENCES conversations ON DELETE CASCADE
);
