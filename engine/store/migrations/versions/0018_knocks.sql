CREATE TABLE onedoor.knock (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    jurisdiction TEXT NOT NULL,
    sender TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT knock_pk PRIMARY KEY (id),
    CONSTRAINT knock_jurisdiction_fk FOREIGN KEY(jurisdiction) REFERENCES onedoor.jurisdiction (id)
);

CREATE INDEX knock_jurisdiction_at_ix ON onedoor.knock (jurisdiction, at);
