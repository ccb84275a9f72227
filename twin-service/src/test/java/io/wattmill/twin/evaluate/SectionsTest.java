// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.twin.trace.BlockIds;
import io.wattmill.twin.trace.ChainedTrace;
import io.wattmill.twin.trace.Chains;
import io.wattmill.twin.trace.Trace;
import io.wattmill.twin.trace.TraceRequest;

import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

class SectionsTest {
    private static final Trace RECORDED =
            new Trace(
                    "recorded",
                    IntStream.range(0, 100)
                            .mapToObj(i -> request(i, 5_000 + i * 10_000L, i + 1))
                            .toList());

    private static TraceRequest request(int index, long atUs, int tokens) {
        return new TraceRequest(index, atUs, tokens, 7, BlockIds.of(index));
    }

    private static List<Integer> prompts(Trace trace) {
        return trace.requests().stream().map(TraceRequest::inputTokens).toList();
    }

    @Test
    void theFirstSeedPlaysWhatWasRecordedFromTheBeginning() {
        Trace first = new Sections(_ -> RECORDED, 40, 1_000).of(1, 2);
        assertEquals(prompts(RECORDED).subList(0, 40), prompts(first));
        assertEquals(39 * 10_000L / 2, first.spanUs());
        assertEquals(0, first.requests().getFirst().arrivalUs());
    }

    @Test
    void othersPlayOtherSectionsWithShiftedArrivals() {
        Sections sections = new Sections(_ -> RECORDED, 40, 1_000);
        Set<List<Integer>> all = new HashSet<>();
        for (long seed = 1; seed <= 5; seed++) {
            Trace one = sections.of(seed, 1);
            all.add(prompts(one));
            assertEquals(40, sections.length(seed));
            assertEquals(390_000, one.spanUs(), 80_000);
            assertEquals(one, new Sections(_ -> RECORDED, 40, 1_000).of(seed, 1));
        }
        assertEquals(5, all.size());
        Trace whole = new Sections(_ -> RECORDED, 1_000, 1_000).of(3, 1);
        assertEquals(new HashSet<>(prompts(RECORDED)), new HashSet<>(prompts(whole)));
        assertNotEquals(prompts(RECORDED), prompts(whole), "neighbours change places");
    }

    @Test
    void whatNoEngineHoldsIsCut() {
        Trace cut = new Sections(_ -> RECORDED, 100, 50).of(1, 1);
        assertTrue(cut.requests().stream().allMatch(r -> r.inputTokens() + r.outputTokens() <= 50));
    }

    @Test
    void sessionsAreRepeatedForOtherTenants() {
        ChainedTrace sessions = new ChainedTrace();
        int first = sessions.add(request(0, 0, 10), Chains.FIRST, 0);
        sessions.add(request(1, 0, 20), first, 3_000);
        sessions.add(request(2, 50_000, 30), Chains.FIRST, 0);
        Trace recorded = sessions.trace("sessions");
        Trace repeated = new Sections(_ -> recorded, 10, 1_000).of(2, 1);
        assertEquals(12, repeated.requests().size());
        Set<Long> blocks = new HashSet<>();
        repeated.requests().forEach(one -> blocks.add(one.blocks().at(0)));
        assertEquals(12, blocks.size(), "no tenant shares a block with another");
        int waiting = 0;
        for (int i = 0; i < 12; i++) {
            int after = repeated.chains().after(i);
            if (after != Chains.FIRST) {
                waiting++;
                assertEquals(10, repeated.requests().get(after).inputTokens());
                assertEquals(20, repeated.requests().get(i).inputTokens());
                assertEquals(3_000, repeated.chains().waitUs(i));
            }
        }
        assertEquals(4, waiting);
    }
}
