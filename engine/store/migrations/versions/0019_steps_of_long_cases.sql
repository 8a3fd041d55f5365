DROP INDEX onedoor.work_item_case_ix;
CREATE INDEX work_item_case_ix ON onedoor.work_item (case_id, state);

-- Rows that are there stay where they are; each gets its room with its next step.
ALTER TABLE onedoor.case_file SET (fillfactor = 75);
