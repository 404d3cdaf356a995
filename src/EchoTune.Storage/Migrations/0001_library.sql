-- The library: artists, albums, tracks, their analyses.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;

-- Folded text: without accents, case and superfluous blanks. The key of an artist's or album's identity.
-- Declared immutable although the dictionary of unaccent could be edited: nobody does, and no index calls it.
CREATE FUNCTION echotune_fold(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT left(btrim(regexp_replace(lower(unaccent(normalize(value, NFKC))), '\s+', ' ', 'g')), 500)
$$;

-- What a list is sorted by: folded text without leading punctuation and English article.
CREATE FUNCTION echotune_sort(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT left(coalesce(nullif(regexp_replace(regexp_replace(f, '^[!-/:-@\[-`{-~ ]+', ''), '^(the|a|an) ', ''), ''), f), 120)
    FROM echotune_fold(value) AS f
$$;

CREATE TABLE artists (
    artist_id uuid PRIMARY KEY,
    folded text COLLATE "C" NOT NULL UNIQUE,
    name text NOT NULL,
    sort_name text COLLATE "C" NOT NULL,
    -- Folded words, each after a blank: ' sigur ros '.
    search text NOT NULL
);
CREATE INDEX artists_by_name ON artists (sort_name, artist_id);
CREATE INDEX artists_by_words ON artists USING gin (search gin_trgm_ops);

CREATE TABLE albums (
    album_id uuid PRIMARY KEY,
    artist_id uuid NOT NULL REFERENCES artists,
    folded text COLLATE "C" NOT NULL,
    title text NOT NULL,
    is_compilation boolean NOT NULL,
    sort_title text COLLATE "C" NOT NULL,
    search text NOT NULL,
    UNIQUE (artist_id, folded)
);
CREATE INDEX albums_by_title ON albums (sort_title, album_id);
CREATE INDEX albums_by_words ON albums USING gin (search gin_trgm_ops);

CREATE TABLE tracks (
    track_id uuid PRIMARY KEY,
    -- First 16 bytes of the SHA-256 of root and relative path: a path may be longer than an index entry.
    path_key uuid NOT NULL UNIQUE,
    root text NOT NULL,
    relative_path text NOT NULL,
    size bigint NOT NULL,
    -- .NET ticks (100 ns): a timestamp would round, and every file would look changed.
    modified_ticks bigint NOT NULL,
    content_hash text COLLATE "C" NOT NULL,
    codec text NOT NULL,
    sample_rate int NOT NULL,
    channels int NOT NULL,
    bitrate int NOT NULL,
    is_available boolean NOT NULL,
    title text NOT NULL,
    artist_id uuid NOT NULL REFERENCES artists,
    album_id uuid REFERENCES albums,
    album_artist_id uuid REFERENCES artists,
    -- Folder and folded album of a track whose tags name no album artist; decides on compilations.
    album_group uuid,
    disc_number int,
    track_number int,
    year int,
    genres text[] NOT NULL,
    duration_ms bigint NOT NULL,
    artwork_key text,
    added_at timestamptz NOT NULL,
    language text,
    is_explicit boolean NOT NULL,
    lyrics text,
    sort_title text COLLATE "C" NOT NULL,
    sort_artist text COLLATE "C" NOT NULL,
    -- Loose tracks come after every album.
    sort_album text COLLATE "C" NOT NULL,
    sort_position int NOT NULL GENERATED ALWAYS AS (coalesce(disc_number, 1) * 100000 + coalesce(track_number, 99999)) STORED,
    search_title text NOT NULL,
    search text NOT NULL
);
CREATE INDEX tracks_by_hash ON tracks (content_hash) WHERE NOT is_available;
CREATE INDEX tracks_by_title ON tracks (sort_title, track_id) WHERE is_available;
CREATE INDEX tracks_by_added ON tracks (added_at, track_id) WHERE is_available;
CREATE INDEX tracks_by_artist_sort ON tracks (sort_artist, sort_album, sort_position, track_id) WHERE is_available;
CREATE INDEX tracks_by_artist ON tracks (artist_id) WHERE is_available;
CREATE INDEX tracks_by_album_artist ON tracks (album_artist_id) WHERE is_available;
CREATE INDEX tracks_by_album ON tracks (album_id) WHERE is_available;
CREATE INDEX tracks_by_group ON tracks (album_group) WHERE album_group IS NOT NULL;
CREATE INDEX tracks_by_year ON tracks (year) WHERE is_available;
CREATE INDEX tracks_by_genre ON tracks USING gin (genres);
CREATE INDEX tracks_by_words ON tracks USING gin (search gin_trgm_ops);

-- What models, filters and sorts read of an analysis; one row is a few hundred bytes.
CREATE TABLE track_features (
    track_id uuid PRIMARY KEY REFERENCES tracks,
    analyser_version text COLLATE "C" NOT NULL,
    duration_seconds double precision NOT NULL,
    tempo_bpm double precision NOT NULL,
    tempo_confidence double precision NOT NULL,
    time_signature text NOT NULL,
    key_tonic smallint,
    key_minor boolean,
    key_confidence double precision NOT NULL,
    loudness_lufs double precision NOT NULL,
    true_peak_db double precision NOT NULL,
    energy double precision NOT NULL,
    danceability double precision NOT NULL,
    valence double precision NOT NULL,
    acousticness double precision NOT NULL,
    instrumentalness double precision NOT NULL,
    speechiness double precision NOT NULL,
    liveness double precision NOT NULL,
    brightness double precision NOT NULL,
    genre_names text[] NOT NULL,
    genre_confidences double precision[] NOT NULL,
    mood_names text[] NOT NULL,
    mood_confidences double precision[] NOT NULL,
    embedding real[] NOT NULL
);
CREATE INDEX track_features_by_version ON track_features (analyser_version);

-- The rest of an analysis, read for one track at a time.
CREATE TABLE track_timelines (
    track_id uuid PRIMARY KEY REFERENCES track_features ON DELETE CASCADE,
    beats double precision[] NOT NULL,
    downbeats double precision[] NOT NULL,
    waveform bytea NOT NULL,
    -- tempo changes, key changes, chords, sections
    passages json NOT NULL
);
