// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.wattmill.gateway.far.RawClient;
import io.wattmill.gateway.far.Script;
import io.wattmill.gateway.far.Site;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** A gateway that can take no more, and one that is about to end. */
class FullAndEndingTest {

    private static final String CHAT = "/v1/chat/completions";

    @Test
    void refusesWhenTheJournalIsFullAndLosesNothing() {
        Map<String, String> small =
                Map.of(
                        "WATTMILL_GATEWAY_JOURNAL_SEGMENT_BYTES", "65536",
                        "WATTMILL_GATEWAY_JOURNAL_MAX_SEGMENTS", "2",
                        "WATTMILL_GATEWAY_JOURNAL_RESERVE_BYTES", "1024",
                        "WATTMILL_GATEWAY_ADMISSION_MAX_IN_FLIGHT", "60",
                        "WATTMILL_GATEWAY_SETTLE_MAX_BACKOFF", "100ms");
        try (Site site = new Site(small)) {
            site.ledger.away(true);
            Set<String> served = new HashSet<>();
            HttpResponse<String> last = site.post(CHAT, Site.chat(false, ""));
            while (last.statusCode() == 200) {
                served.add(Site.requestId(last));
                last = site.post(CHAT, Site.chat(false, ""));
            }
            assertEquals(503, last.statusCode());
            assertTrue(last.body().contains("journal_full"), last.body());
            assertTrue(last.headers().firstValue("retry-after").isPresent());
            assertTrue(served.size() > 30, "served " + served.size());
            site.ledger.away(false);
            Await.until(() -> site.ledger.booked().size() == served.size(), "all are booked");
            Set<String> booked = new HashSet<>();
            site.ledger.booked().forEach(record -> booked.add(record.getRequestId()));
            assertEquals(served, booked);
            Await.until(
                    () -> site.post(CHAT, Site.chat(false, "")).statusCode() == 200,
                    "there is room again");
        }
    }

    @Test
    void finishesWhatItHasAndRefusesTheRestWhenItDrains() {
        try (Site site = new Site(Map.of())) {
            site.one.does(new Script.HangsAfter(2));
            try (RawClient caller = new RawClient(site.port())) {
                caller.send(RawClient.chat(site.developerKey(), Site.chat(true, "")));
                caller.readUntil("t2 ");
                Future<Void> drained = site.gateway().drain();
                HttpResponse<String> refused = site.post(CHAT, Site.chat(false, ""));
                assertEquals(503, refused.statusCode());
                assertTrue(refused.body().contains("draining"));
                assertFalse(drained.isComplete());
                Await.until(site.one::goesOn, "the engine ends the stream");
                assertTrue(caller.readUntil("[DONE]").endsWith("[DONE]"));
                Await.await(drained);
            }
        }
    }
}
