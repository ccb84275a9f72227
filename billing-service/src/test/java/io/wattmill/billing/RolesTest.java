// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.wattmill.kit.postgres.Database;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.testing.TestPostgres;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What the service's own login may do to each table there is, held against PostgreSQL itself. A new
 * table belongs into one of the two lists.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RolesTest {

    /** What was booked, and what it was booked from: nobody changes it. */
    private static final Set<String> RECORDS =
            Set.of(
                    "attempt_bound",
                    "booking",
                    "chain_key",
                    "cost_line",
                    "energy_attribution",
                    "energy_share",
                    "energy_window",
                    "energy_window_device",
                    "energy_window_host",
                    "energy_window_model",
                    "engine_reading",
                    "facility_hour",
                    "finance_series",
                    "gateway_count",
                    "gateway_snapshot",
                    "lease_use",
                    "ledger_block",
                    "meter_hour",
                    "meter_quarantine",
                    "meter_reading",
                    "meter_run",
                    "outcome",
                    "price",
                    "price_adjustment",
                    "provider_charge",
                    "price_step",
                    "reconciliation",
                    "reconciliation_cause",
                    "reconciliation_line",
                    "reconciliation_meter",
                    "transfer",
                    "usage_attempt",
                    "usage_event",
                    "usage_quarantine",
                    "usage_series",
                    "window_cost");

    /** State by nature, and what may be done to it; the reasons stand beside the grants. */
    private static final Map<String, Set<String>> STATE =
            Map.ofEntries(
                    Map.entry(
                            "account",
                            Set.of(
                                    "UPDATE debits_pending",
                                    "UPDATE debits_posted",
                                    "UPDATE credits_pending",
                                    "UPDATE credits_posted")),
                    Map.entry("rate_card", Set.of("UPDATE valid")),
                    Map.entry(
                            "lease",
                            Set.of(
                                    "UPDATE spent",
                                    "UPDATE overrun",
                                    "UPDATE ends_at",
                                    "UPDATE resolved_at")),
                    Map.entry("budget", Set.of("UPDATE", "DELETE")),
                    Map.entry("budget_revision", Set.of("UPDATE")),
                    Map.entry("gateway_epoch", Set.of("UPDATE")),
                    Map.entry("limit_slice", Set.of("UPDATE", "DELETE")),
                    Map.entry("gateway_journal", Set.of("UPDATE")),
                    Map.entry("meter_node", Set.of("UPDATE")),
                    Map.entry("meter_source", Set.of("UPDATE")),
                    Map.entry("engine_counter", Set.of("UPDATE")),
                    Map.entry("reconciliation_seen", Set.of("UPDATE")),
                    Map.entry("meter_due", Set.of("UPDATE", "DELETE")),
                    Map.entry("meter_seen", Set.of("UPDATE")),
                    Map.entry("usage_total", Set.of("UPDATE")),
                    Map.entry("usage_minute", Set.of("UPDATE")),
                    Map.entry("usage_hour", Set.of("UPDATE")),
                    Map.entry("finance_hour", Set.of("UPDATE")),
                    Map.entry("rollup_progress", Set.of("UPDATE")),
                    Map.entry("energy_pending", Set.of("DELETE")),
                    Map.entry("cost_due", Set.of("DELETE")));

    /** Flyway's. */
    private static final String HISTORY = "flyway_schema_history";

    private final BillingWorld world = BillingWorld.start();

    @AfterAll
    void close() {
        world.close();
    }

    @Test
    void everyTableIsARecordOrState() throws SQLException {
        Set<String> known = new TreeSet<>(RECORDS);
        known.addAll(STATE.keySet());
        known.add(HISTORY);
        assertEquals(known, new TreeSet<>(tables()));
    }

    @Test
    void theServiceMayAddAndReadAndDoNothingElseButWhatStateNeeds() throws SQLException {
        Map<String, Set<String>> granted = new TreeMap<>();
        Map<String, Set<String>> wanted = new TreeMap<>();
        for (String table : tables()) {
            granted.put(table, privileges(table));
            Set<String> expected = new TreeSet<>(STATE.getOrDefault(table, Set.of()));
            expected.add("SELECT");
            if (!table.equals(HISTORY)) {
                expected.add("INSERT");
            }
            wanted.put(table, expected);
        }
        assertEquals(wanted, granted);
    }

    @Test
    void changingARecordIsRefusedByTheDatabase() throws SQLException {
        for (String table : RECORDS) {
            String column = text("SELECT min(column_name) FROM information_schema.columns", table);
            refused("UPDATE " + table + " SET " + column + " = NULL");
            refused("DELETE FROM " + table);
            refused("TRUNCATE " + table);
            refused("ALTER TABLE " + table + " DISABLE TRIGGER ALL");
            refused("DROP TABLE " + table);
        }
    }

    @Test
    void theServiceMakesNoTablesAndCannotBecomeAnybodyElse() {
        refused("CREATE TABLE another (id integer)");
        refused("CREATE TABLE public.another (id integer)");
        refused("CREATE ROLE another");
        refused("SET ROLE " + world.database.migrationUser());
        refused("SET session_replication_role = replica");
        refused("INSERT INTO flyway_schema_history (installed_rank) VALUES (99)");
    }

    @Test
    void triggersRefuseTheOwnerToo() throws SQLException {
        for (String table : RECORDS) {
            assertThrows(
                    IllegalStateException.class,
                    () -> world.execute("DELETE FROM " + table),
                    table);
        }
    }

    @Test
    void theAnalystsRoleReadsNothingUntilItIsGiven() throws SQLException {
        assertEquals(
                "0",
                text(
                        "SELECT count(*) FROM information_schema.role_table_grants WHERE grantee ="
                                + " 'wattmill_analyst' AND privilege_type <> 'SELECT'"));
        assertEquals(
                "f", text("SELECT rolcanlogin FROM pg_roles WHERE rolname = 'wattmill_analyst'"));
    }

    /** Roles belong to the server: all four find none, and make the same ones. */
    @Test
    void severalDatabasesOfOneServerMayMigrateAtOnce() {
        world.server("ALTER ROLE wattmill_billing_service RENAME TO wattmill_before");
        world.server("ALTER ROLE wattmill_analyst RENAME TO wattmill_analyst_before");
        List<Future<Pool>> opened =
                Stream.generate(TestPostgres::fresh)
                        .limit(4)
                        .map(fresh -> Database.open(world.vertx, fresh, "billing"))
                        .toList();
        Await.await(Future.join(opened), Duration.ofSeconds(60));
        for (Future<Pool> pool : opened) {
            Await.await(pool.result().query("SELECT count(*) FROM usage_event").execute());
            Await.await(pool.result().close());
        }
    }

    private void refused(String sql) {
        try (Connection connection = service();
                Statement statement = connection.createStatement()) {
            SQLException refusal =
                    assertThrows(SQLException.class, () -> statement.execute(sql), sql);
            assertEquals("42501", refusal.getSQLState(), refusal::getMessage);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    private Set<String> privileges(String table) throws SQLException {
        Set<String> all = new TreeSet<>();
        try (Connection connection = service()) {
            for (String privilege :
                    List.of(
                            "SELECT",
                            "INSERT",
                            "UPDATE",
                            "DELETE",
                            "TRUNCATE",
                            "REFERENCES",
                            "TRIGGER")) {
                String query =
                        "SELECT '%s' WHERE has_table_privilege('%s', '%1$s')"
                                .formatted(privilege, table);
                all.addAll(list(connection, query));
            }
            if (!all.contains("UPDATE")) {
                all.addAll(
                        list(
                                connection,
                                "SELECT 'UPDATE ' || attname FROM pg_attribute WHERE attrelid ="
                                        + " '%1$s'::regclass AND attnum > 0 AND NOT attisdropped AND"
                                                .formatted(table)
                                        + " has_column_privilege('%s', attname, 'UPDATE')"
                                                .formatted(table)));
            }
        }
        return all;
    }

    private List<String> tables() throws SQLException {
        try (Connection connection = service()) {
            return list(
                    connection,
                    "SELECT relname FROM pg_class WHERE relnamespace = 'billing'::regnamespace AND"
                            + " relkind IN ('r', 'p')");
        }
    }

    private String text(String query, String table) throws SQLException {
        return text(query + " WHERE table_schema = 'billing' AND table_name = '" + table + "'");
    }

    private String text(String query) throws SQLException {
        try (Connection connection = service()) {
            return list(connection, query).getFirst();
        }
    }

    private static List<String> list(Connection connection, String query) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    /** As the service itself connects. */
    private Connection service() throws SQLException {
        Connection connection =
                DriverManager.getConnection(
                        world.database.jdbcUrl(), world.database.user(), world.database.password());
        connection.setSchema("billing");
        return connection;
    }
}
