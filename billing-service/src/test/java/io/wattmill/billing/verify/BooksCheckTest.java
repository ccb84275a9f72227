// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.verify;

import static io.wattmill.billing.BillingWorld.admin;
import static io.wattmill.billing.BillingWorld.tenant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.billing.BillingWorld;
import io.wattmill.billing.Meters;
import io.wattmill.billing.Records;
import io.wattmill.contract.ledger.v1.LeaseGrant;
import io.wattmill.contract.ledger.v1.LeaseReply;
import io.wattmill.contract.ledger.v1.LeaseRequest;
import io.wattmill.contract.ledger.v1.LeaseUse;
import io.wattmill.contract.ledger.v1.LeaseWish;
import io.wattmill.contract.meter.v1.MeterReport;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Each check sees the harm that it is there for; a check that cannot fail is worth nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BooksCheckTest {

    private static final long S = 1_000_000L;
    private static final String RESTORE =
            "DELETE FROM %1$s; INSERT INTO %1$s OVERRIDING SYSTEM VALUE SELECT * FROM saved.%1$s";
    private static final List<String> TABLES =
            List.of(
                    "account",
                    "booking",
                    "transfer",
                    "lease",
                    "lease_use",
                    "usage_event",
                    "usage_attempt",
                    "ledger_block",
                    "gateway_journal",
                    "price",
                    "energy_share",
                    "energy_attribution",
                    "energy_window",
                    "energy_window_device",
                    "energy_window_host",
                    "energy_window_model",
                    "energy_window_step",
                    "energy_pending",
                    "window_cost",
                    "cost_line",
                    "cost_due",
                    "meter_source",
                    "meter_reading",
                    "outcome",
                    "usage_series",
                    "usage_minute",
                    "usage_hour",
                    "finance_series",
                    "finance_hour",
                    "rollup_progress",
                    "engine_reading",
                    "reconciliation_cause",
                    "reconciliation_line",
                    "reconciliation");

    private final BillingWorld world =
            BillingWorld.start(
                    """
                    billing:
                      meter: {window: 1s, patience: 3s}
                      energy: {interval: 50ms, gateway-silence: 60s, gateway-lag: 0s}
                      chain: {interval: 50ms, signing-key: "%s"}
                      counters: {interval: 50ms, outcome-interval: 50ms}
                      reconciliation: {window: 2s, readings: 1s, interval: 50ms, clock-margin: 0ms}
                    """
                            .formatted("07".repeat(32)));

    /** One lease that was spent from, and is resolved; one that is open, and stays so. */
    private LeaseUse lease() {
        String body =
                "{\"scope\": \"key\", \"scope_id\": \"k\", \"unit\": \"USD\", \"amount\": 1,"
                        + " \"window\": \"day\"}";
        assertEquals(200, world.put("/billing/budgets/b", body).status());
        LeaseGrant lease = ask(LeaseRequest.newBuilder()).getGrants(0);
        ask(LeaseRequest.newBuilder().setEpoch(1).addReleasedLeaseIds(lease.getLeaseId()));
        return LeaseUse.newBuilder()
                .setBudgetId("b")
                .setLeaseId(lease.getLeaseId())
                .setUnit("USD")
                .setAmount(60)
                .build();
    }

    private LeaseReply ask(LeaseRequest.Builder request) {
        request.setGatewayId(Records.GATEWAY)
                .addWishes(LeaseWish.newBuilder().setBudgetId("b").setAmount(100));
        return Await.await(world.service().ledger().lease(request.build()));
    }

    @BeforeAll
    void books() {
        long t0 = world.clock.nowUs();
        LeaseUse use = lease();
        world.clock.advance(Duration.ofSeconds(10));
        world.settle(
                Records.batch(
                                Records.record(1, t0).addLeases(use),
                                Records.record(2, t0),
                                Records.record(3, t0))
                        .toBuilder()
                        .setSettledThrough(3)
                        .setWatermarkUs(t0 + 4 * S)
                        .build());
        for (int second = 0; second <= 6; second++) {
            long counter = second * 50L * S;
            MeterReport.Builder report =
                    Meters.report(second + 1, t0 + second * S, counter, counter, counter)
                            .addHosts(Meters.host(second * 7L * S));
            // Three requests of 150 in and 20 out; and a stranger's, of which somebody must know.
            boolean ended = second >= 2;
            report.getEnginesBuilder(0).getCoefficientsBuilder().setStepUj(4_000_000);
            report.getEnginesBuilder(0)
                    .setReadAtUs(t0 + second * S)
                    .setProcessStartedAtMs(1_000)
                    .setFinishedRequestsTotal(ended ? 4 : 0)
                    .setPromptTokensTotal(second >= 1 ? 460 : 0)
                    .setCachedTokensTotal(second >= 1 ? 150 : 0)
                    .setGenerationTokensTotal(ended ? 65 : 0)
                    .setInFlight(ended ? 0 : 3);
            world.report(List.of(report.build()));
        }
        String outcome = "{\"request_id\": \"%s\", \"success\": true}".formatted(Records.id(1));
        assertEquals(200, world.post("/v1/outcomes", outcome, tenant("p1", "key-1")).status());
        Await.until(
                () -> world.number("SELECT count(*) FROM energy_pending") == 4,
                "two seconds stay pending");
        Await.until(
                () -> world.number("SELECT count(*) FROM lease WHERE resolved_at IS NULL") == 1,
                "one lease is resolved");
        Await.until(
                () ->
                        world.number("SELECT count(*) FROM booking")
                                == world.number(
                                        "SELECT coalesce(sum(bookings), 0) FROM ledger_block"),
                "everything is sealed");
        Await.until(
                () -> world.number("SELECT cardinality(unrolled_bookings())") == 0,
                "everything is rolled up");
        Await.until(
                () -> world.number("SELECT count(*) FROM reconciliation") == 4,
                "two windows of two seconds are reconciled, of the engine and of the node");
        // From here on nobody resolves a lease, and the database forbids nothing.
        world.restart(
                "billing: {leases: {interval: 1h}, chain: {interval: 1h}, rollup: {interval: 1h},"
                        + " reconciliation: {interval: 1h}}");
        world.verify();
        world.execute(
                "CREATE VIEW one AS SELECT min(id::text)::uuid AS id FROM transfer WHERE kind = 0;"
                        + " CREATE SCHEMA saved; DROP INDEX transfer_resolves_once;"
                        + " ALTER TABLE account DROP CONSTRAINT account_check");
        TABLES.forEach(this::save);
    }

    @AfterAll
    void restoredBooksHoldAgain() {
        world.verify();
        world.close();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    B-I1  | UPDATE account SET debits_posted = debits_posted + 1 WHERE code = 100
                    B-I1  | UPDATE account SET credits_pending = 1 WHERE code = 200
                    B-I2  | UPDATE transfer SET debit_account = 7 WHERE id = (SELECT id FROM one)
                    B-I2  | UPDATE transfer SET ledger = ledger % 3 + 1 WHERE id = (SELECT id FROM one)
                    B-I3  | DELETE FROM transfer WHERE id = (SELECT id FROM one)
                    B-I3  | UPDATE transfer SET amount = amount + 1 WHERE id = (SELECT id FROM one)
                    B-I3  | UPDATE transfer SET kind = 1 WHERE id = (SELECT id FROM one)
                    B-I3  | UPDATE account SET debits_posted = debits_posted + 1 WHERE code = 113
                    B-I3  | DELETE FROM account WHERE code = 100
                    B-I4  | DELETE FROM usage_event WHERE journal_sequence = 2
                    B-I4  | UPDATE gateway_journal SET settled_through = 4
                    B-I4  | UPDATE gateway_journal SET closed_through = 2
                    B-I4  | DELETE FROM gateway_journal
                    B-I5  | UPDATE transfer SET amount = amount + 1 WHERE ledger = 1
                    B-I5  | UPDATE usage_event SET output = output + 1 WHERE journal_sequence = 1
                    B-I5  | DELETE FROM usage_event WHERE journal_sequence = 1
                    B-I5  | DELETE FROM transfer WHERE ledger = 2
                    B-I6  | UPDATE lease SET resolved_at = NULL WHERE spent > 0
                    B-I6  | UPDATE lease SET resolved_at = now() WHERE spent = 0
                    B-I6  | UPDATE lease SET ends_at = 'epoch', due_at = 'epoch' WHERE spent = 0
                    B-I6  | UPDATE lease SET amount = amount + 1
                    B-I6  | UPDATE lease SET spent = 0
                    B-I6  | UPDATE lease SET overrun = 1
                    B-I6  | DELETE FROM lease WHERE spent = 0
                    B-I6  | DELETE FROM lease_use
                    B-I6  | DELETE FROM transfer WHERE kind = 1
                    B-I6  | DELETE FROM transfer WHERE kind = 2
                    B-I6  | UPDATE transfer SET amount = amount + 1 WHERE kind = 2
                    B-I6  | UPDATE transfer SET credit_account = 7 WHERE kind = 2
                    B-I6  | UPDATE transfer SET kind = 4 WHERE kind = 2
                    B-I6  | INSERT INTO transfer SELECT gen_random_uuid(), 3, ledger, debit_account, credit_account, amount, NULL, NULL, pending_id, NULL, booking_id FROM transfer WHERE kind = 2
                    B-I7  | UPDATE account SET flags = 0 WHERE code = 501
                    B-I7  | UPDATE account SET debits_posted = credits_posted + 1 WHERE code = 501
                    B-I7  | UPDATE account SET debits_posted = credits_posted + credits_pending + 1 WHERE code = 502
                    B-I8  | UPDATE usage_event SET input_nano = input_nano + 1, charged_nano = charged_nano + 1
                    B-I8  | UPDATE usage_event SET reasoning_nano = 1, charged_nano = charged_nano + 1
                    B-I8  | UPDATE price SET unit_price = unit_price * 2
                    B-I8  | UPDATE price SET above_input = 150
                    B-I8  | UPDATE usage_event SET price_tier = NULL
                    B-I8  | UPDATE usage_event SET model = 'mystery'
                    B-I9  | UPDATE usage_event SET label = 'other' WHERE journal_sequence = 1
                    B-I9  | UPDATE usage_event SET first_token_at = first_token_at + interval '1 us'
                    B-I9  | UPDATE usage_attempt SET error = 'none' WHERE number = 1
                    B-I9  | UPDATE lease_use SET fenced = true
                    B-I9  | UPDATE energy_attribution SET basis = 2
                    B-I9  | UPDATE energy_window_model SET kv_read_pj_per_token = kv_read_pj_per_token + 1
                    B-I9  | UPDATE energy_window_step SET step_uj = step_uj + 1
                    B-I9  | DELETE FROM transfer WHERE id = (SELECT id FROM one)
                    B-I9  | INSERT INTO transfer SELECT gen_random_uuid(), 0, 1, debit_account, credit_account, 5, NULL, NULL, NULL, NULL, booking_id FROM transfer LIMIT 1
                    B-I9  | DELETE FROM booking WHERE id = 1
                    B-I9  | DELETE FROM ledger_block WHERE number = 1
                    B-I9  | UPDATE ledger_block SET previous = sha256('x') WHERE number = 1
                    B-I9  | UPDATE ledger_block SET signature = sha256('x') WHERE number = 1
                    B-I9  | UPDATE ledger_block SET format = 2 WHERE number = 1
                    B-I9  | UPDATE ledger_block SET merkle_root = sha256('x') WHERE number = 1
                    B-I12 | UPDATE energy_share SET idle_uj = idle_uj + 1 WHERE request_id IS NOT NULL
                    B-I12 | DELETE FROM energy_share WHERE window_id = (SELECT max(window_id) FROM energy_share)
                    B-I12 | UPDATE energy_window SET energy_uj = energy_uj + 1 WHERE id = 1
                    B-I12 | DELETE FROM energy_window_device WHERE window_id = 3
                    B-I12 | DELETE FROM energy_pending
                    B-I12 | DELETE FROM transfer WHERE window_id = 1
                    B-I12 | UPDATE meter_source SET total_uj = total_uj + 1
                    B-I12 | UPDATE meter_source SET window_total_uj = window_total_uj - 1
                    B-I12 | DELETE FROM meter_reading WHERE sequence = 7
                    B-I12c | DELETE FROM window_cost WHERE window_id = 1
                    B-I12c | UPDATE window_cost SET host_uj = host_uj + 1 WHERE window_id = 1
                    B-I12c | UPDATE window_cost SET pue_ppm = pue_ppm + 100000
                    B-I12c | UPDATE window_cost SET carbon_ug_per_kwh = carbon_ug_per_kwh * 2
                    B-I12c | UPDATE window_cost SET electricity_price_per_kwh = electricity_price_per_kwh * 2
                    B-I12c | UPDATE window_cost SET gpu_nano_per_hour = gpu_nano_per_hour * 2
                    B-I12c | UPDATE cost_line SET gpu_nano = gpu_nano + 1 WHERE window_id = 1
                    B-I12c | UPDATE cost_line SET sign = -1 WHERE window_id = 1
                    B-I12c | DELETE FROM cost_line WHERE window_id = 1
                    B-I12c | DELETE FROM transfer WHERE window_id = 1 AND ledger = 5
                    B-I12c | DELETE FROM transfer WHERE window_id = 1 AND ledger = 4
                    B-I12c | UPDATE energy_window_host SET energy_uj = energy_uj + 1
                    B-I12c | UPDATE meter_source SET window_total_uj = window_total_uj - 1 WHERE host
                    B-I13 | DELETE FROM usage_attempt
                    B-I13 | UPDATE usage_attempt SET output = output + 1
                    B-I13 | UPDATE usage_attempt SET cache_read = cache_read - 1, input_uncached = input_uncached + 1
                    B-I13 | UPDATE engine_reading SET output_tokens = output_tokens + 1 WHERE output_tokens > 0
                    B-I13 | UPDATE engine_reading SET requests = requests + 1 WHERE requests > 0
                    B-I13 | UPDATE engine_reading SET boot = 2 WHERE output_tokens > 0
                    B-I13 | UPDATE reconciliation_line SET gateway = gateway + 1
                    B-I13 | UPDATE reconciliation_line SET ledger = ledger + 1, gateway = gateway + 1
                    B-I13 | UPDATE reconciliation_line SET source = source + 1
                    B-I13 | UPDATE reconciliation_cause SET amount = amount + 1
                    B-I13 | UPDATE reconciliation_cause SET cause = 20
                    B-I13 | DELETE FROM reconciliation_cause
                    B-I13 | DELETE FROM reconciliation_line
                    B-I13 | UPDATE reconciliation SET from_at = from_at - interval '1 s' WHERE id = (SELECT max(id) FROM reconciliation WHERE scope = 1)
                    B-I13 | UPDATE reconciliation SET to_at = to_at + interval '1 s' WHERE id = (SELECT min(id) FROM reconciliation WHERE scope = 1)
                    B-I13 | UPDATE meter_reading SET raw_uj = raw_uj + 1 WHERE observed_at = (SELECT max(to_at) FROM reconciliation WHERE scope = 2)
                    B-I13 | UPDATE energy_share SET idle_uj = idle_uj + 1 WHERE request_id IS NOT NULL
                    B-I13 | UPDATE reconciliation SET to_at = to_at + interval '1 s' WHERE scope = 2 AND started_at = (SELECT min(started_at) FROM reconciliation WHERE scope = 2)
                    B-I13 | INSERT INTO reconciliation_cause SELECT reconciliation_id, 5, 2, 20, 1 FROM reconciliation_line WHERE measure = 5
                    B-I13 | DELETE FROM reconciliation_line WHERE measure = 5
                    B-I9  | UPDATE cost_line SET owner = 'other' WHERE window_id = 1
                    B-I9  | UPDATE window_cost SET zone = 'other' WHERE window_id = 1
                    B-I14 | DELETE FROM usage_minute
                    B-I14 | UPDATE usage_series SET project_id = 'other'
                    B-I14 | UPDATE usage_minute SET minute = minute + interval '1 minute'
                    B-I14 | UPDATE rollup_progress SET next_xid = '0'
                    B-I14 | DELETE FROM rollup_progress
                    B-I14 | DELETE FROM usage_event WHERE journal_sequence = 2
                    B-I14 | UPDATE usage_event SET output = output + 1 WHERE journal_sequence = 2
                    B-I14h | DELETE FROM usage_hour
                    B-I14f | DELETE FROM finance_hour
                    B-I14f | UPDATE finance_series SET node_id = 'other' WHERE bearer = 3
                    B-I14f | UPDATE rollup_progress SET next_xid = '0'
                    B-I14f | DELETE FROM outcome
                    B-I14f | DELETE FROM cost_line WHERE window_id = 1
                    B-I14f | UPDATE energy_share SET idle_uj = idle_uj + 1 WHERE request_id IS NOT NULL
                    B-I14f | UPDATE usage_event SET charged_nano = charged_nano + 1, input_nano = input_nano + 1 WHERE journal_sequence = 2
                    """)
    void seesHarm(String invariant, String harm) {
        world.corrupt(harm);
        JsonNode verdict = world.get("/billing/verify", admin()).json();
        restore(TABLES);
        assertFalse(verdict.get("ok").booleanValue());
        assertFalse(passes(verdict, invariant), verdict.toPrettyString());
    }

    @Test
    void seesHarmToEveryMeasureOfARollUp() {
        measures("usage_minute").forEach(m -> bump("usage_minute", m, RollupSql.USAGE));
        measures("usage_hour").forEach(m -> bump("usage_hour", m, RollupSql.HOURS));
        measures("finance_hour").forEach(m -> bump("finance_hour", m, RollupSql.FINANCE));
    }

    private List<String> measures(String table) {
        String names =
                world.text(
                        "SELECT string_agg(column_name, ',') FROM information_schema.columns WHERE"
                                + " table_schema = 'billing' AND data_type = 'bigint' AND"
                                + " column_name <> 'series' AND table_name = '"
                                + table
                                + "'");
        return List.of(names.split(","));
    }

    private void bump(String table, String measure, String broken) {
        world.corrupt(
                "UPDATE %1$s SET %2$s = %2$s + 1 WHERE ctid = (SELECT min(ctid) FROM %1$s)"
                        .formatted(table, measure));
        long breaches = world.number("SELECT count(*) FROM (" + broken + ") AS broken");
        restore(List.of(table));
        assertEquals(1, breaches, measure);
        assertEquals(0, world.number("SELECT count(*) FROM (" + broken + ") AS broken"));
    }

    private void save(String table) {
        world.execute("CREATE TABLE saved." + table + " AS TABLE " + table);
    }

    /** In one statement: a connection for each table would take most of this test's time. */
    private void restore(List<String> tables) {
        world.corrupt(tables.stream().map(RESTORE::formatted).collect(Collectors.joining(";")));
    }

    @Test
    void namesWhatItLookedAtAndHowMuchOfIt() {
        JsonNode verdict = world.get("/billing/verify", admin()).json();
        assertEquals("3 events hold", check(verdict, "B-I5").get("detail").textValue());
        assertEquals("1 journals hold", check(verdict, "B-I4").get("detail").textValue());
    }

    @Test
    void saysThatAFormatIsNotKnownRatherThanThatRowsChanged() {
        world.corrupt("UPDATE ledger_block SET format = 2 WHERE number = 1");
        JsonNode verdict = world.get("/billing/verify", admin()).json();
        restore(TABLES);
        String detail = check(verdict, "B-I9").get("detail").textValue();
        assertTrue(detail.contains("format 2; this version reads format 1"), detail);
    }

    private static boolean passes(JsonNode verdict, String invariant) {
        return check(verdict, invariant).get("ok").booleanValue();
    }

    private static JsonNode check(JsonNode verdict, String invariant) {
        for (JsonNode check : verdict.get("checks")) {
            if (check.get("name").textValue().startsWith(invariant + " ")) {
                return check;
            }
        }
        throw new AssertionError("no check " + invariant);
    }
}
