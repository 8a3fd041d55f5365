CREATE TABLE onedoor.received_document (
    id UUID NOT NULL,
    case_id UUID NOT NULL,
    jurisdiction TEXT NOT NULL,
    title TEXT NOT NULL,
    issuer TEXT NOT NULL,
    number TEXT,
    dated_on DATE NOT NULL,
    answers UUID,
    privacy TEXT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    content BYTEA NOT NULL,
    sha256 TEXT NOT NULL,
    received_by TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT received_document_pk PRIMARY KEY (id),
    CONSTRAINT received_document_case_id_jurisdiction_fk FOREIGN KEY(case_id, jurisdiction)
        REFERENCES onedoor.case_file (id, jurisdiction),
    CONSTRAINT received_document_privacy_ck CHECK (privacy IN ('P1', 'P2')),
    CONSTRAINT received_document_address_ck CHECK (sha256 = encode(sha256(content), 'hex')),
    CONSTRAINT received_document_jurisdiction_fk FOREIGN KEY(jurisdiction) REFERENCES onedoor.jurisdiction (id),
    CONSTRAINT received_document_answers_fk FOREIGN KEY(answers) REFERENCES onedoor.issued_document (id)
);

CREATE INDEX received_document_case_ix ON onedoor.received_document (case_id, at);
