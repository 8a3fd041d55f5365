-- The lines that one actor wrote at one instant, without a break, become one row.
ALTER TABLE onedoor.history RENAME TO history_lines;
ALTER TABLE onedoor.history_lines RENAME CONSTRAINT history_pk TO history_lines_pk;

-- In this order the columns leave no gaps between them.
CREATE TABLE onedoor.history (
    case_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    seq BIGINT GENERATED ALWAYS AS IDENTITY,
    jurisdiction TEXT NOT NULL,
    actor TEXT NOT NULL,
    lines JSON NOT NULL
);

INSERT INTO onedoor.history (case_id, at, jurisdiction, actor, lines)
SELECT case_id, at, jurisdiction, actor, ('[' || string_agg(line, ',' ORDER BY seq) || ']')::json
FROM (
    SELECT h.case_id, h.at, h.jurisdiction, h.actor, h.seq,
           h.seq - row_number() OVER (PARTITION BY h.case_id, h.at, h.actor ORDER BY h.seq) AS run,
           -- [kind, code, element, detail], without what is empty at the end.
           '[' || concat_ws(',', to_json(h.kind),
               CASE WHEN h.code IS NOT NULL OR h.element IS NOT NULL OR h.detail <> '{}' THEN coalesce(to_json(h.code)::text, 'null') END,
               CASE WHEN h.element IS NOT NULL OR h.detail <> '{}' THEN coalesce(to_json(h.element)::text, 'null') END,
               CASE WHEN h.detail <> '{}' THEN h.detail::text END) || ']' AS line
    FROM onedoor.history_lines h
) AS written
GROUP BY case_id, at, jurisdiction, actor, run
ORDER BY case_id, min(seq);

DROP TABLE onedoor.history_lines;
ALTER TABLE onedoor.history
    ADD CONSTRAINT history_pk PRIMARY KEY (case_id, seq),
    ADD CONSTRAINT history_lines_ck CHECK (jsonb_typeof(lines::jsonb) = 'array'),
    ADD CONSTRAINT history_case_id_jurisdiction_fk FOREIGN KEY(case_id, jurisdiction) REFERENCES onedoor.case_file (id, jurisdiction),
    ADD CONSTRAINT history_jurisdiction_fk FOREIGN KEY(jurisdiction) REFERENCES onedoor.jurisdiction (id);

-- Who has done an item stands with the item; of a step that asked nothing there is no more to say.
ALTER TABLE onedoor.work_item ADD COLUMN done_by TEXT;
UPDATE onedoor.work_item w SET done_by = s.actor, closed_at = s.at FROM onedoor.submission s WHERE s.item = w.id AND w.state = 'done';
DELETE FROM onedoor.submission s USING onedoor.work_item w
WHERE s.item = w.id AND w.state = 'done' AND w.form IS NULL AND s.form = '' AND s.answers = '{}'
  AND NOT EXISTS (SELECT FROM onedoor.sealed_part p WHERE p.submission = s.id);

-- Long answers are packed from now on; those that are there stay as they are.
ALTER TABLE onedoor.submission
    ALTER COLUMN answers DROP NOT NULL,
    ADD COLUMN packed BYTEA,
    ADD CONSTRAINT submission_answers_ck CHECK (num_nonnulls(answers, packed) = 1);
