// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.energy;

import static io.wattmill.billing.BillingWorld.admin;
import static io.wattmill.billing.BillingWorld.tenant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.vertx.sqlclient.Pool;
import io.wattmill.billing.BillingWorld;
import io.wattmill.billing.BillingWorld.Reply;
import io.wattmill.billing.Meters;
import io.wattmill.billing.Records;
import io.wattmill.billing.energy.CostStore.SharedRow;
import io.wattmill.billing.series.HourValue;
import io.wattmill.billing.sql.Transactions;
import io.wattmill.contract.meter.v1.MeterReport;
import io.wattmill.kit.postgres.Database;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

final class CostTest {

    private static final long S = 1_000_000L;
    private static final String NET = "SELECT coalesce(sum(sign * %s), 0) FROM cost_line";

    private final BillingWorld world = BillingWorld.start();
    private final long t0 = world.clock.nowUs();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aMeasuredRequestHasCostAndMargin() {
        JsonNode before = served();
        assertTrue(before.get("cost").isNull());
        meter(false);
        JsonNode money = money();
        BigDecimal cost = money.get("cost").decimalValue();
        assertSame(
                money.get("gpu_cost").decimalValue().add(money.get("energy_cost").decimalValue()),
                cost);
        assertSame(
                money.get("charged").decimalValue().subtract(cost),
                money.get("margin").decimalValue());
        assertTrue(money.get("margin_ratio").decimalValue().signum() < 0, money.toString());
        world.verify();
    }

    /** 5 s of three GPUs without a type at 1.69 an hour, 1,500 J, 12 % host, PUE 1.25. */
    @Test
    void everyJouleAndGpuSecondIsBorneBySomebody() {
        served();
        meter(false);
        assertEquals(180 * S, net("host_uj"));
        assertEquals(420 * S, net("facility_uj"));
        // 3 x 5 s x 1.69 / h, rounded window by window.
        assertEquals(7_041_667L, net("gpu_nano"), 10);
        // 2,100 J x 0.085 / kWh.
        assertEquals(49_583L, net("electricity_nano"), 10);
        assertEquals(3, world.number("SELECT count(DISTINCT bearer) FROM cost_line"));
        assertEquals(
                net("gpu_nano") + net("electricity_nano"),
                world.number("SELECT sum(debits_posted) FROM account WHERE ledger = 4"));
        assertEquals(
                net("carbon_ug"),
                world.number("SELECT sum(debits_posted) FROM account WHERE ledger = 5"));
        world.verify();
    }

    /** Least and greatest pass over NULL, which is all that such a row has of an attempt. */
    @Test
    void whatNoRequestUsedWasNotThere() {
        served();
        meter(false);
        List<SharedRow> rows = shared();
        assertTrue(rows.stream().anyMatch(row -> row.project().isPresent()));
        assertTrue(rows.stream().anyMatch(row -> row.project().isEmpty()));
        rows.forEach(
                row ->
                        assertEquals(
                                row.project().isPresent(), row.presentUs() > 0, row.toString()));
    }

    /** The rows of all windows, as cost is made from them. */
    private List<SharedRow> shared() {
        Long[] ids =
                LongStream.rangeClosed(1, world.number("SELECT max(id) FROM energy_window"))
                        .boxed()
                        .toArray(Long[]::new);
        Pool pool = Await.await(Database.open(world.vertx, world.database, "billing"));
        Map<Long, List<SharedRow>> rows =
                Await.await(
                        Transactions.run(
                                pool, connection -> new CostStore(connection).shared(ids)));
        Await.await(pool.close());
        return rows.values().stream().flatMap(List::stream).toList();
    }

    @Test
    void aMeteredHostIsDividedToTheLastMicrojoule() {
        meter(true);
        // 41.000003 J a second; the first reading of a meter is where it begins.
        assertEquals(5 * 41_000_003L, net("host_uj"));
        world.verify();
    }

    @Test
    void anImportedHourMakesCostAgainByOppositeRows() {
        served();
        meter(false);
        long carbon = net("carbon_ug");
        long electricity = net("electricity_nano");
        assertEquals("10", importHours("price", "0.17").get("windows_to_cost_again").asText());
        awaitCosts();
        assertEquals(2 * electricity, net("electricity_nano"), 10);
        assertEquals(carbon, net("carbon_ug"));
        assertEquals(10, world.number("SELECT count(*) FROM window_cost WHERE revision = 2"));
        assertEquals(
                world.number("SELECT count(*) FROM cost_line WHERE revision = 1 AND sign = 1"),
                world.number("SELECT count(*) FROM cost_line WHERE sign = -1"));
        world.verify();

        JsonNode again = importHours("price", "0.170");
        assertEquals(0, again.get("windows_to_cost_again").intValue());
        assertTrue(again.get("unchanged").intValue() > 0);

        importHours("pue", "1");
        awaitCosts();
        assertEquals(0, net("facility_uj"));
        world.verify();
    }

    @Test
    void hoursThatWereImportedBeforeCountAtOnce() {
        importHours("carbon", "0");
        meter(false);
        assertEquals(0, net("carbon_ug"));
        assertEquals(10, world.number("SELECT count(*) FROM window_cost"));
        world.verify();
    }

    @Test
    void emptyWindowsOfANodeThatIsKeptGoToItsProject() {
        world.restart(
                """
                billing:
                  meter: {window: 1s, patience: 3s}
                  energy: {interval: 50ms, gateway-silence: 60s, gateway-lag: 0s}
                  cost: {reserved: {node-1: p9}, gpu-hour: {h100-sxm: 3.6}, other-gpu-hour: 0}
                """);
        meter(false);
        assertEquals(0, world.number("SELECT count(*) FROM cost_line WHERE bearer = 3"));
        assertTrue(
                world.number(
                                "SELECT debits_posted FROM account WHERE ledger = 4 AND code = 401"
                                        + " AND owner = 'p9'")
                        > 0);
        assertEquals(0, net("gpu_nano"));
        world.verify();
    }

    @Test
    void aSeriesIsImportedByAdminsAndItsErrorsNameTheLine() {
        String csv = "hour,value\n2026-11-21T17:00:00Z,0.9\n";
        String path = "/billing/series?zone=site&kind=";
        assertEquals(403, world.post(path + "pue", csv, tenant("p1", "k")).status());
        assertEquals(400, world.post(path + "tariff", csv, admin()).status());
        Reply wrong = world.post(path + "pue", csv, admin());
        assertEquals(400, wrong.status());
        assertTrue(wrong.json().at("/error/message").asText().startsWith("line 2:"));
        assertEquals(0, world.number("SELECT count(*) FROM facility_hour"));
    }

    private static void assertSame(BigDecimal expected, BigDecimal actual) {
        assertEquals(0, expected.compareTo(actual), expected + " is not " + actual);
    }

    private JsonNode served() {
        world.settle(Records.batch(Records.record(1, t0 + S + 300_000)));
        return money();
    }

    private JsonNode money() {
        return world.get("/v1/requests/" + Records.id(1), admin()).json().get("money");
    }

    private long net(String column) {
        return world.number(NET.formatted(column));
    }

    /** The hours around the windows, all with one value. */
    private JsonNode importHours(String kind, String value) {
        StringBuilder csv = new StringBuilder("hour,value\n");
        for (int hour = -1; hour <= 1; hour++) {
            long at = HourValue.hourOf(t0) + hour * HourValue.HOUR_US;
            csv.append(Instant.EPOCH.plus(at, ChronoUnit.MICROS)).append(',').append(value);
            csv.append('\n');
        }
        Reply reply = world.post("/billing/series?zone=site&kind=" + kind, csv.toString(), admin());
        assertEquals(200, reply.status(), reply.json().toString());
        return reply.json();
    }

    /** Six reports, a second apart, each device at 100 W; everything settled, all attributed. */
    private void meter(boolean host) {
        List<MeterReport> reports = new ArrayList<>();
        for (int second = 0; second <= 5; second++) {
            long counter = 1_000 + second * 100L * S;
            MeterReport.Builder report =
                    Meters.report(second + 1, t0 + second * S, counter, counter, counter);
            if (host) {
                report.addHosts(Meters.host(5 + second * 41_000_003L));
            }
            reports.add(report.build());
        }
        world.clock.advance(Duration.ofSeconds(10));
        world.report(reports).forEach(ack -> assertEquals("", ack.getRefusedReason()));
        world.settle(Records.watermark(t0 + 100 * S));
        Await.until(
                () ->
                        world.number("SELECT count(*) FROM energy_attribution") == 10
                                && world.number("SELECT count(*) FROM energy_pending") == 0,
                "every window is attributed");
    }

    private void awaitCosts() {
        Await.until(
                () -> world.number("SELECT count(*) FROM cost_due") == 0, "costs are made again");
    }
}
