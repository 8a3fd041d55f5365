ALTER TABLE onedoor.case_file ADD COLUMN place TEXT;

CREATE TABLE onedoor.case_link (
    case_id UUID NOT NULL,
    jurisdiction TEXT NOT NULL,
    kind TEXT NOT NULL,
    other_id UUID NOT NULL,
    other_jurisdiction TEXT NOT NULL,
    by TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT case_link_pk PRIMARY KEY (case_id, other_id, kind),
    CONSTRAINT case_link_case_id_jurisdiction_fk FOREIGN KEY(case_id, jurisdiction)
        REFERENCES onedoor.case_file (id, jurisdiction) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT case_link_other_id_other_jurisdiction_fk FOREIGN KEY(other_id, other_jurisdiction)
        REFERENCES onedoor.case_file (id, jurisdiction),
    CONSTRAINT case_link_kind_ck CHECK (kind IN ('merged', 'serves', 'reopens', 'concerns')),
    CONSTRAINT case_link_itself_ck CHECK (case_id <> other_id),
    CONSTRAINT case_link_jurisdiction_fk FOREIGN KEY(jurisdiction) REFERENCES onedoor.jurisdiction (id)
);

CREATE INDEX case_link_other_ix ON onedoor.case_link (other_id);
