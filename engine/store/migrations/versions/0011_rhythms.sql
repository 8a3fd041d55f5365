CREATE TABLE onedoor.rhythm_turn (
    jurisdiction TEXT NOT NULL,
    rhythm TEXT NOT NULL,
    planned TIMESTAMP WITH TIME ZONE NOT NULL,
    actual TIMESTAMP WITH TIME ZONE NOT NULL,
    missed INTEGER NOT NULL,
    CONSTRAINT rhythm_turn_pk PRIMARY KEY (jurisdiction, rhythm, planned),
    CONSTRAINT rhythm_turn_jurisdiction_fk FOREIGN KEY(jurisdiction) REFERENCES onedoor.jurisdiction (id)
);
