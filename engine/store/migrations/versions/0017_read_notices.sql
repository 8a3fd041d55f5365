CREATE TABLE onedoor.notice_reading (
    notice BIGINT NOT NULL,
    jurisdiction TEXT NOT NULL,
    person TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT notice_reading_pk PRIMARY KEY (person, notice),
    CONSTRAINT notice_reading_notice_fk FOREIGN KEY(notice) REFERENCES onedoor.notice (id) ON DELETE CASCADE,
    CONSTRAINT notice_reading_jurisdiction_fk FOREIGN KEY(jurisdiction) REFERENCES onedoor.jurisdiction (id)
);

CREATE INDEX notice_reading_notice_ix ON onedoor.notice_reading (notice);
