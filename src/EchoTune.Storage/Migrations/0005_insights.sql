-- What was shown to whom by which strategies. Outcomes are not kept: they follow from the log of plays.
CREATE TABLE exposures (
    listener_id uuid NOT NULL,
    track_id uuid NOT NULL,
    surface text COLLATE "C" NOT NULL,
    shown_at timestamptz NOT NULL,
    answer_id uuid NOT NULL,
    place int NOT NULL,
    score double precision NOT NULL,
    propensity double precision NOT NULL,
    strategies text[] NOT NULL,
    shares double precision[] NOT NULL,
    model text NOT NULL,
    experiment text COLLATE "C",
    arm text COLLATE "C",
    PRIMARY KEY (listener_id, track_id, surface, shown_at)
);
CREATE INDEX exposures_by_time ON exposures (shown_at);
CREATE INDEX exposures_of_experiments ON exposures (experiment, shown_at) WHERE experiment IS NOT NULL;

-- What came of an exposure is looked up by listener and track.
CREATE INDEX plays_by_track ON plays (listener_id, track_id, started_at);

-- Seen (0) and opened (1), told by pages; the same event counts once.
CREATE TABLE exposure_marks (
    listener_id uuid NOT NULL,
    event_id uuid NOT NULL,
    track_id uuid NOT NULL,
    kind smallint NOT NULL,
    marked_at timestamptz NOT NULL,
    PRIMARY KEY (listener_id, event_id)
);
CREATE INDEX exposure_marks_by_track ON exposure_marks (listener_id, track_id, marked_at);
CREATE INDEX exposure_marks_by_time ON exposure_marks (marked_at);

-- Sums over the exposures of a UTC day, each counted by the strategy's share in it.
CREATE TABLE strategy_days (
    day date NOT NULL,
    strategy text COLLATE "C" NOT NULL,
    exposures double precision NOT NULL,
    plays double precision NOT NULL,
    skips double precision NOT NULL,
    likes double precision NOT NULL,
    fresh double precision NOT NULL,
    seen double precision NOT NULL,
    opened double precision NOT NULL,
    PRIMARY KEY (day, strategy)
);
CREATE TABLE strategy_tracks (
    day date NOT NULL,
    strategy text COLLATE "C" NOT NULL,
    track_id uuid NOT NULL,
    shown double precision NOT NULL,
    PRIMARY KEY (day, strategy, track_id)
);
CREATE TABLE drift_alerts (
    strategy text COLLATE "C" NOT NULL,
    metric text COLLATE "C" NOT NULL,
    day date NOT NULL,
    alert_id uuid NOT NULL,
    usual double precision NOT NULL,
    value double precision NOT NULL,
    noticed_at timestamptz NOT NULL,
    PRIMARY KEY (strategy, metric, day)
);

CREATE TABLE experiments (
    key text COLLATE "C" PRIMARY KEY,
    revision bigint NOT NULL,
    document json NOT NULL
);
-- One row: grows with every change (version), with those that change a ranking (ranking); the factors that winners left.
CREATE TABLE ranking_policy (
    only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    version bigint NOT NULL,
    ranking bigint NOT NULL,
    weights json NOT NULL
);
INSERT INTO ranking_policy (version, ranking, weights) VALUES (1, 1, '{}');
