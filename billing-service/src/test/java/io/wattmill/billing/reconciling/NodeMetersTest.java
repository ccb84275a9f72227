// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.reconciling;

import static io.wattmill.billing.BillingWorld.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.billing.BillingWorld;
import io.wattmill.billing.EngineWorld;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Windows of ten seconds; three devices of 50 W each, read each second. */
final class NodeMetersTest {

    private static final long S = 1_000_000L;

    private final EngineWorld site = new EngineWorld();
    private final BillingWorld world = site.world;

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void agreesToTheMicrojouleWithTheRawCounters() {
        site.serve(25);
        awaitWindows(2);
        JsonNode device = figures(1);
        assertEquals("device_uj", device.get("measure").textValue());
        assertEquals(3 * 50 * 10 * S, device.get("source").longValue());
        assertTrue(device.get("gateway").isNull());
        assertEquals(0, device.at("/source_differences/unexplained").longValue());
        assertEquals(0, unexplained());
        world.verify();
    }

    @Test
    void carriesWhatTheNextWindowWillHave() {
        site.energyEach("3s");
        site.serve(35);
        awaitWindows(2);
        long carried = 0;
        for (int window = 0; window < 2; window++) {
            carried += figures(window).at("/source_differences/between_windows").longValue();
        }
        assertTrue(carried > 0, "three seconds do not divide ten");
        assertEquals(0, unexplained());
        world.verify();
    }

    @Test
    void aCounterThatStartsAgainLosesNothingThatWasRead() {
        site.serve(5);
        site.forgetCounters();
        site.serve(20);
        awaitWindows(2);
        assertEquals(0, unexplained());
        world.verify();
    }

    @Test
    void aJumpThatBillingDidNotBelieveIsNamed() {
        site.serve(5);
        site.jump(1_000_000);
        site.serve(20);
        awaitWindows(2);
        assertEquals(0, unexplained());
        assertTrue(
                world.number(
                                "SELECT coalesce(sum(amount), 0) FROM reconciliation_cause WHERE"
                                        + " cause = 13 AND measure = 5")
                        > 0);
        world.verify();
    }

    @Test
    void shareThatTheLedgerLostIsUnexplained() {
        site.serve(5);
        Await.until(() -> world.number("SELECT count(*) FROM energy_share") > 0, "shares");
        world.corrupt("DELETE FROM energy_share WHERE window_id = 1");
        site.serve(20);
        awaitWindows(2);
        assertTrue(unexplained() > 0);
        Await.until(() -> site.gauge("unexplained", "device_uj") > 0, "the gauge shows it");
        JsonNode verdict = world.get("/billing/verify", admin()).json();
        assertFalse(verdict.get("ok").booleanValue());
    }

    private JsonNode figures(int window) {
        return world.get("/billing/reconciliation?scope=node", admin())
                .json()
                .at("/data/" + window + "/measures/0");
    }

    private long unexplained() {
        return world.number(
                "SELECT coalesce(sum(abs(amount)), 0) FROM reconciliation_cause WHERE cause = 20"
                        + " AND measure = 5");
    }

    private void awaitWindows(int windows) {
        Await.until(
                () ->
                        world.number("SELECT count(*) FROM reconciliation WHERE scope = 2")
                                >= windows,
                windows + " windows of the node");
    }
}
