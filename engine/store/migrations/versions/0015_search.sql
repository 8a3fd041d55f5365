-- The pieces of a text of one and of two characters: Chinese has no spaces, and people look for a family name as for a whole one.
CREATE FUNCTION onedoor.pieces(searched text) RETURNS text[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN (
        SELECT coalesce(array_agg(DISTINCT substr(lower(searched), i, size)), '{}')
        FROM generate_series(1, 2) AS size CROSS JOIN generate_series(1, length(searched) - size + 1) AS i
    );

DROP FUNCTION onedoor.found_cases(text);
DROP INDEX onedoor.case_file_searched_ix;
DROP FUNCTION onedoor.bigrams(text);
CREATE INDEX case_file_searched_ix ON onedoor.case_file USING gin (onedoor.pieces(searched));

-- The newest cases within reach that contain what is wanted, found in a time that does not grow with the number of cases:
-- what is in many of them is soon met among the newest; what is in fewer is read from the index together with a span of time
-- that is as long as it takes. Row-level security forbids the index under a condition that might leak rows, so this function
-- runs as the owner and bounds the rows by the reach itself.
CREATE FUNCTION onedoor.found_cases(wanted text, is_open boolean, needed int, without text[]) RETURNS SETOF uuid
    LANGUAGE plpgsql STABLE ROWS 50 SECURITY DEFINER
    SET search_path = pg_catalog SET plan_cache_mode = force_custom_plan
    AS $$
DECLARE
    reach CONSTANT text[] := ARRAY(
        SELECT code FROM unnest(string_to_array(current_setting('onedoor.reach', true), ',')) AS code WHERE code <> ALL (without));
    -- Pieces of one character are implied by those of two.
    pieces CONSTANT text[] := ARRAY(SELECT p FROM unnest(onedoor.pieces(wanted)) AS p WHERE length(p) = least(length(wanted), 2));
    found uuid[];
    -- Number of the newest cases that are looked through, and since when they were opened; null where all are.
    span int;
    since timestamptz;
BEGIN
    found := ARRAY(
        SELECT newest.id
        FROM unnest(reach) AS part (code) CROSS JOIN LATERAL (
            SELECT c.id, c.opened_at, c.searched FROM onedoor.case_file c
            WHERE c.jurisdiction = part.code AND (is_open IS NULL OR (c.closed_at IS NULL) = is_open)
            ORDER BY c.opened_at DESC, c.id DESC LIMIT 500) newest
        WHERE strpos(lower(newest.searched), lower(wanted)) > 0
        ORDER BY newest.opened_at DESC, newest.id DESC LIMIT needed);
    FOREACH span IN ARRAY ARRAY[10000, 100000, NULL] LOOP
        EXIT WHEN cardinality(found) = needed;
        -- What is rare is read whole without looking further back step by step.
        CONTINUE WHEN span = 100000 AND 500 > (
            SELECT count(*) FROM (SELECT FROM onedoor.case_file c WHERE onedoor.pieces(c.searched) @> pieces LIMIT 500) few);
        since := NULL;
        IF span IS NOT NULL THEN
            since := (
                SELECT max(last.opened_at)
                FROM unnest(reach) AS part (code) CROSS JOIN LATERAL (
                    SELECT c.opened_at FROM onedoor.case_file c WHERE c.jurisdiction = part.code
                    ORDER BY c.opened_at DESC, c.id DESC OFFSET span / greatest(cardinality(reach), 1) LIMIT 1) last);
        END IF;
        found := ARRAY(
            SELECT c.id FROM onedoor.case_file c
            WHERE c.jurisdiction = ANY (reach) AND c.opened_at >= coalesce(since, '-infinity') AND onedoor.pieces(c.searched) @> pieces
              AND strpos(lower(c.searched), lower(wanted)) > 0 AND (is_open IS NULL OR (c.closed_at IS NULL) = is_open)
            ORDER BY c.opened_at DESC, c.id DESC LIMIT needed);
        EXIT WHEN since IS NULL;
    END LOOP;
    RETURN QUERY SELECT unnest(found);
END
$$;
REVOKE EXECUTE ON FUNCTION onedoor.found_cases(text, boolean, int, text[]) FROM PUBLIC;

-- The cases of some jurisdictions within reach with work that is or was somebody's, in person or by an address.
CREATE FUNCTION onedoor.called_cases(person text, addresses text[], places text[]) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    BEGIN ATOMIC
        SELECT w.case_id FROM onedoor.work_item w
        WHERE (w.holder = person OR w.assigned <> '{}' AND w.assigned && addresses)
          AND w.jurisdiction = ANY (places) AND w.jurisdiction = ANY (string_to_array(current_setting('onedoor.reach', true), ','))
          AND places <> '{}'
        UNION
        SELECT c.id FROM onedoor.case_file c
        WHERE c.opened_by = person
          AND c.jurisdiction = ANY (places) AND c.jurisdiction = ANY (string_to_array(current_setting('onedoor.reach', true), ','))
          AND places <> '{}';
    END;
REVOKE EXECUTE ON FUNCTION onedoor.called_cases(text, text[], text[]) FROM PUBLIC;
CREATE INDEX work_item_anyones_ix ON onedoor.work_item (holder);
CREATE INDEX work_item_assigned_ix ON onedoor.work_item USING gin (assigned) WHERE assigned <> '{}';
CREATE INDEX case_file_opened_by_ix ON onedoor.case_file (opened_by);

-- What a role was told in one jurisdiction, of many that share the role.
CREATE INDEX notice_place_ix ON onedoor.notice (addressee, jurisdiction, at);
