-- SPDX-License-Identifier: Apache-2.0
-- Which list of budgets gateways have (docs/adr/0014-limits.md): they poll it, and read the list when it is newer.

-- Grows with every change, and is a time, so that a database restored from a backup does not count again what
-- gateways have seen.
CREATE TABLE budget_revision (
    one      boolean PRIMARY KEY DEFAULT true CHECK (one),
    revision bigint NOT NULL CHECK (revision > 0)
);
INSERT INTO budget_revision (revision) VALUES ((extract(epoch FROM clock_timestamp()) * 1000000)::bigint);

CREATE FUNCTION note_budget_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE billing.budget_revision
       SET revision = greatest(revision + 1, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint);
    RETURN NULL;
END $$;
CREATE TRIGGER noted AFTER INSERT OR UPDATE OR DELETE ON budget
    FOR EACH STATEMENT EXECUTE FUNCTION note_budget_change();

-- A mark of what is in budget.
GRANT UPDATE ON budget_revision TO wattmill_billing_service;
