-- The two-character pieces of a text: Chinese has no spaces, and two characters are the shortest thing people search for.
CREATE FUNCTION onedoor.bigrams(searched text) RETURNS text[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN (
        SELECT coalesce(array_agg(DISTINCT substr(lower(searched), i, 2)), '{}')
        FROM generate_series(1, length(searched) - 1) AS i
    );

CREATE TABLE onedoor.calendar_year (
    year INTEGER NOT NULL,
    holidays JSONB NOT NULL,
    make_up_days DATE[] NOT NULL,
    source TEXT NOT NULL,
    CONSTRAINT calendar_year_pk PRIMARY KEY (year),
    CONSTRAINT calendar_year_source_ck CHECK (source IN ('notice', 'estimate'))
);

CREATE TABLE onedoor.jurisdiction (
    id TEXT NOT NULL,
    parent TEXT,
    level TEXT NOT NULL,
    title_zh TEXT NOT NULL,
    title_en TEXT NOT NULL,
    pack TEXT,
    path TEXT[] DEFAULT '{}' NOT NULL,
    CONSTRAINT jurisdiction_pk PRIMARY KEY (id),
    CONSTRAINT jurisdiction_id_ck CHECK (strpos(id, ',') = 0),
    CONSTRAINT jurisdiction_level_ck CHECK (level IN ('province', 'city', 'county', 'town', 'village')),
    CONSTRAINT jurisdiction_parent_fk FOREIGN KEY(parent) REFERENCES onedoor.jurisdiction (id)
);

CREATE TABLE onedoor.calendar_entry (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    jurisdiction TEXT NOT NULL,
    year INTEGER NOT NULL,
    holidays JSONB,
    make_up_days DATE[] NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by TEXT NOT NULL,
    CONSTRAINT calendar_entry_pk PRIMARY KEY (id),
    CONSTRAINT calendar_entry_jurisdiction_fk FOREIGN KEY(jurisdiction) REFERENCES onedoor.jurisdiction (id)
);

CREATE INDEX calendar_entry_newest_ix ON onedoor.calendar_entry (jurisdiction, year, id DESC);

CREATE TABLE onedoor.pack_file (
    sha256 TEXT NOT NULL,
    content BYTEA NOT NULL,
    CONSTRAINT pack_file_pk PRIMARY KEY (sha256),
    CONSTRAINT pack_file_address_ck CHECK (sha256 = encode(sha256(content), 'hex'))
);

CREATE TABLE onedoor.person (
    code TEXT NOT NULL,
    jurisdiction TEXT NOT NULL,
    seq INTEGER NOT NULL,
    name TEXT NOT NULL,
    unit TEXT,
    full_time BOOLEAN NOT NULL,
    qualifications TEXT[] DEFAULT '{}' NOT NULL,
    active_from DATE,
    active_until DATE,
    profile JSONB NOT NULL,
    login TEXT,
    CONSTRAINT person_pk PRIMARY KEY (code),
    CONSTRAINT person_jurisdiction_fk FOREIGN KEY(jurisdiction) REFERENCES onedoor.jurisdiction (id),
    CONSTRAINT person_login_uq UNIQUE (login)
);

CREATE INDEX person_jurisdiction_ix ON onedoor.person (jurisdiction);

CREATE TABLE onedoor.post (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    jurisdiction TEXT NOT NULL,
    seq INTEGER NOT NULL,
    person TEXT NOT NULL,
    role TEXT NOT NULL,
    unit TEXT,
    CONSTRAINT post_pk PRIMARY KEY (id),
    CONSTRAINT post_jurisdiction_fk FOREIGN KEY(jurisdiction) REFERENCES onedoor.jurisdiction (id)
);

CREATE INDEX post_jurisdiction_ix ON onedoor.post (jurisdiction);

CREATE INDEX post_person_ix ON onedoor.post (person);

CREATE TABLE onedoor.release (
    id TEXT NOT NULL,
    seq BIGINT GENERATED ALWAYS AS IDENTITY,
    jurisdiction TEXT NOT NULL,
    pack TEXT NOT NULL,
    version TEXT NOT NULL,
    parent TEXT,
    released_at TIMESTAMP WITH TIME ZONE NOT NULL,
    author TEXT NOT NULL,
    released_by TEXT NOT NULL,
    note TEXT NOT NULL,
    CONSTRAINT release_pk PRIMARY KEY (id),
    CONSTRAINT release_seq_uq UNIQUE (seq),
    CONSTRAINT release_jurisdiction_fk FOREIGN KEY(jurisdiction) REFERENCES onedoor.jurisdiction (id),
    CONSTRAINT release_parent_fk FOREIGN KEY(parent) REFERENCES onedoor.release (id)
);

CREATE INDEX release_jurisdiction_ix ON onedoor.release (jurisdiction);

CREATE INDEX release_pack_ix ON onedoor.release (pack);

CREATE TABLE onedoor.serial_number (
    jurisdiction TEXT NOT NULL,
    year INTEGER NOT NULL,
    last INTEGER NOT NULL,
    CONSTRAINT serial_number_pk PRIMARY KEY (jurisdiction, year),
    CONSTRAINT serial_number_jurisdiction_fk FOREIGN KEY(jurisdiction) REFERENCES onedoor.jurisdiction (id)
);

CREATE TABLE onedoor.team (
    jurisdiction TEXT NOT NULL,
    code TEXT NOT NULL,
    seq INTEGER NOT NULL,
    title_zh TEXT NOT NULL,
    title_en TEXT NOT NULL,
    dispute_types TEXT[] DEFAULT '{}' NOT NULL,
    industry TEXT NOT NULL,
    lead TEXT NOT NULL,
    published BOOLEAN NOT NULL,
    CONSTRAINT team_pk PRIMARY KEY (jurisdiction, code),
    CONSTRAINT team_jurisdiction_fk FOREIGN KEY(jurisdiction) REFERENCES onedoor.jurisdiction (id)
);

CREATE TABLE onedoor.unit (
    jurisdiction TEXT NOT NULL,
    code TEXT NOT NULL,
    seq INTEGER NOT NULL,
    title_zh TEXT NOT NULL,
    title_en TEXT NOT NULL,
    kind TEXT NOT NULL,
    presence TEXT,
    parent TEXT,
    CONSTRAINT unit_pk PRIMARY KEY (jurisdiction, code),
    CONSTRAINT unit_presence_ck CHECK (presence IN ('resident', 'rotating', 'on_call')),
    CONSTRAINT unit_jurisdiction_fk FOREIGN KEY(jurisdiction) REFERENCES onedoor.jurisdiction (id)
);

CREATE TABLE onedoor.adoption (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    jurisdiction TEXT NOT NULL,
    release TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by TEXT NOT NULL,
    CONSTRAINT adoption_pk PRIMARY KEY (id),
    CONSTRAINT adoption_jurisdiction_fk FOREIGN KEY(jurisdiction) REFERENCES onedoor.jurisdiction (id),
    CONSTRAINT adoption_release_fk FOREIGN KEY(release) REFERENCES onedoor.release (id)
);

CREATE INDEX adoption_jurisdiction_ix ON onedoor.adoption (jurisdiction);

CREATE TABLE onedoor.case_file (
    id UUID NOT NULL,
    jurisdiction TEXT NOT NULL,
    release TEXT NOT NULL,
    number TEXT NOT NULL,
    revision INTEGER NOT NULL,
    state TEXT NOT NULL,
    document JSONB NOT NULL,
    title TEXT NOT NULL,
    dispute_type TEXT,
    opened_at TIMESTAMP WITH TIME ZONE NOT NULL,
    opened_by TEXT NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    "end" TEXT,
    query_code TEXT DEFAULT upper(substr(replace(gen_random_uuid()::text, '-', ''), 1, 12)) NOT NULL,
    searched TEXT NOT NULL,
    CONSTRAINT case_file_pk PRIMARY KEY (id),
    CONSTRAINT case_file_id_jurisdiction_uq UNIQUE (id, jurisdiction),
    CONSTRAINT case_file_jurisdiction_number_uq UNIQUE (jurisdiction, number),
    CONSTRAINT case_file_revision_ck CHECK (revision > 0),
    CONSTRAINT case_file_jurisdiction_fk FOREIGN KEY(jurisdiction) REFERENCES onedoor.jurisdiction (id),
    CONSTRAINT case_file_release_fk FOREIGN KEY(release) REFERENCES onedoor.release (id)
);

CREATE INDEX case_file_list_ix ON onedoor.case_file (jurisdiction, opened_at DESC, id DESC);

CREATE INDEX case_file_open_ix ON onedoor.case_file (jurisdiction, opened_at) WHERE closed_at IS NULL;

CREATE UNIQUE INDEX case_file_query_code_ix ON onedoor.case_file (query_code);

CREATE INDEX case_file_searched_ix ON onedoor.case_file USING gin (onedoor.bigrams(searched));

CREATE TABLE onedoor.pack_draft (
    id UUID NOT NULL,
    jurisdiction TEXT NOT NULL,
    pack TEXT NOT NULL,
    base TEXT,
    author TEXT NOT NULL,
    revision INTEGER NOT NULL,
    state TEXT NOT NULL,
    note TEXT NOT NULL,
    CONSTRAINT pack_draft_pk PRIMARY KEY (id),
    CONSTRAINT pack_draft_state_ck CHECK (state IN ('open', 'released', 'discarded')),
    CONSTRAINT pack_draft_jurisdiction_fk FOREIGN KEY(jurisdiction) REFERENCES onedoor.jurisdiction (id),
    CONSTRAINT pack_draft_base_fk FOREIGN KEY(base) REFERENCES onedoor.release (id)
);

CREATE INDEX pack_draft_jurisdiction_ix ON onedoor.pack_draft (jurisdiction);

CREATE TABLE onedoor.release_file (
    release TEXT NOT NULL,
    path TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    CONSTRAINT release_file_pk PRIMARY KEY (release, path),
    CONSTRAINT release_file_release_fk FOREIGN KEY(release) REFERENCES onedoor.release (id),
    CONSTRAINT release_file_sha256_fk FOREIGN KEY(sha256) REFERENCES onedoor.pack_file (sha256)
);

CREATE TABLE onedoor.team_member (
    jurisdiction TEXT NOT NULL,
    team TEXT NOT NULL,
    seq INTEGER NOT NULL,
    person TEXT NOT NULL,
    CONSTRAINT team_member_pk PRIMARY KEY (jurisdiction, team, seq),
    CONSTRAINT team_member_jurisdiction_team_fk FOREIGN KEY(jurisdiction, team) REFERENCES onedoor.team (jurisdiction, code) ON DELETE CASCADE,
    CONSTRAINT team_member_jurisdiction_fk FOREIGN KEY(jurisdiction) REFERENCES onedoor.jurisdiction (id)
);

CREATE INDEX team_member_person_ix ON onedoor.team_member (person);

CREATE TABLE onedoor.attachment (
    id UUID NOT NULL,
    case_id UUID,
    jurisdiction TEXT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    content BYTEA NOT NULL,
    uploaded_by TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT attachment_pk PRIMARY KEY (id),
    CONSTRAINT attachment_case_id_jurisdiction_fk FOREIGN KEY(case_id, jurisdiction) REFERENCES onedoor.case_file (id, jurisdiction),
    CONSTRAINT attachment_size_ck CHECK (size = octet_length(content)),
    CONSTRAINT attachment_jurisdiction_fk FOREIGN KEY(jurisdiction) REFERENCES onedoor.jurisdiction (id)
);

CREATE INDEX attachment_case_ix ON onedoor.attachment (case_id);

CREATE TABLE onedoor.form_draft (
    item UUID NOT NULL,
    case_id UUID,
    jurisdiction TEXT NOT NULL,
    actor TEXT NOT NULL,
    answers JSONB NOT NULL,
    revision INTEGER NOT NULL,
    saved_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT form_draft_pk PRIMARY KEY (item),
    CONSTRAINT form_draft_case_id_jurisdiction_fk FOREIGN KEY(case_id, jurisdiction) REFERENCES onedoor.case_file (id, jurisdiction),
    CONSTRAINT form_draft_jurisdiction_fk FOREIGN KEY(jurisdiction) REFERENCES onedoor.jurisdiction (id)
);

CREATE TABLE onedoor.history (
    case_id UUID NOT NULL,
    jurisdiction TEXT NOT NULL,
    seq INTEGER NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    actor TEXT NOT NULL,
    kind TEXT NOT NULL,
    code TEXT,
    element TEXT,
    detail JSONB NOT NULL,
    CONSTRAINT history_pk PRIMARY KEY (case_id, seq),
    CONSTRAINT history_case_id_jurisdiction_fk FOREIGN KEY(case_id, jurisdiction) REFERENCES onedoor.case_file (id, jurisdiction),
    CONSTRAINT history_jurisdiction_fk FOREIGN KEY(jurisdiction) REFERENCES onedoor.jurisdiction (id)
);

CREATE TABLE onedoor.notice (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    case_id UUID NOT NULL,
    jurisdiction TEXT NOT NULL,
    addressee TEXT NOT NULL,
    code TEXT NOT NULL,
    text_zh TEXT NOT NULL,
    text_en TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT notice_pk PRIMARY KEY (id),
    CONSTRAINT notice_case_id_jurisdiction_fk FOREIGN KEY(case_id, jurisdiction) REFERENCES onedoor.case_file (id, jurisdiction),
    CONSTRAINT notice_jurisdiction_fk FOREIGN KEY(jurisdiction) REFERENCES onedoor.jurisdiction (id)
);

CREATE INDEX notice_addressee_ix ON onedoor.notice (addressee, at);

CREATE INDEX notice_case_ix ON onedoor.notice (case_id);

CREATE TABLE onedoor.pack_draft_file (
    draft UUID NOT NULL,
    path TEXT NOT NULL,
    jurisdiction TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    CONSTRAINT pack_draft_file_pk PRIMARY KEY (draft, path),
    CONSTRAINT pack_draft_file_draft_fk FOREIGN KEY(draft) REFERENCES onedoor.pack_draft (id),
    CONSTRAINT pack_draft_file_jurisdiction_fk FOREIGN KEY(jurisdiction) REFERENCES onedoor.jurisdiction (id),
    CONSTRAINT pack_draft_file_sha256_fk FOREIGN KEY(sha256) REFERENCES onedoor.pack_file (sha256)
);

CREATE TABLE onedoor.party (
    case_id UUID NOT NULL,
    jurisdiction TEXT NOT NULL,
    seq INTEGER NOT NULL,
    role TEXT NOT NULL,
    name TEXT NOT NULL,
    phone TEXT,
    CONSTRAINT party_pk PRIMARY KEY (case_id, seq),
    CONSTRAINT party_case_id_jurisdiction_fk FOREIGN KEY(case_id, jurisdiction) REFERENCES onedoor.case_file (id, jurisdiction),
    CONSTRAINT party_jurisdiction_fk FOREIGN KEY(jurisdiction) REFERENCES onedoor.jurisdiction (id)
);

CREATE TABLE onedoor.process_instance (
    case_id UUID NOT NULL,
    jurisdiction TEXT NOT NULL,
    process TEXT NOT NULL,
    state BYTEA NOT NULL,
    CONSTRAINT process_instance_pk PRIMARY KEY (case_id),
    CONSTRAINT process_instance_case_id_jurisdiction_fk FOREIGN KEY(case_id, jurisdiction) REFERENCES onedoor.case_file (id, jurisdiction),
    CONSTRAINT process_instance_jurisdiction_fk FOREIGN KEY(jurisdiction) REFERENCES onedoor.jurisdiction (id)
);

CREATE TABLE onedoor.reading_log (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    case_id UUID NOT NULL,
    jurisdiction TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    actor TEXT NOT NULL,
    compartment TEXT NOT NULL,
    purpose TEXT NOT NULL,
    CONSTRAINT reading_log_pk PRIMARY KEY (id),
    CONSTRAINT reading_log_case_id_jurisdiction_fk FOREIGN KEY(case_id, jurisdiction) REFERENCES onedoor.case_file (id, jurisdiction),
    CONSTRAINT reading_log_jurisdiction_fk FOREIGN KEY(jurisdiction) REFERENCES onedoor.jurisdiction (id)
);

CREATE INDEX reading_log_case_ix ON onedoor.reading_log (case_id);

CREATE TABLE onedoor.submission (
    id UUID NOT NULL,
    case_id UUID NOT NULL,
    jurisdiction TEXT NOT NULL,
    item UUID,
    form TEXT NOT NULL,
    code TEXT NOT NULL,
    answers JSONB NOT NULL,
    actor TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT submission_pk PRIMARY KEY (id),
    CONSTRAINT submission_case_id_jurisdiction_fk FOREIGN KEY(case_id, jurisdiction) REFERENCES onedoor.case_file (id, jurisdiction),
    CONSTRAINT submission_jurisdiction_fk FOREIGN KEY(jurisdiction) REFERENCES onedoor.jurisdiction (id)
);

CREATE INDEX submission_case_ix ON onedoor.submission (case_id, at);

CREATE TABLE onedoor.timer (
    case_id UUID NOT NULL,
    jurisdiction TEXT NOT NULL,
    ref UUID NOT NULL,
    kind TEXT NOT NULL,
    due TIMESTAMP WITH TIME ZONE NOT NULL,
    detail JSONB NOT NULL,
    CONSTRAINT timer_pk PRIMARY KEY (case_id, ref, kind),
    CONSTRAINT timer_case_id_jurisdiction_fk FOREIGN KEY(case_id, jurisdiction) REFERENCES onedoor.case_file (id, jurisdiction),
    CONSTRAINT timer_kind_ck CHECK (kind IN ('process', 'warning')),
    CONSTRAINT timer_jurisdiction_fk FOREIGN KEY(jurisdiction) REFERENCES onedoor.jurisdiction (id)
);

CREATE INDEX timer_due_ix ON onedoor.timer (due);

CREATE TABLE onedoor.work_item (
    id UUID NOT NULL,
    case_id UUID NOT NULL,
    jurisdiction TEXT NOT NULL,
    task UUID NOT NULL,
    element TEXT NOT NULL,
    code TEXT NOT NULL,
    title_zh TEXT NOT NULL,
    title_en TEXT NOT NULL,
    form TEXT,
    role TEXT,
    assigned TEXT[] DEFAULT '{}' NOT NULL,
    entry JSONB,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    due TIMESTAMP WITH TIME ZONE,
    deadline TEXT,
    since TIMESTAMP WITH TIME ZONE,
    stops JSONB,
    pause JSONB,
    holder TEXT,
    state TEXT NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT work_item_pk PRIMARY KEY (id),
    CONSTRAINT work_item_case_id_jurisdiction_fk FOREIGN KEY(case_id, jurisdiction) REFERENCES onedoor.case_file (id, jurisdiction),
    CONSTRAINT work_item_state_ck CHECK (state IN ('open', 'done', 'withdrawn')),
    CONSTRAINT work_item_closed_ck CHECK ((state = 'open') = (closed_at IS NULL)),
    CONSTRAINT work_item_jurisdiction_fk FOREIGN KEY(jurisdiction) REFERENCES onedoor.jurisdiction (id)
);

CREATE INDEX work_item_case_ix ON onedoor.work_item (case_id);

CREATE INDEX work_item_holder_ix ON onedoor.work_item (holder) WHERE state = 'open';

CREATE INDEX work_item_open_ix ON onedoor.work_item (jurisdiction, due) WHERE state = 'open';

CREATE TABLE onedoor.sealed_part (
    submission UUID NOT NULL,
    case_id UUID NOT NULL,
    jurisdiction TEXT NOT NULL,
    content JSONB NOT NULL,
    CONSTRAINT sealed_part_pk PRIMARY KEY (submission),
    CONSTRAINT sealed_part_case_id_jurisdiction_fk FOREIGN KEY(case_id, jurisdiction) REFERENCES onedoor.case_file (id, jurisdiction),
    CONSTRAINT sealed_part_submission_fk FOREIGN KEY(submission) REFERENCES onedoor.submission (id),
    CONSTRAINT sealed_part_jurisdiction_fk FOREIGN KEY(jurisdiction) REFERENCES onedoor.jurisdiction (id)
);

-- The state is already compact; without compression of its own a step is cheaper.
ALTER TABLE onedoor.process_instance ALTER COLUMN state SET STORAGE EXTERNAL;

-- Row-level security forbids the index under a condition that might leak rows. This function runs as
-- the owner and bounds the rows by the reach itself, so that search may use the index.
CREATE FUNCTION onedoor.found_cases(wanted text) RETURNS SETOF uuid
    LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog
    BEGIN ATOMIC
        SELECT id FROM onedoor.case_file
        WHERE jurisdiction = ANY (string_to_array(current_setting('onedoor.reach', true), ','))
          AND onedoor.bigrams(searched) @> onedoor.bigrams(wanted)
          AND strpos(lower(searched), lower(wanted)) > 0;
    END;
REVOKE EXECUTE ON FUNCTION onedoor.found_cases(text) FROM PUBLIC;
