ALTER TABLE onedoor.person
    ADD COLUMN categories TEXT[] DEFAULT '{}' NOT NULL,
    ADD COLUMN represents TEXT[] DEFAULT '{}' NOT NULL,
    ADD COLUMN town TEXT DEFAULT '' NOT NULL,
    ADD COLUMN most_open INTEGER,
    ADD COLUMN interests JSONB DEFAULT '[]' NOT NULL;

ALTER TABLE onedoor.team
    ADD COLUMN kind TEXT DEFAULT 'team' NOT NULL,
    ADD COLUMN unit TEXT,
    ADD COLUMN towns TEXT[] DEFAULT '{}' NOT NULL,
    ADD COLUMN has_seal BOOLEAN DEFAULT 'false' NOT NULL,
    ADD COLUMN term_from DATE,
    ADD CONSTRAINT team_kind_ck CHECK (kind IN ('team', 'committee', 'studio', 'pool'));

CREATE TABLE onedoor.turn (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    jurisdiction TEXT NOT NULL,
    seq INTEGER NOT NULL,
    person TEXT,
    unit TEXT,
    weekdays INTEGER[] NOT NULL,
    days DATE[] NOT NULL,
    first DATE,
    last DATE,
    is_duty BOOLEAN NOT NULL,
    CONSTRAINT turn_pk PRIMARY KEY (id),
    CONSTRAINT turn_whose_ck CHECK ((person IS NULL) <> (unit IS NULL)),
    CONSTRAINT turn_jurisdiction_fk FOREIGN KEY(jurisdiction) REFERENCES onedoor.jurisdiction (id)
);

CREATE INDEX turn_jurisdiction_ix ON onedoor.turn (jurisdiction);

CREATE TABLE onedoor.absence (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    jurisdiction TEXT NOT NULL,
    seq INTEGER NOT NULL,
    person TEXT NOT NULL,
    first DATE NOT NULL,
    last DATE NOT NULL,
    CONSTRAINT absence_pk PRIMARY KEY (id),
    CONSTRAINT absence_span_ck CHECK (first <= last),
    CONSTRAINT absence_jurisdiction_fk FOREIGN KEY(jurisdiction) REFERENCES onedoor.jurisdiction (id)
);

CREATE INDEX absence_jurisdiction_ix ON onedoor.absence (jurisdiction);

CREATE TABLE onedoor.distance (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    jurisdiction TEXT NOT NULL,
    seq INTEGER NOT NULL,
    towns TEXT[] DEFAULT '{}' NOT NULL,
    kilometres INTEGER NOT NULL,
    CONSTRAINT distance_pk PRIMARY KEY (id),
    CONSTRAINT distance_towns_ck CHECK (cardinality(towns) = 2 AND kilometres >= 0),
    CONSTRAINT distance_jurisdiction_fk FOREIGN KEY(jurisdiction) REFERENCES onedoor.jurisdiction (id)
);

CREATE INDEX distance_jurisdiction_ix ON onedoor.distance (jurisdiction);
