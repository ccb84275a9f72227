// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.contract.ledger.v1.UsageRecord;
import io.wattmill.gateway.far.Site;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The ledger stays away until the journal has no room left, and comes back. */
class JournalFullTest {

    private static final int MORE_THAN_FIT = 2_000;

    private static Site site;

    @BeforeAll
    static void open() {
        site =
                new Site(
                        Map.of(
                                "WATTMILL_GATEWAY_JOURNAL_SEGMENT_BYTES", "65536",
                                "WATTMILL_GATEWAY_JOURNAL_MAX_SEGMENTS", "2",
                                "WATTMILL_GATEWAY_ADMISSION_MAX_IN_FLIGHT", "4",
                                "WATTMILL_GATEWAY_SETTLE_MAX_BACKOFF", "200ms"));
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @Test
    void refusesWithRetryAfterAndLosesNothingThatItServed() {
        site.ledger.away(true);
        Set<String> served = new HashSet<>();
        HttpResponse<String> refusal = serveUntilRefused(served);
        assertTrue(served.size() > 1, "it served until it was full");
        assertEquals(503, refusal.statusCode(), refusal::body);
        assertTrue(refusal.body().contains("journal_full"), refusal::body);
        int seconds = Integer.parseInt(refusal.headers().firstValue("retry-after").orElseThrow());
        assertTrue(seconds > 0);
        int engineCalls = site.one.received().size() + site.two.received().size();
        assertEquals(served.size(), engineCalls, "what was refused reached no engine");

        site.ledger.away(false);
        Await.until(() -> ask().statusCode() == 200, "it serves again");
        Await.until(() -> booked().containsAll(served), "everything served is booked");
        assertEquals(site.ledger.booked().size(), booked().size(), "each once");
        assertTrue(site.ledger.conflicts().isEmpty());
    }

    private static HttpResponse<String> serveUntilRefused(Set<String> served) {
        for (int n = 0; n < MORE_THAN_FIT; n++) {
            HttpResponse<String> reply = ask();
            if (reply.statusCode() != 200) {
                return reply;
            }
            served.add(Site.requestId(reply));
        }
        throw new AssertionError("never full");
    }

    private static HttpResponse<String> ask() {
        return site.post("/v1/chat/completions", Site.chat(false, ""));
    }

    private static Set<String> booked() {
        return site.ledger.booked().stream()
                .map(UsageRecord::getRequestId)
                .collect(Collectors.toSet());
    }
}
