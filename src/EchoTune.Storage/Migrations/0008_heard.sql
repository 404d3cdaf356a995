-- Lists of what a genre or a mood was heard in.
CREATE INDEX track_features_by_genre_heard ON track_features USING gin (genre_names);
CREATE INDEX track_features_by_mood_heard ON track_features USING gin (mood_names);

-- What identifies the sound of a file whatever its tags say; unknown for files that were read before.
ALTER TABLE tracks ADD COLUMN audio_hash text COLLATE "C";
