-- A guess is kept before its run and has no finding until the run has measured it.
ALTER TABLE prediction ALTER COLUMN found DROP NOT NULL;
ALTER TABLE prediction ALTER COLUMN holds DROP NOT NULL;
CREATE INDEX prediction_ticket ON prediction (ticket);
