-- Figures of an analysis that came later; rows of earlier analysers are listened to again and get theirs then.
ALTER TABLE track_features
    ADD COLUMN tuning_cents double precision NOT NULL DEFAULT 0,
    ADD COLUMN loudness_range_lu double precision NOT NULL DEFAULT 0,
    ADD COLUMN max_momentary_lufs double precision NOT NULL DEFAULT -70;

-- Words of the acoustic fingerprint, their 32 bits read as signed.
ALTER TABLE track_timelines ADD COLUMN fingerprint integer[] NOT NULL DEFAULT '{}';
