ALTER TABLE onedoor.timer DROP CONSTRAINT timer_kind_ck;
ALTER TABLE onedoor.timer ADD CONSTRAINT timer_kind_ck CHECK (kind IN ('process', 'warning', 'message'));
-- A message may be written before the case that it is for, in the same transaction; so may a link.
ALTER TABLE onedoor.timer ALTER CONSTRAINT timer_case_id_jurisdiction_fk DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE onedoor.case_link ALTER CONSTRAINT case_link_other_id_other_jurisdiction_fk DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE onedoor.case_link DROP CONSTRAINT case_link_kind_ck;
ALTER TABLE onedoor.case_link ADD CONSTRAINT case_link_kind_ck
    CHECK (kind IN ('merged', 'serves', 'reopens', 'concerns', 'agenda'));
