-- The newest rating event of a track, for bringing its rating in line with the log. Kinds: 3 liked, 4 disliked, 8 unrated.
CREATE INDEX plays_that_rate ON plays (listener_id, track_id, started_at, sequence) WHERE kind IN (3, 4, 8);
