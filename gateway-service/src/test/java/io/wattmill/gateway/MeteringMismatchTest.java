// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.contract.ledger.v1.Outcome;
import io.wattmill.contract.ledger.v1.UsageRecord;
import io.wattmill.contract.ledger.v1.UsageSource;
import io.wattmill.gateway.far.Script;
import io.wattmill.gateway.far.Site;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.Map;

/** What an engine says in the end is held against what it said on the way. */
class MeteringMismatchTest {

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

    private static double mismatches(String dimension) {
        return site.context()
                .metrics()
                .counter(
                        "wattmill_metering_mismatch",
                        "between",
                        "engine-gateway",
                        "dimension",
                        dimension)
                .count();
    }

    private static String chunk(String delta, String finish, int completion) {
        return "{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"llama\","
                   + "\"choices\":[{\"index\":0,\"delta\":"
                + delta
                + ",\"finish_reason\":"
                + finish
                + "}],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":"
                + completion
                + "}}";
    }

    private static UsageRecord streamed(int prompt, int completion) {
        site.one.does(
                Script.Exact.chunks(
                        chunk("{\"content\":\"a\"}", "null", 1),
                        chunk("{\"content\":\"b\"}", "\"stop\"", 2),
                        "{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,"
                                + "\"model\":\"llama\",\"choices\":[],\"usage\":{\"prompt_tokens\":"
                                + prompt
                                + ",\"completion_tokens\":"
                                + completion
                                + "}}"));
        return site.ledger.await(
                Site.requestId(site.post("/v1/chat/completions", Site.chat(true, ""))));
    }

    @Test
    void agreesWithAnEngineThatCountsAsItStreams() {
        UsageRecord record = streamed(7, 2);
        assertEquals(UsageSource.USAGE_SOURCE_ENGINE, record.getUsageSource());
        assertEquals("", record.getAttempts(0).getError());
        assertTrue(
                site.get("/metrics", site.adminKey())
                        .body()
                        .contains("wattmill_metering_mismatch_total"),
                "it is published before anything disagrees");
    }

    @Test
    void countsAnEngineThatLiesAndPutsBothFiguresOnTheRecord() {
        double outputs = mismatches("completion");
        double prompts = mismatches("prompt");
        UsageRecord record = streamed(7, 50);
        assertEquals(Outcome.OUTCOME_COMPLETED, record.getOutcome());
        assertEquals(UsageSource.USAGE_SOURCE_DISPUTED, record.getUsageSource());
        assertEquals(50, record.getTokens().getOutput(), "billed by the rule, and flagged");
        String why = record.getAttempts(0).getError();
        assertTrue(why.contains("7 prompt and 50 output") && why.contains("came to 7 and 2"), why);
        assertEquals(outputs + 1, mismatches("completion"));
        assertEquals(prompts, mismatches("prompt"));
        streamed(9, 2);
        assertEquals(prompts + 1, mismatches("prompt"));
    }
}
