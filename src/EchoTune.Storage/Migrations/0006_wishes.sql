-- What the listener had asked for when a track came (moods and an activity), and which strategy was let choose it to learn from it.
ALTER TABLE plays ADD COLUMN wish text;
ALTER TABLE exposures ADD COLUMN explores text COLLATE "C";
CREATE INDEX exposures_that_explored ON exposures (listener_id, shown_at) WHERE explores IS NOT NULL;
