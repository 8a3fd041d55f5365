CREATE TABLE onedoor.figure_count (
    case_id UUID NOT NULL,
    jurisdiction TEXT NOT NULL,
    definition BIGINT NOT NULL,
    part TEXT NOT NULL,
    entry INTEGER NOT NULL,
    day DATE NOT NULL,
    value NUMERIC,
    known_on DATE,
    CONSTRAINT figure_count_pk PRIMARY KEY (case_id, definition, part, entry),
    CONSTRAINT figure_count_case_id_jurisdiction_fk FOREIGN KEY(case_id, jurisdiction) REFERENCES onedoor.case_file (id, jurisdiction),
    CONSTRAINT figure_count_part_ck CHECK (part IN ('sum', 'of')),
    CONSTRAINT figure_count_jurisdiction_fk FOREIGN KEY(jurisdiction) REFERENCES onedoor.jurisdiction (id)
);

CREATE INDEX figure_count_day_ix ON onedoor.figure_count (definition, jurisdiction, day) INCLUDE (part, value, known_on, case_id);

CREATE TABLE onedoor.figure_group (
    case_id UUID NOT NULL,
    jurisdiction TEXT NOT NULL,
    definition BIGINT NOT NULL,
    value TEXT,
    CONSTRAINT figure_group_pk PRIMARY KEY (case_id, definition),
    CONSTRAINT figure_group_case_id_jurisdiction_fk FOREIGN KEY(case_id, jurisdiction) REFERENCES onedoor.case_file (id, jurisdiction),
    CONSTRAINT figure_group_jurisdiction_fk FOREIGN KEY(jurisdiction) REFERENCES onedoor.jurisdiction (id)
);

CREATE TABLE onedoor.figure_recount (
    jurisdiction TEXT NOT NULL,
    wanted TEXT NOT NULL,
    done INTEGER NOT NULL,
    total INTEGER NOT NULL,
    is_finished BOOLEAN NOT NULL,
    opened_at TIMESTAMP WITH TIME ZONE,
    "case" UUID,
    CONSTRAINT figure_recount_pk PRIMARY KEY (jurisdiction),
    CONSTRAINT figure_recount_jurisdiction_fk FOREIGN KEY(jurisdiction) REFERENCES onedoor.jurisdiction (id)
);

CREATE TABLE onedoor.published_report (
    id UUID NOT NULL,
    jurisdiction TEXT NOT NULL,
    name TEXT NOT NULL,
    title_zh TEXT NOT NULL,
    title_en TEXT NOT NULL,
    first DATE NOT NULL,
    last DATE NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by TEXT NOT NULL,
    is_public BOOLEAN NOT NULL,
    content JSONB NOT NULL,
    CONSTRAINT published_report_pk PRIMARY KEY (id),
    CONSTRAINT published_report_days_ck CHECK (first <= last),
    CONSTRAINT published_report_jurisdiction_fk FOREIGN KEY(jurisdiction) REFERENCES onedoor.jurisdiction (id)
);

CREATE INDEX published_report_place_ix ON onedoor.published_report (jurisdiction, at);

-- What was there before is counted by the worker.
INSERT INTO onedoor.figure_recount (jurisdiction, wanted, done, total, is_finished)
SELECT jurisdiction, '', 0, count(*), false FROM onedoor.case_file GROUP BY jurisdiction;
