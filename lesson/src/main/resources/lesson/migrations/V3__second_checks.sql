-- A part may have two checks; what was answered so far was the first.
CREATE TABLE answer_of_two (
  learner BIGINT NOT NULL REFERENCES learner (id) ON DELETE CASCADE,
  part INT NOT NULL,
  number INT NOT NULL,
  attempt INT NOT NULL,
  choice INT NOT NULL,
  correct BOOLEAN NOT NULL,
  ticket VARCHAR(64) NOT NULL,
  made BIGINT NOT NULL,
  PRIMARY KEY (learner, part, number, attempt),
  UNIQUE (learner, ticket)
);
INSERT INTO answer_of_two (learner, part, number, attempt, choice, correct, ticket, made)
  SELECT learner, part, 1, attempt, choice, correct, ticket, made FROM answer;
DROP TABLE answer;
ALTER TABLE answer_of_two RENAME TO answer;
