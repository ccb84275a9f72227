// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.contract.placement.v1.Observation;
import io.wattmill.gateway.far.RawClient;
import io.wattmill.gateway.far.Script;
import io.wattmill.gateway.far.Site;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Requests of this gateway that wait for a connection say nothing about the engine. */
class EngineQueueTest {

    private static final Map<String, String> SMALL =
            Map.of(
                    "WATTMILL_GATEWAY_RELAY_MAX_CONNECTIONS_PER_ENGINE", "1",
                    "WATTMILL_GATEWAY_RELAY_MAX_WAITING_PER_ENGINE", "1",
                    "WATTMILL_GATEWAY_RELAY_BREAKER_FAILURES_IN_A_ROW", "1");

    @Test
    void blamesNoEngineForAQueueThatIsFull() {
        try (Site site = new Site(SMALL)) {
            site.one.does(new Script.Silent());
            List<RawClient> callers = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                callers.add(
                        new RawClient(site.port())
                                .send(RawClient.chat(site.developerKey(), Site.chat(true, ""))));
            }
            Await.until(() -> notCalled(site) >= 3, "the router hears of each");
            assertTrue(
                    site.context()
                                    .metrics()
                                    .get("wattmill_limit_hits")
                                    .tag("limit", "relay.max-waiting-per-engine")
                                    .counter()
                                    .count()
                            >= 3);
            assertNull(site.context().metrics().find("wattmill_breaker_state").gauge());
            assertTrue(site.router.observed().stream().noneMatch(Observation::hasFailed));
            callers.forEach(RawClient::close);
        }
    }

    private static long notCalled(Site site) {
        return site.router.observed().stream()
                .filter(one -> one.getAborted().getReason().equals("gateway-queue-full"))
                .count();
    }
}
