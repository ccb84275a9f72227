// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.reconciling;

import static io.wattmill.billing.BillingWorld.admin;
import static io.wattmill.billing.BillingWorld.tenant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.billing.BillingWorld;
import io.wattmill.billing.EngineWorld;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Windows of ten seconds, readings each second. */
final class ReconciliationTest {

    private final EngineWorld site = new EngineWorld();
    private final BillingWorld world = site.world;

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void agreesToTheTokenAcrossWindowsAndLeavesTheLastOneOpen() {
        site.serve(25);
        site.awaitWindows(2);
        assertEquals(2, world.number("SELECT count(*) FROM reconciliation WHERE scope = 1"));
        assertEquals(0, site.amount("unexplained") + site.amount("foreign"));
        JsonNode page = world.get("/billing/reconciliation?scope=engine", admin()).json();
        assertEquals(2, page.get("data").size());
        JsonNode output = page.at("/data/0/measures/3");
        assertEquals("output_tokens", output.get("measure").textValue());
        assertEquals(site.ledgerOutput(0), output.get("ledger").longValue());
        assertEquals(output.get("ledger"), output.get("gateway"));
        world.verify();
    }

    @Test
    void namesWhatNoGatewayPlaced() {
        site.serve(5);
        site.engine.serve(1, 40, 0, 7);
        site.serve(20);
        site.rest(11);
        site.awaitWindows(3);
        assertEquals(0, site.amount("unexplained"));
        assertEquals(1 + 40 + 7, site.amount("foreign"));
        world.verify();
        Await.until(() -> site.gauge("foreign", "output_tokens") == 7, "the gauge shows it");
        assertEquals(0, site.gauge("unexplained", "output_tokens"));
    }

    @Test
    void aRowThatTheLedgerLostIsUnexplained() {
        site.serve(12);
        world.corrupt(
                "DELETE FROM usage_attempt WHERE request_id = (SELECT request_id FROM usage_event"
                        + " WHERE journal_sequence = 4)");
        site.serve(13);
        site.awaitWindows(2);
        assertEquals(0, site.amount("foreign"));
        assertEquals(2 * 0 + 1 + 150 + 50 + 20, site.amount("unexplained"));
        Await.until(() -> site.gauge("unexplained", "output_tokens") == 20, "the gauge shows it");
        JsonNode verdict = world.get("/billing/verify", admin()).json();
        assertFalse(verdict.get("ok").booleanValue());
    }

    @Test
    void anEngineThatStartedAgainTakesOnlyWhatRanThenWithIt() {
        site.serve(5);
        site.engine.die();
        site.serve(20);
        site.awaitWindows(2);
        assertEquals(0, site.amount("unexplained") + site.amount("foreign"));
        assertEquals(2, world.number("SELECT max(boot) FROM engine_reading"));
        world.verify();
    }

    @Test
    void aGatewayThatStartedAgainIsNamedForWhatItClosedUncounted() {
        site.serve(5);
        site.gatewayDies();
        site.serve(20);
        site.awaitWindows(2);
        assertEquals(0, site.amount("unexplained") + site.amount("foreign"));
        world.verify();
    }

    @Test
    void usageThatComesLateHasItsWindowReconciledAgain() {
        site.serve(3);
        site.withhold();
        site.serve(22);
        site.awaitWindows(2);
        assertEquals(0, world.number("SELECT count(*) FROM reconciliation WHERE revision > 1"));
        site.deliver();
        Await.until(
                () -> world.number("SELECT count(*) FROM reconciliation WHERE revision = 2") > 0,
                "the window is made again");
        assertEquals(0, site.amount("foreign"));
        assertEquals(0, site.amount("unexplained"));
        world.verify();
    }

    @Test
    void isForAdministratorsOnlyAndInPages() {
        site.serve(35);
        site.awaitWindows(3);
        assertEquals(403, world.get("/billing/reconciliation", tenant("p1", "key-1")).status());
        assertEquals(400, world.get("/billing/reconciliation?from=noon", admin()).status());
        JsonNode first = world.get("/billing/reconciliation?scope=engine&limit=2", admin()).json();
        assertEquals(2, first.get("data").size());
        JsonNode second =
                world.get(
                                "/billing/reconciliation?scope=engine&limit=2&page="
                                        + first.get("next_page").textValue(),
                                admin())
                        .json();
        assertEquals(1, second.get("data").size());
        assertFalse(second.get("has_more").booleanValue());
    }
}
