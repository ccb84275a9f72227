-- SPDX-License-Identifier: Apache-2.0
-- What the gateway itself may do to its tables (docs/adr/0008-roles.md): all of it is state, so rows come and go;
-- tables do not. Migrations run as their owner.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'wattmill_gateway_service') THEN
        BEGIN
            CREATE ROLE wattmill_gateway_service NOLOGIN;
        EXCEPTION
            WHEN duplicate_object OR unique_violation THEN
                NULL; -- Another database of this server was first.
            WHEN insufficient_privilege THEN
                RAISE EXCEPTION 'role wattmill_gateway_service is missing, and % may not make it', current_user
                    USING ERRCODE = 'insufficient_privilege',
                          HINT = 'As an administrator of the server: CREATE ROLE wattmill_gateway_service NOLOGIN;';
        END;
    END IF;
END $$;

GRANT USAGE ON SCHEMA gateway TO wattmill_gateway_service;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA gateway TO wattmill_gateway_service;
ALTER DEFAULT PRIVILEGES IN SCHEMA gateway GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO wattmill_gateway_service;
REVOKE INSERT, UPDATE, DELETE ON flyway_schema_history FROM wattmill_gateway_service;
