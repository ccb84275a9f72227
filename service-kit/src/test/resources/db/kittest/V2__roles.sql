DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'wattmill_kittest_service') THEN
        CREATE ROLE wattmill_kittest_service NOLOGIN;
    END IF;
END $$;
GRANT USAGE ON SCHEMA kittest TO wattmill_kittest_service;
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA kittest TO wattmill_kittest_service;
REVOKE INSERT ON flyway_schema_history FROM wattmill_kittest_service;
