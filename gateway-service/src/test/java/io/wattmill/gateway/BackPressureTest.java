// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.contract.ledger.v1.Outcome;
import io.wattmill.gateway.far.RawClient;
import io.wattmill.gateway.far.Script;
import io.wattmill.gateway.far.Site;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Map;

/** A caller that does not read stops the engine, whichever API it came by. */
class BackPressureTest {

    private static final int CHARACTERS = 200_000;

    /** Four socket buffers and two write queues, at 200 kB a token. */
    private static final int MOST_TOKENS = 250;

    private static final Duration A_WHILE = Duration.ofMillis(300);

    private static Site site;

    @BeforeAll
    static void open() {
        site = new Site(Map.of());
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @BeforeEach
    void reset() {
        site.reset();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/chat/completions", "/v1/messages"})
    void stopsReadingTheEngineAndGoesOnWhenTheCallerReads(String path) {
        site.one.does(new Script.Endless());
        site.one.pad(CHARACTERS);
        String body = Site.chat(true, ",\"max_tokens\":64");
        try (RawClient caller = new RawClient(site.port())) {
            String chat = RawClient.chat(site.developerKey(), body);
            caller.send(chat.replace("/v1/chat/completions", path));
            Await.until(() -> site.one.isBlockedFor(A_WHILE), "the engine cannot write any more");
            int made = site.one.made();
            assertTrue(made < MOST_TOKENS, "made " + made);
            caller.skip((long) made * CHARACTERS / 2);
            Await.until(() -> site.one.made() > made, "the engine goes on");
        }
        Await.until(() -> site.one.resets() == 1, "the engine is stopped when the caller leaves");
        Await.until(() -> site.ledger.booked().size() == 1, "the request is booked");
        var record = site.ledger.booked().getFirst();
        assertTrue(record.getOutcome() == Outcome.OUTCOME_ABORTED, record.toString());
        assertTrue(record.getTokens().getOutput() <= site.one.made(), record.toString());
    }
}
