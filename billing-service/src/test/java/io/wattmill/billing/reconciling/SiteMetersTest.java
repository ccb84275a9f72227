// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.reconciling;

import static io.wattmill.billing.BillingWorld.admin;
import static io.wattmill.billing.BillingWorld.tenant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.billing.BillingWorld;
import io.wattmill.billing.Meters;
import io.wattmill.contract.meter.v1.MeterReport;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Three devices that draw 120 W each, read every five minutes; the host is assumed to draw a tenth
 * of that, the facility half as much again: 0.36, 0.036 and 0.198 kWh an hour.
 */
final class SiteMetersTest {

    private static final long S = 1_000_000L;
    private static final long STEP = 300;
    private static final String NODE = "&node=node-1";

    private final BillingWorld world =
            BillingWorld.start(
                    """
                    billing:
                      meter: {window: 10m, patience: 1h, max-device-watts: 150}
                      energy: {interval: 50ms, gateway-silence: 60s, gateway-lag: 0s}
                      chain: {interval: 50ms}
                      prices: {host-share: 0.1, pue: 1.5}
                      reconciliation: {interval: 50ms, assumed-ppm: 500000}
                    """);
    private int reports;
    private Instant hour = Instant.EPOCH;

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void agreesToTheMicrojouleWithAMeterOfDevicesAndHosts() {
        serveFromHour(15);
        assertEquals(1, put("0.396", NODE).get("added").intValue());
        awaitRevisions(1);
        JsonNode line = line("node_meter");
        assertEquals("site_meter", line.get("measure").textValue());
        assertEquals(396 * 3_600 * S, line.get("ledger").longValue());
        assertEquals(line.get("ledger"), line.get("source"));
        assertTrue(line.get("source_differences").isEmpty());
        world.verify();
    }

    @Test
    void agreesWithAMeterOfAHostThatHasNoDevices() {
        toHour();
        for (int reading = 0; reading <= 15; reading++) {
            long uj = 360 * (world.clock.nowUs() - hour.getEpochSecond() * S);
            MeterReport.Builder report = Meters.report(++reports, world.clock.nowUs());
            report.getEnginesBuilder(0).clearDeviceIds();
            world.report(List.of(report.addHosts(Meters.host(uj)).build()));
            world.clock.advance(Duration.ofSeconds(STEP));
        }
        put("0.360", NODE);
        awaitRevisions(1);
        JsonNode line = line("node_meter");
        assertEquals(360 * 3_600 * S, line.get("ledger").longValue());
        assertEquals(line.get("ledger"), line.get("source"));
        world.verify();
    }

    @Test
    void comparesAZoneAtTheFacilityAndNamesTheAssumptions() {
        serveFromHour(15);
        put("0.600", "&zone=site&boundary=facility");
        awaitRevisions(1);
        JsonNode line = line("zone_meter");
        assertEquals(594 * 3_600 * S, line.get("ledger").longValue());
        assertEquals(6 * 3_600 * S, cause(line, "host_assumed"));
        assertEquals(0, cause(line, "unexplained"));
        world.verify();
    }

    @Test
    void whatNoCauseHasRoomForIsUnexplainedAndShows() {
        serveFromHour(15);
        put("0.500", NODE);
        awaitRevisions(1);
        assertEquals(18 * 3_600 * S, cause(line("node_meter"), "host_assumed"));
        assertEquals(86 * 3_600 * S, cause(line("node_meter"), "unexplained"));
        Await.until(() -> gauge() == 86 * 3_600 * S, "the gauge shows it");
        assertFalse(world.get("/billing/verify", admin()).json().get("ok").booleanValue());
    }

    @Test
    void takesTheMetersToleranceAndRevisionsAndKnowsAFileAgain() {
        serveFromHour(15);
        put("0.410", NODE + "&tolerance_ppm=20000");
        awaitRevisions(1);
        assertEquals(82 * 360 * S, cause(line("node_meter"), "meter_tolerance"));
        assertEquals(1, put("0.410", NODE + "&tolerance_ppm=20000").get("unchanged").intValue());
        assertEquals(1, put("0.396", NODE).get("revised").intValue());
        awaitRevisions(2);
        assertTrue(line("node_meter").get("source_differences").isEmpty());
        world.verify();
    }

    @Test
    void anHourWhoseCostIsMadeAgainIsReconciledAgain() {
        serveFromHour(15);
        put("0.594", "&zone=site&boundary=facility");
        awaitRevisions(1);
        String pue = "hour,value\n" + hour + ",1.2\n";
        assertEquals(200, world.post("/billing/series?kind=pue&zone=site", pue, admin()).status());
        awaitRevisions(2);
        JsonNode line = line("zone_meter");
        assertTrue(line.get("ledger").longValue() < 594 * 3_600 * S);
        assertEquals(0, cause(line, "pue_assumed"));
    }

    @Test
    void staysOpenUntilItIsOverReadAndCosted() {
        serveFromHour(6);
        put("0.396", NODE);
        assertEquals("end", waitsFor("node_meter"));
        serve(7);
        Await.until(() -> waitsFor("node_meter").isEmpty(), "the hour is reconciled");
        Await.until(() -> waitsFor("node").equals("end"), "the node's window is reconciled");
        world.clock.advance(Duration.ofMinutes(60));
        assertEquals("meter_reading", waitsFor("node"));
        awaitRevisions(1);
        serve(15);
        Await.until(
                () -> waitsFor("node_meter").equals("site_meter"), "an hour that lacks its meter");
    }

    @Test
    void namesTheTimeInWhichNobodyReadTheDevices() {
        toHour();
        serve(1);
        world.clock.advance(Duration.ofMinutes(10));
        serve(14);
        put("0.396", NODE);
        awaitRevisions(1);
        JsonNode line = line("node_meter");
        assertEquals(0, cause(line, "unexplained"));
        assertTrue(cause(line, "meter_missing") > 0);
    }

    @Test
    void aWindowAcrossTheHourHidesNoMoreThanBetweenTwoReadings() {
        toHour();
        report();
        world.clock.advance(Duration.ofSeconds(150));
        serve(30);
        String csv = "hour,value\n" + hour.plusSeconds(3_600) + ",0.396\n";
        world.post("/billing/series?kind=meter" + NODE, csv, admin());
        awaitRevisions(1);
        JsonNode line = line("node_meter");
        assertEquals(0, cause(line, "unexplained"));
        assertTrue(Math.abs(cause(line, "between_windows")) <= 396 * STEP * S / 2);
        world.verify();
    }

    @Test
    void harmIsSeen() {
        serveFromHour(15);
        put("0.396", NODE);
        awaitRevisions(1);
        // From here on nobody but this test writes.
        world.restart("billing: {reconciliation: {interval: 1h, assumed-ppm: 500000}}");
        for (String harm :
                List.of(
                        "UPDATE meter_hour SET kwh = kwh + 0.001",
                        "UPDATE reconciliation_meter SET device_uj = device_uj + 1",
                        "UPDATE reconciliation_line SET source = source + 1 WHERE measure = 7",
                        "DELETE FROM reconciliation_meter",
                        "DELETE FROM reconciliation_line WHERE measure = 7",
                        "INSERT INTO meter_hour (scope, name, hour, revision, boundary, kwh,"
                                + " tolerance_ppm, imported_at) SELECT scope, name, hour, 2, 1, 9,"
                                + " 0, now() FROM meter_hour")) {
            assertTrue(harmed(harm), harm);
        }
        world.verify();
    }

    @Test
    void refusesWhatIsNoMeter() {
        assertEquals(400, post("kind=meter&zone=a b", "0.1").status());
        assertEquals(400, post("kind=meter&zone=a&boundary=street", "0.1").status());
        assertEquals(400, post("kind=meter&zone=a&tolerance_ppm=1000001", "0.1").status());
        assertEquals(400, post("kind=meter&zone=a", "3000000").status());
        assertEquals(
                403,
                world.post("/billing/series?kind=meter&zone=a", "", tenant("p", "k")).status());
    }

    private boolean harmed(String harm) {
        for (String table : TABLES) {
            world.execute("CREATE TABLE saved_" + table + " AS TABLE " + table);
        }
        world.corrupt(harm);
        boolean seen = !world.get("/billing/verify", admin()).json().get("ok").booleanValue();
        for (String table : TABLES) {
            world.corrupt(
                    "DELETE FROM %1$s; INSERT INTO %1$s OVERRIDING SYSTEM VALUE SELECT * FROM saved_%1$s; DROP TABLE saved_%1$s"
                            .formatted(table));
        }
        return seen;
    }

    private static final List<String> TABLES =
            List.of("meter_hour", "reconciliation_meter", "reconciliation_line");

    private void serveFromHour(int readings) {
        toHour();
        report();
        serve(readings);
    }

    private void toHour() {
        long nowUs = world.clock.nowUs();
        long nextUs = (nowUs / 3_600 / S + 1) * 3_600 * S;
        world.clock.advance(Duration.ofNanos((nextUs - nowUs) * 1_000));
        hour = Instant.ofEpochSecond(nextUs / S);
    }

    private void serve(int readings) {
        for (int reading = 0; reading < readings; reading++) {
            world.clock.advance(Duration.ofSeconds(STEP));
            report();
        }
    }

    private void report() {
        long uj = 120 * (world.clock.nowUs() - hour.getEpochSecond() * S);
        world.report(List.of(Meters.report(++reports, world.clock.nowUs(), uj, uj, uj).build()));
    }

    private JsonNode put(String kwh, String meter) {
        BillingWorld.Reply reply = post("kind=meter" + meter, kwh);
        assertEquals(200, reply.status(), () -> reply.json().toString());
        return reply.json();
    }

    private BillingWorld.Reply post(String query, String kwh) {
        String csv = "hour,value\n" + hour + "," + new BigDecimal(kwh) + "\n";
        return world.post("/billing/series?" + query.replace(" ", "%20"), csv, admin());
    }

    private JsonNode line(String scope) {
        return answer(scope).at("/data/0/measures/0");
    }

    private String waitsFor(String scope) {
        return answer(scope).at("/open/0/waits_for").asText("");
    }

    private JsonNode answer(String scope) {
        return world.get("/billing/reconciliation?scope=" + scope, admin()).json();
    }

    private static long cause(JsonNode line, String cause) {
        return line.path("source_differences").path(cause).asLong();
    }

    private double gauge() {
        return world.metrics("wattmill_reconciliation_unexplained", "site_meter");
    }

    private void awaitRevisions(int revisions) {
        Await.until(
                () ->
                        world.number("SELECT count(*) FROM reconciliation WHERE scope >= 3")
                                >= revisions,
                revisions + " revisions");
    }
}
