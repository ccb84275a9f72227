-- SPDX-License-Identifier: Apache-2.0
-- Plans as they were given, and runs with everything that is needed to run them again.

-- A plan's text never changes: another text is another plan.
CREATE TABLE plan (
    id         uuid        PRIMARY KEY,
    name       text        NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    sha256     text        NOT NULL UNIQUE CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    yaml       text        NOT NULL,
    created_by text        NOT NULL,
    created_at_us bigint   NOT NULL
);

CREATE TABLE run (
    id            uuid   PRIMARY KEY,
    plan_id       uuid   NOT NULL REFERENCES plan,
    plan_sha256   text   NOT NULL,
    -- what was asked: trace, seed, options; with the plan's text and the version, all that the answer follows from
    asked         jsonb  NOT NULL,
    version       text   NOT NULL,
    state         text   NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled', 'interrupted')),
    progress_ppm  int    NOT NULL DEFAULT 0 CHECK (progress_ppm BETWEEN 0 AND 1000000),
    cancel_asked  bool   NOT NULL DEFAULT false,
    requested_by  text   NOT NULL,
    created_at_us bigint NOT NULL,
    started_at_us bigint,
    heard_at_us   bigint,
    ended_at_us   bigint,
    -- the very bytes, so that a run of the record can be held against them
    answer        bytea,
    summary       jsonb,
    error         text,
    CHECK ((state = 'done') = (answer IS NOT NULL)),
    CHECK ((state = 'failed') <= (error IS NOT NULL))
);

CREATE INDEX run_queued ON run (created_at_us, id) WHERE state = 'queued';
CREATE INDEX run_running ON run (heard_at_us) WHERE state = 'running';
CREATE INDEX run_plan ON run (plan_id, id);

-- Roles belong to the whole server: another of its databases may have made them, or be about to.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'wattmill_twin_service') THEN
        BEGIN
            CREATE ROLE wattmill_twin_service NOLOGIN;
        EXCEPTION
            WHEN duplicate_object OR unique_violation THEN
                NULL;
            WHEN insufficient_privilege THEN
                RAISE EXCEPTION 'role wattmill_twin_service is missing, and % may not make it', current_user
                    USING ERRCODE = 'insufficient_privilege',
                          HINT = 'As an administrator of the server: CREATE ROLE wattmill_twin_service NOLOGIN;';
        END;
    END IF;
END $$;

GRANT USAGE ON SCHEMA twin TO wattmill_twin_service;
GRANT SELECT, INSERT ON plan, run TO wattmill_twin_service;
GRANT SELECT ON flyway_schema_history TO wattmill_twin_service;
-- What becomes of a run is state; what was asked is not.
GRANT UPDATE (state, progress_ppm, cancel_asked, started_at_us, heard_at_us, ended_at_us, answer, summary, error)
    ON run TO wattmill_twin_service;
-- Retention: the oldest runs go, and plans that no run is of.
GRANT DELETE ON plan, run TO wattmill_twin_service;
