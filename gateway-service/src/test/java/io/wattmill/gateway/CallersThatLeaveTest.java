// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.contract.ledger.v1.Outcome;
import io.wattmill.contract.ledger.v1.UsageRecord;
import io.wattmill.contract.ledger.v1.UsageSource;
import io.wattmill.contract.placement.v1.Observation;
import io.wattmill.gateway.far.RawClient;
import io.wattmill.gateway.far.Script;
import io.wattmill.gateway.far.Site;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;

/**
 * Callers that go away or do not read: the engine is stopped at once and what was delivered is
 * billed.
 */
class CallersThatLeaveTest {

    private static Site site;

    @BeforeAll
    static void open() {
        site = new Site(Map.of("WATTMILL_GATEWAY_RELAY_WRITE_STALL_TIMEOUT", "500ms"));
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @BeforeEach
    void reset() {
        site.reset();
    }

    @Test
    void cancelsTheEngineAndBillsWhatWasDelivered() {
        site.one.does(new Script.Endless());
        String id;
        try (RawClient caller = new RawClient(site.port())) {
            caller.send(RawClient.chat(site.developerKey(), Site.chat(true, "")));
            String seen = caller.readUntil("t20 ");
            id = seen.split("x-request-id: ")[1].substring(0, 36);
        }
        Await.until(() -> site.one.resets() == 1, "the engine sees the reset");
        UsageRecord record = site.ledger.await(id);
        assertEquals(Outcome.OUTCOME_ABORTED, record.getOutcome());
        assertEquals(UsageSource.USAGE_SOURCE_CONTINUOUS, record.getUsageSource());
        assertTrue(record.getTokens().getOutput() >= 20, record.toString());
        assertTrue(
                record.getTokens().getOutput() + record.getWasteTokens() <= site.one.made(),
                record + " of " + site.one.made());
        assertEquals(499, record.getHttpStatus());
        Await.until(
                () -> site.router.observed().stream().anyMatch(Observation::hasAborted),
                "the router hears of it");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 40})
    void billsExactlyTheTokensThatItDelivered(int tokens) {
        site.one.does(new Script.HangsAfter(tokens));
        String id;
        try (RawClient caller = new RawClient(site.port())) {
            caller.send(RawClient.chat(site.developerKey(), Site.chat(true, "")));
            String seen = caller.readUntil("t" + tokens + " ");
            id = seen.split("x-request-id: ")[1].substring(0, 36);
        }
        UsageRecord record = site.ledger.await(id);
        assertEquals(tokens, record.getTokens().getOutput(), record::toString);
        assertEquals(0, record.getWasteTokens(), "the engine had made no more");
        assertEquals(7, record.getTokens().getInputUncached());
        assertEquals(4, record.getTokens().getCacheRead());
        Await.until(() -> site.one.resets() == 1, "the engine sees the reset");
    }

    @Test
    void cancelsAnEngineThatHasNotAnsweredYet() {
        site.one.does(new Script.HangsAfter(0));
        try (RawClient caller = new RawClient(site.port())) {
            caller.send(RawClient.chat(site.developerKey(), Site.chat(false, "")));
            Await.until(() -> site.one.received().size() == 1, "the engine has the request");
        }
        Await.until(() -> site.one.resets() == 1, "the engine sees the reset");
        Await.until(() -> site.ledger.booked().size() == 1, "the request is booked");
        UsageRecord record = site.ledger.booked().getFirst();
        assertEquals(Outcome.OUTCOME_ABORTED, record.getOutcome());
        assertEquals(0, record.getChargedNano());
        assertEquals(0, site.two.received().size());
    }

    @Test
    void slowsTheEngineDownToTheCallerAndCutsOneThatNeverReads() {
        site.one.does(new Script.Endless());
        site.one.pad(20_000);
        try (RawClient caller = new RawClient(site.port())) {
            caller.send(RawClient.chat(site.developerKey(), Site.chat(true, "")));
            Await.until(() -> site.ledger.booked().size() == 1, "the caller is cut");
        }
        UsageRecord record = site.ledger.booked().getFirst();
        assertEquals(Outcome.OUTCOME_ABORTED, record.getOutcome());
        assertTrue(record.getTokens().getOutput() < site.one.made(), record.toString());
        // Socket buffers on both sides and two write queues: far from what the engine could have
        // made.
        assertTrue(site.one.made() < 2_000, "made " + site.one.made());
    }
}
