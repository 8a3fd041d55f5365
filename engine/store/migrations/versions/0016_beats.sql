ALTER TABLE onedoor.rhythm_turn RENAME TO beat;
ALTER TABLE onedoor.beat RENAME CONSTRAINT rhythm_turn_pk TO beat_pk;
ALTER TABLE onedoor.beat RENAME CONSTRAINT rhythm_turn_jurisdiction_fk TO beat_jurisdiction_fk;
