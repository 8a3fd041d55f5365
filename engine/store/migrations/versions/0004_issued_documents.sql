ALTER TABLE onedoor.case_file ALTER COLUMN query_code DROP DEFAULT;

CREATE TABLE onedoor.letter_serial (
    jurisdiction TEXT NOT NULL,
    series TEXT NOT NULL,
    year INTEGER NOT NULL,
    last INTEGER NOT NULL,
    CONSTRAINT letter_serial_pk PRIMARY KEY (jurisdiction, series, year),
    CONSTRAINT letter_serial_jurisdiction_fk FOREIGN KEY(jurisdiction) REFERENCES onedoor.jurisdiction (id)
);

CREATE TABLE onedoor.issued_document (
    id UUID NOT NULL,
    case_id UUID NOT NULL,
    jurisdiction TEXT NOT NULL,
    code TEXT NOT NULL,
    title_zh TEXT NOT NULL,
    title_en TEXT NOT NULL,
    number TEXT,
    locale TEXT NOT NULL,
    privacy TEXT NOT NULL,
    release TEXT NOT NULL,
    letter JSONB NOT NULL,
    pdf BYTEA NOT NULL,
    sha256 TEXT NOT NULL,
    issued_by TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT issued_document_pk PRIMARY KEY (id),
    CONSTRAINT issued_document_case_id_jurisdiction_fk FOREIGN KEY(case_id, jurisdiction)
        REFERENCES onedoor.case_file (id, jurisdiction) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT issued_document_privacy_ck CHECK (privacy IN ('P0', 'P1', 'P2')),
    CONSTRAINT issued_document_jurisdiction_code_number_uq UNIQUE (jurisdiction, code, number),
    CONSTRAINT issued_document_address_ck CHECK (sha256 = encode(sha256(pdf), 'hex')),
    CONSTRAINT issued_document_jurisdiction_fk FOREIGN KEY(jurisdiction) REFERENCES onedoor.jurisdiction (id),
    CONSTRAINT issued_document_release_fk FOREIGN KEY(release) REFERENCES onedoor.release (id)
);

CREATE INDEX issued_document_case_ix ON onedoor.issued_document (case_id, at);
