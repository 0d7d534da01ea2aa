-- Reviews that were taken to their end, and whether the reader wants to be asked again.
CREATE TABLE review (
  learner BIGINT NOT NULL REFERENCES learner (id) ON DELETE CASCADE,
  correct INT NOT NULL,
  parts INT NOT NULL,
  asked INT NOT NULL,
  ticket VARCHAR(64) NOT NULL,
  made BIGINT NOT NULL,
  PRIMARY KEY (learner, ticket)
);
ALTER TABLE learner ADD COLUMN reviews BOOLEAN DEFAULT FALSE NOT NULL;
