// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.energy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.billing.BillingWorld;
import io.wattmill.billing.Meters;
import io.wattmill.billing.Records;
import io.wattmill.contract.common.v1.EnergyCoefficients;
import io.wattmill.contract.common.v1.TokenVector;
import io.wattmill.contract.ledger.v1.EnergyTotals;
import io.wattmill.contract.ledger.v1.LedgerAddresses;
import io.wattmill.contract.ledger.v1.UsageCounters;
import io.wattmill.contract.ledger.v1.UsageRecord;
import io.wattmill.contract.meter.v1.MeterReport;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

final class EnergyTest {

    private static final String SHARED =
            "SELECT sum(%s) FROM energy_share"
                    .formatted("prefill_uj + decode_uj + idle_uj + empty_uj + unattributed_uj");

    private static final long S = 1_000_000L;

    private final BillingWorld world = BillingWorld.start();
    private final long t0 = world.clock.nowUs();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aRequestIsMeasuredOnceItsWindowsAreAttributed() {
        meter(0, 5);
        world.settle(Records.batch(Records.record(1, t0 + S + 300_000)));
        assertEquals("predicted", energy(1).get("method").textValue());
        world.settle(Records.watermark(t0 + 10 * S));
        awaitAttribution();
        JsonNode energy = energy(1);
        assertEquals("measured", energy.get("method").textValue(), energy.toPrettyString());
        assertTrue(energy.get("energy_joules").decimalValue().signum() > 0);
        assertEquals("0.97", energy.get("quality").asText());
        // Two devices at 100 W for 5 s, and a spare one.
        assertEquals(1_500 * S, world.number(SHARED));
        assertEquals(
                500 * S,
                world.number(
                        "SELECT sum(unattributed_uj) FROM energy_share WHERE window_id IN"
                                + " (SELECT id FROM energy_window WHERE engine_id = '')"));
        world.verify();
    }

    @Test
    void windowsWaitForTheWatermarkOfEachLiveGateway() {
        world.settle(Records.watermark(t0 + 1_500_000));
        world.settle(
                Records.watermark(t0 + 10 * S).toBuilder()
                        .setGatewayId("gateway-2")
                        .setJournalId("j2")
                        .build());
        meter(0, 5);
        Await.until(
                () -> world.number("SELECT count(*) FROM energy_attribution") == 2,
                "the first second's windows");
        assertEquals(8, world.number("SELECT count(*) FROM energy_pending"));
        assertEquals(
                t0 + S,
                1_000
                        * world.number(
                                "SELECT extract(epoch FROM max(ended_at)) * 1000 FROM energy_window"
                                        + " w JOIN energy_attribution a ON a.window_id = w.id"));
        world.verify();
    }

    @Test
    void afterTheDeadlineWindowsAreAttributedThoughAGatewayHasNotSettled() {
        world.restart(
                "billing: {meter: {window: 1s}, energy: {interval: 50ms, gateway-silence: 1h}}");
        world.settle(Records.watermark(t0));
        meter(0, 2);
        world.clock.advance(Duration.ofMinutes(14));
        long rounds = rounds();
        Await.until(() -> rounds() > rounds + 2, "two more rounds");
        assertEquals(4, world.number("SELECT count(*) FROM energy_pending"));
        world.clock.advance(Duration.ofMinutes(2));
        awaitAttribution();
        assertEquals(4, world.number("SELECT count(*) FROM energy_attribution WHERE basis = 2"));
        world.verify();
    }

    @Test
    void aGatewayThatIsSilentIsNotWaitedFor() {
        world.settle(Records.watermark(t0));
        meter(0, 2);
        world.clock.advance(Duration.ofSeconds(61));
        awaitAttribution();
        assertEquals(4, world.number("SELECT count(*) FROM energy_attribution WHERE basis = 1"));
    }

    /** Rounds of attribution so far: each counts, also when it finds nothing. */
    private long rounds() {
        return Math.round(world.counter("wattmill_energy_rounds"));
    }

    @Test
    void aRequestThatSettlesTooLateStaysPredictedAndSaysWhy() {
        world.settle(Records.watermark(t0 + 10 * S));
        meter(0, 5);
        awaitAttribution();
        world.settle(Records.batch(Records.record(1, t0 + S)));
        JsonNode energy = energy(1);
        assertEquals("predicted", energy.get("method").textValue());
        assertTrue(energy.get("note").textValue().contains("settled after"));
        assertEquals(
                0, world.number("SELECT count(*) FROM energy_share WHERE request_id IS NOT NULL"));
    }

    /** After an outage hours of windows wait, with more requests than there is memory for. */
    @Test
    void windowsThatWaitAreAttributedAFewSharesAtATime() {
        world.restart(
                """
                billing:
                  meter: {window: 1s, patience: 3s}
                  energy: {interval: 50ms, gateway-silence: 60s, gateway-lag: 0s, shares-per-round: 1}
                """);
        meter(0, 5);
        world.settle(Records.batch(Records.record(1, t0 + S + 300_000)));
        world.settle(Records.watermark(t0 + 10 * S));
        awaitAttribution();
        assertEquals(1_500 * S, world.number(SHARED));
        assertEquals(
                world.number("SELECT count(*) FROM energy_window"),
                world.number("SELECT count(DISTINCT booking_id) FROM energy_share"));
        world.verify();
    }

    @Test
    void energyGoesOnAcrossARestartOfBilling() {
        world.settle(Records.watermark(t0 + 100 * S));
        meter(0, 3);
        world.restart();
        meter(4, 6);
        world.settle(Records.watermark(t0 + 100 * S));
        awaitAttribution();
        assertEquals(1_800 * S, world.number(SHARED));
        world.verify();
    }

    @Test
    void countersSumToTheMeter() {
        AtomicReference<UsageCounters> last =
                new AtomicReference<>(UsageCounters.getDefaultInstance());
        world.context()
                .bus()
                .subscribe(LedgerAddresses.USAGE_COUNTERS, UsageCounters.parser(), last::set);
        world.settle(Records.batch(Records.record(1, t0 + S)));
        world.settle(Records.watermark(t0 + 3 * S));
        meter(0, 5);
        Await.until(
                () ->
                        energy(last).getMeteredUj() == 1_500 * S
                                && energy(last).getPendingUj() == 600 * S,
                "five seconds metered, three of them attributed");
        UsageCounters counters = Objects.requireNonNull(last.get());
        EnergyTotals energy = counters.getEnergy();
        assertTrue(energy.getIdleShareUj() > 0);
        assertEquals(
                energy.getMeteredUj(),
                energy.getPrefillUj()
                        + energy.getDecodeUj()
                        + energy.getIdleShareUj()
                        + energy.getEmptyUj()
                        + energy.getUnattributedUj()
                        + energy.getPendingUj());
        // 12 % of the devices, and a quarter of both; booked for three seconds, expected for two.
        assertEquals(180 * S, energy.getHostUj());
        assertEquals(420 * S, energy.getFacilityUj());
        assertEquals(1, counters.getSettledRequests());
        assertEquals("llama-3.1-8b", counters.getByModel(0).getName());
        assertEquals(26_100, counters.getByProject(0).getChargedNano());
    }

    @Test
    void aLongContextTakesMoreAndTheWindowSaysByWhichModel() {
        EnergyCoefficients fitted =
                EnergyCoefficients.newBuilder()
                        .setPrefillUjPerToken(100_000)
                        .setDecodeUjPerToken(5_000_000)
                        .setKvReadPjPerToken(500_000_000)
                        .setBasePowerMw(50_000)
                        .setRelativeErrorPpm(40_000)
                        .setMethod("fitted")
                        .setVersion(321)
                        .build();
        List<MeterReport> reports = new ArrayList<>();
        for (int second = 0; second <= 5; second++) {
            long counter = 1_000 + second * 100L * S;
            MeterReport.Builder report =
                    Meters.report(second + 1, t0 + second * S, counter, counter, counter);
            report.getEnginesBuilder(0).setCoefficients(fitted);
            reports.add(report.build());
        }
        world.clock.advance(Duration.ofSeconds(5));
        world.report(reports);
        world.settle(Records.batch(Records.record(1, t0 + S), reading(2, 20_000)));
        world.settle(Records.watermark(t0 + 10 * S));
        awaitAttribution();
        // 20 tokens of 5 J; with them 20 x 150 + 190 and 20 x 20,100 + 190 reads of 0.5 mJ.
        assertTrue(decodeUj(2) > 2 * decodeUj(1) && decodeUj(1) > 0);
        assertEquals(1_500 * S, world.number(SHARED));
        assertEquals(
                5,
                world.number(
                        "SELECT count(*) FROM energy_window_model WHERE method = 'fitted' AND"
                                + " kv_read_pj_per_token = 500000000 AND relative_error_ppm = 40000"
                                + " AND version = 321"));
        assertEquals(5, world.number("SELECT count(*) FROM energy_window_model"));
        world.verify();
    }

    @Test
    void whoSharesItsStepsTakesLessAndTheWindowSaysWhatAStepTook() {
        List<MeterReport> reports = new ArrayList<>();
        for (int second = 0; second <= 5; second++) {
            long counter = 1_000 + second * 100L * S;
            MeterReport.Builder report =
                    Meters.report(second + 1, t0 + second * S, counter, counter, counter);
            report.getEnginesBuilder(0)
                    .getCoefficientsBuilder()
                    .setStepUj(20_000_000)
                    .setTokenUj(1_000_000);
            reports.add(report.build());
        }
        world.clock.advance(Duration.ofSeconds(5));
        world.report(reports);
        world.settle(Records.batch(Records.record(1, t0 + S), Records.record(2, t0 + 2 * S)));
        world.settle(Records.watermark(t0 + 10 * S));
        awaitAttribution();
        // In the third second the first decodes alone, then with the second: about 13.3 tokens of
        // 1 J and 10 steps of 20 J against 6.7 and 3.3. By one price for a token it were 2 : 1.
        double ratio = (double) decodeUj(1, t0 + 2 * S) / decodeUj(2, t0 + 2 * S);
        assertEquals(213.3 / 73.3, ratio, 0.1);
        assertEquals(1_500 * S, world.number(SHARED));
        assertEquals(
                5,
                world.number(
                        "SELECT count(*) FROM energy_window_step WHERE step_uj = 20000000 AND"
                                + " token_uj = 1000000"));
        assertEquals(5, world.number("SELECT count(*) FROM energy_window_step"));
        world.verify();
    }

    /** As {@link Records#record}, with so many tokens of its prompt cached. */
    private UsageRecord.Builder reading(int n, long cached) {
        UsageRecord.Builder record = Records.record(n, t0 + S);
        TokenVector tokens = record.getTokens().toBuilder().setCacheRead(cached).build();
        record.getAttemptsBuilder(0).setTokens(tokens);
        return record.setTokens(tokens).setChargedNano(18_000 + 90 * cached + 3_600);
    }

    private long decodeUj(int n) {
        return world.number(
                "SELECT sum(decode_uj) FROM energy_share WHERE request_id = '"
                        + Records.id(n)
                        + "'");
    }

    private long decodeUj(int n, long windowFromUs) {
        return world.number(
                "SELECT decode_uj FROM energy_share s JOIN energy_window w ON w.id = s.window_id"
                        + " WHERE epoch_us(w.started_at)::bigint = "
                        + windowFromUs
                        + " AND s.request_id = '"
                        + Records.id(n)
                        + "'");
    }

    private static EnergyTotals energy(AtomicReference<UsageCounters> last) {
        return Objects.requireNonNull(last.get()).getEnergy();
    }

    /** Reports once a second; each device draws 100 W. */
    private void meter(int fromSecond, int toSecond) {
        List<MeterReport> reports = new ArrayList<>();
        for (int second = fromSecond; second <= toSecond; second++) {
            long counter = 1_000 + second * 100L * S;
            reports.add(
                    Meters.report(second + 1, t0 + second * S, counter, counter, counter).build());
        }
        world.clock.advance(
                Duration.ofNanos(1_000L * Math.max(0, t0 + toSecond * S - world.clock.nowUs())));
        world.report(reports).forEach(ack -> assertEquals("", ack.getRefusedReason()));
    }

    private void awaitAttribution() {
        Await.until(
                () -> world.number("SELECT count(*) FROM energy_pending") == 0,
                "every window is attributed");
    }

    private JsonNode energy(int n) {
        return world.get("/v1/requests/" + Records.id(n), BillingWorld.admin())
                .json()
                .get("energy");
    }
}
