// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.rollup;

import static io.wattmill.billing.BillingWorld.admin;
import static io.wattmill.billing.BillingWorld.tenant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.billing.BillingWorld;
import io.wattmill.billing.Meters;
import io.wattmill.billing.Records;
import io.wattmill.billing.series.HourValue;
import io.wattmill.contract.meter.v1.MeterReport;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.testing.TestPostgres;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Each booking is in the roll-ups once, and an answer never lacks one that is not. */
final class RollupTest {

    private static final long S = 1_000_000L;
    private static final String SETUP =
            """
            billing:
              meter: {window: 1s, patience: 3s}
              energy: {interval: 50ms, gateway-silence: 60s, gateway-lag: 0s}
              chain: {interval: 1h}
              rollup: {interval: %s, bookings-per-round: 2}
            """;
    private static final String SOON = SETUP.formatted("50ms");
    private static final String NEVER = SETUP.formatted("24h");

    private final BillingWorld world = BillingWorld.start(SOON);
    private final long t0 = world.clock.nowUs();

    @AfterEach
    void theSumsAreThoseOfTheRows() {
        world.verify();
        world.close();
    }

    @Test
    void rollsUpEachBookingOnce() {
        for (int n = 1; n <= 5; n++) {
            world.settle(Records.batch(Records.record(n, t0)));
        }
        awaitRolled();
        assertEquals(5, world.number("SELECT sum(requests) FROM usage_minute"));
        assertEquals(5, world.number("SELECT sum(requests) FROM finance_hour"));
        assertEquals(1, world.number("SELECT count(*) FROM usage_series"));
        assertEquals(5, requests());
        world.awaitRounds("wattmill_rollup_rounds", 3);
        assertEquals(5, world.number("SELECT sum(requests) FROM usage_minute"));
    }

    @Test
    void anAnswerIsNeverBehindTheLedger() {
        world.restart(NEVER);
        world.settle(Records.batch(Records.record(1, t0), Records.record(2, t0)));
        assertEquals(2, requests());
        assertEquals(0, world.number("SELECT count(*) FROM usage_minute"));
        JsonNode before = usage();
        world.verify();
        world.restart(SOON);
        awaitRolled();
        assertEquals(before, usage());
        world.settle(Records.batch(Records.record(3, t0)));
        assertEquals(3, requests());
    }

    @Test
    void waitsForATransactionThatIsStillOpenAndMissesNothingOfIt() throws SQLException {
        world.settle(Records.batch(Records.record(1, t0)));
        awaitRolled();
        try (Connection slow = TestPostgres.connect(world.database);
                Statement statement = slow.createStatement()) {
            slow.setAutoCommit(false);
            statement.execute(
                    """
                    WITH late AS (INSERT INTO billing.booking (kind, source) VALUES (4, 'slow') RETURNING id)
                    INSERT INTO billing.outcome (request_id, revision, key_id, success, label, reported_at, booking_id)
                    SELECT request_id, 1, key_id, true, '', now(), late.id FROM billing.usage_event, late\
                    """);
            world.settle(Records.batch(Records.record(2, t0)));
            world.awaitRounds("wattmill_rollup_rounds", 2);
            assertEquals(1, world.number("SELECT sum(requests) FROM usage_minute"));
            assertEquals(2, requests());
            slow.commit();
        }
        awaitRolled();
        assertEquals(2, world.number("SELECT sum(requests) FROM usage_minute"));
        assertEquals(1, world.number("SELECT sum(succeeded) FROM finance_hour"));
    }

    @Test
    void aRoundThatFailsHalfWayChangesNothing() {
        world.execute(
                """
                CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''cut''; END';
                CREATE TRIGGER cut BEFORE INSERT OR UPDATE ON rollup_progress FOR EACH ROW EXECUTE FUNCTION cut()\
                """);
        world.settle(Records.batch(Records.record(1, t0)));
        Await.until(() -> world.counter("wattmill_rollup_failures") >= 2, "two rounds failed");
        assertEquals(0, world.number("SELECT count(*) FROM usage_minute"));
        assertEquals(1, requests());
        world.verify();
        world.execute("DROP TRIGGER cut ON rollup_progress");
        awaitRolled();
        assertEquals(1, world.number("SELECT sum(requests) FROM usage_minute"));
    }

    @Test
    void rollsUpRowsThatWereThereBeforeItAndThoseOfAnotherCluster() {
        for (int n = 1; n <= 5; n++) {
            world.settle(Records.batch(Records.record(n, t0)));
        }
        awaitRolled();
        world.restart(NEVER);
        world.corrupt(
                """
                DELETE FROM usage_minute; DELETE FROM usage_hour; DELETE FROM usage_series; DELETE FROM finance_hour;
                DELETE FROM finance_series; DELETE FROM rollup_progress;
                UPDATE booking SET cluster = 7, xid = (xid::text::bigint + 9000000000)::text::xid8 WHERE id <= 2\
                """);
        assertEquals(5, requests());
        world.restart(SOON);
        awaitRolled();
        assertEquals(5, world.number("SELECT sum(requests) FROM usage_minute"));
        assertEquals(2, world.number("SELECT count(*) FROM rollup_progress"));
    }

    /** The same day, however it is cut: hours from their roll-up, what is around them by minute. */
    @Test
    void everyWidthHasTheSameSums() {
        for (int n = 1; n <= 40; n++) {
            world.settle(Records.batch(Records.record(n, t0 + n * 300 * S)));
        }
        awaitRolled();
        world.restart(NEVER);
        world.settle(Records.batch(Records.record(41, t0 + 4_000 * S)));
        for (long[] span :
                new long[][] {{0, 86_400}, {1_000, 9_000}, {4_000, 4_300}, {60, 7_200}}) {
            long minutes = requests("1m", span);
            assertEquals(minutes, requests("1h", span));
            assertEquals(minutes, requests("1d", span));
            assertTrue(minutes > 0);
        }
        assertEquals(41, requests("1d", new long[] {0, 86_400}));
    }

    private long requests(String width, long[] span) {
        String path = "/v1/organization/usage/completions?bucket_width=%s&limit=%d%s";
        String time = "&start_time=%d&end_time=%d".formatted(t0 / S + span[0], t0 / S + span[1]);
        int limit = width.equals("1m") ? 1_440 : 31;
        return world
                .get(path.formatted(width, limit, time), tenant("p1", "key-1"))
                .json()
                .findValues("num_model_requests")
                .stream()
                .mapToLong(JsonNode::longValue)
                .sum();
    }

    @Test
    void theNewestOutcomeCounts() {
        world.settle(Records.batch(Records.record(1, t0), Records.record(2, t0)));
        outcome(1, true);
        outcome(2, false);
        awaitRolled();
        outcome(1, false);
        outcome(2, true);
        outcome(1, true);
        assertEquals(2, world.number("SELECT sum(reported) FROM finance_now"));
        assertEquals(2, world.number("SELECT sum(succeeded) FROM finance_now"));
        awaitRolled();
        assertEquals(2, world.number("SELECT sum(succeeded) FROM finance_hour"));
    }

    @Test
    void costThatIsMadeAgainReplacesTheOneBefore() {
        world.settle(Records.batch(Records.record(1, t0 + S + 300_000)));
        meter();
        awaitRolled();
        assertEquals(1_500 * S, devices());
        assertEquals(1, world.number("SELECT sum(measured) FROM finance_hour"));
        assertTrue(
                world.number("SELECT sum(decode_uj) FROM finance_now WHERE project_id = 'p1'") > 0);
        assertEquals(3, world.number("SELECT count(DISTINCT bearer) FROM finance_series"));
        long electricity = world.number("SELECT sum(electricity_nano) FROM finance_hour");
        importPrice("0.17");
        Await.until(() -> world.number("SELECT count(*) FROM cost_due") == 0, "cost is made again");
        awaitRolled();
        assertEquals(
                2 * electricity,
                world.number("SELECT sum(electricity_nano) FROM finance_hour"),
                10);
        assertEquals(1_500 * S, devices());
        assertEquals(1, world.number("SELECT sum(measured) FROM finance_hour"));
        // 97 % of each line, rounded down.
        assertEquals(1_455 * S, world.number("SELECT sum(quality_uj) FROM finance_hour"), 20);
    }

    private long devices() {
        return world.number(
                "SELECT sum(prefill_uj + decode_uj + idle_uj + empty_uj + unattributed_uj)"
                        + " FROM finance_hour");
    }

    private void awaitRolled() {
        Await.until(
                () -> world.number("SELECT cardinality(unrolled_bookings())") == 0,
                "everything is rolled up");
    }

    private void outcome(int n, boolean success) {
        String body = "{\"request_id\": \"%s\", \"success\": %s}".formatted(Records.id(n), success);
        assertEquals(200, world.post("/v1/outcomes", body, tenant("p1", "key-1")).status());
    }

    private JsonNode usage() {
        String path =
                "/v1/organization/usage/completions?group_by=model&start_time=%d&end_time=%d"
                        .formatted(t0 / S, t0 / S + 86_400);
        return world.get(path, admin()).json();
    }

    private long requests() {
        return usage().at("/data/0/results/0/num_model_requests").longValue();
    }

    /** Six reports, a second apart, each of three devices at 100 W: 1,500 J. */
    private void meter() {
        List<MeterReport> reports = new ArrayList<>();
        for (int second = 0; second <= 5; second++) {
            long counter = 1_000 + second * 100L * S;
            reports.add(
                    Meters.report(second + 1, t0 + second * S, counter, counter, counter).build());
        }
        world.clock.advance(Duration.ofSeconds(10));
        world.report(reports);
        world.settle(Records.watermark(t0 + 100 * S));
        Await.until(
                () ->
                        world.number("SELECT count(*) FROM energy_attribution") == 10
                                && world.number("SELECT count(*) FROM energy_pending") == 0,
                "every window is attributed");
    }

    private void importPrice(String value) {
        StringBuilder csv = new StringBuilder("hour,value\n");
        for (int hour = -1; hour <= 1; hour++) {
            long at = HourValue.hourOf(t0) + hour * HourValue.HOUR_US;
            csv.append(Instant.EPOCH.plus(at, ChronoUnit.MICROS)).append(',').append(value);
            csv.append('\n');
        }
        assertEquals(
                200,
                world.post("/billing/series?zone=site&kind=price", csv.toString(), admin())
                        .status());
    }
}
