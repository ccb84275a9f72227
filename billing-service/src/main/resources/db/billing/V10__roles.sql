-- SPDX-License-Identifier: Apache-2.0
-- What the service itself may do to its tables (docs/adr/0008-roles.md). Migrations run as their owner.

-- Roles belong to the whole server: another of its databases may have made them, or be about to.
-- wattmill_billing_service: what the service's login is a member of. wattmill_analyst: reads what it is given.
DO $$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['wattmill_billing_service', 'wattmill_analyst'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
            EXCEPTION
                WHEN duplicate_object OR unique_violation THEN
                    NULL;
                WHEN insufficient_privilege THEN
                    RAISE EXCEPTION 'role % is missing, and % may not make it', wanted, current_user
                        USING ERRCODE = 'insufficient_privilege',
                              HINT = format('As an administrator of the server: CREATE ROLE %I NOLOGIN;', wanted);
            END;
        END IF;
    END LOOP;
END $$;

-- Everything may be added to and read, nothing else, what later migrations create included.
GRANT USAGE ON SCHEMA billing TO wattmill_billing_service;
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA billing TO wattmill_billing_service;
ALTER DEFAULT PRIVILEGES IN SCHEMA billing GRANT SELECT, INSERT ON TABLES TO wattmill_billing_service;
-- Which migrations ran is for the owner to say.
REVOKE INSERT ON flyway_schema_history FROM wattmill_billing_service;

-- What is state by nature, and so may be changed: nothing below is a record of what happened. RolesTest holds the
-- same list against the catalog; a migration that adds such a table grants here what it needs, with its reason.
-- Balances: the sums of transfers, which B-I3 compares.
GRANT UPDATE (debits_pending, debits_posted, credits_pending, credits_posted) ON account TO wattmill_billing_service;
-- When a version of the book is in force ends when the next one begins; its terms stay.
GRANT UPDATE (valid) ON rate_card TO wattmill_billing_service;
-- Progress of a lease; what moved is in transfer, which B-I6 compares.
GRANT UPDATE (spent, overrun, ends_at, resolved_at) ON lease TO wattmill_billing_service;
-- What an administrator set; what was granted and spent under it is on the ledger.
GRANT UPDATE, DELETE ON budget TO wattmill_billing_service;
-- The newest incarnation of each gateway, and slices that expire.
GRANT UPDATE ON gateway_epoch TO wattmill_billing_service;
GRANT UPDATE, DELETE ON limit_slice TO wattmill_billing_service;
-- How far the links to gateways and nodes have come, and where each meter stands.
GRANT UPDATE ON gateway_journal, meter_node, meter_source TO wattmill_billing_service;
-- Running totals for the event bus: sums of what is there.
GRANT UPDATE ON usage_total TO wattmill_billing_service;
-- Work queues.
GRANT DELETE ON energy_pending, cost_due TO wattmill_billing_service;

-- Kept for a person, so nobody takes them away either.
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON usage_quarantine
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON meter_quarantine
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
