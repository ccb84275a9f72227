// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.migration;

import static io.wattmill.billing.BillingWorld.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.billing.BillingWorld;
import io.wattmill.kit.postgres.PostgresConfig;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.testing.TestPostgres;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A database of V4, with rows in every table that there was, runs all later scripts: the books
 * hold, the chain seals all of them, and reports answer what was booked.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MigrationTest {

    private static final String BOOKS = "books-at-v4.sql";
    private static final long FROM_S = 1_767_139_200L;
    private static final long TO_S = FROM_S + 2 * 86_400L;
    private static final BigDecimal NANO = BigDecimal.valueOf(1_000_000_000L);

    private final PostgresConfig database = TestPostgres.fresh();
    private final TreeMap<String, Long> before = new TreeMap<>();
    private BillingWorld world;

    @BeforeAll
    void migrate() throws SQLException, IOException {
        TestPostgres.migrate(database, "billing", "4");
        try (Connection connection = TestPostgres.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("SET search_path = billing");
            statement.execute(books());
            assertEquals("", emptyTables(statement));
            read(statement);
        }
        world = BillingWorld.on(database);
    }

    private static String books() throws IOException {
        try (var stream = MigrationTest.class.getResourceAsStream(BOOKS)) {
            return new String(
                    Objects.requireNonNull(stream, BOOKS).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Tables without a row: a script may fail on what they would hold. */
    private static String emptyTables(Statement statement) throws SQLException {
        statement.execute("ANALYZE");
        return text(
                statement,
                "SELECT coalesce(string_agg(relname, ' '), '') FROM pg_class WHERE relnamespace ="
                        + " 'billing'::regnamespace AND relkind = 'r' AND reltuples < 1");
    }

    private void read(Statement statement) throws SQLException {
        for (String sum :
                new String[] {
                    "count(*)",
                    "sum(input_uncached + cache_read + cache_write)",
                    "sum(output)",
                    "sum(charged_nano)"
                }) {
            before.put(
                    sum,
                    Long.parseLong(text(statement, "SELECT " + sum + "::bigint FROM usage_event")));
        }
    }

    private static String text(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    @AfterAll
    void close() {
        world.close();
    }

    @Test
    void theBooksHoldAndEachWindowGetsItsCost() {
        Await.until(
                () -> world.number("SELECT count(DISTINCT window_id) FROM window_cost") == 12,
                "every window has its cost");
        assertEquals(0, world.number("SELECT count(*) FROM energy_pending"));
        world.verify();
    }

    @Test
    void theChainSealsAllOfIt() {
        Await.until(
                () ->
                        world.number("SELECT count(*) FROM booking")
                                == world.number(
                                        "SELECT coalesce(sum(bookings), 0) FROM ledger_block"),
                "every booking is sealed");
        assertEquals(
                0,
                world.number(
                        "SELECT count(*) FROM transfer t LEFT JOIN booking b ON b.id ="
                                + " t.booking_id WHERE b.id IS NULL"));
    }

    @Test
    void everyRunThatReportedIsKnown() {
        assertEquals(
                0,
                world.number(
                        "SELECT count(*) FROM (SELECT node_id, boot_id FROM meter_reading EXCEPT"
                                + " SELECT node_id, boot_id FROM meter_run) AS unknown"));
        assertEquals(
                0, world.number("SELECT count(*) FROM meter_node WHERE said_at <> observed_at"));
    }

    @Test
    void usageAndCostsAnswerWhatWasBooked() {
        long[] sums = new long[3];
        BigDecimal charged = BigDecimal.ZERO;
        for (JsonNode bucket : report("usage/completions")) {
            for (JsonNode result : bucket.get("results")) {
                sums[0] += result.get("num_model_requests").longValue();
                sums[1] += result.get("input_tokens").longValue();
                sums[2] += result.get("output_tokens").longValue();
            }
        }
        for (JsonNode bucket : report("costs")) {
            for (JsonNode result : bucket.get("results")) {
                charged = charged.add(result.at("/amount/value").decimalValue());
            }
        }
        assertEquals(before.get("count(*)"), sums[0]);
        assertEquals(before.get("sum(input_uncached + cache_read + cache_write)"), sums[1]);
        assertEquals(before.get("sum(output)"), sums[2]);
        assertEquals(before.get("sum(charged_nano)"), charged.multiply(NANO).longValueExact());
    }

    private JsonNode report(String which) {
        JsonNode page =
                world.get(
                                "/v1/organization/%s?bucket_width=1d&limit=7&start_time=%d&end_time=%d"
                                        .formatted(which, FROM_S, TO_S),
                                admin())
                        .json();
        assertFalse(page.get("has_more").booleanValue());
        return page.get("data");
    }

    @Test
    void aRequestFromThenIsExplainedAsMeasured() {
        String path = "/v1/requests/chatcmpl-1";
        Await.until(
                () ->
                        world.get(path, admin())
                                .json()
                                .at("/energy/method")
                                .asText()
                                .equals("measured"),
                "its windows have their cost");
        JsonNode request = world.get(path, admin()).json();
        assertEquals(2, request.at("/reported/revision").intValue());
        assertEquals("p1", request.at("/request/project_id").textValue());
    }
}
