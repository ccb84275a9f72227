// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.twin.trace.BlockIds;
import io.wattmill.twin.trace.Chains;
import io.wattmill.twin.trace.Trace;
import io.wattmill.twin.trace.TraceRequest;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

class MergedTraceTest {

    /** Prompts that begin as one of three others do, some of them turns of a chain. */
    private static Trace trace(Random random, int count, int blockTokens) {
        List<TraceRequest> requests = new ArrayList<>();
        int[] after = new int[count];
        long[] waitUs = new long[count];
        long now = 0;
        for (int i = 0; i < count; i++) {
            now += random.nextInt(3) * 1_000L;
            int tokens = 1 + random.nextInt(2_000);
            long first = 1_000L * random.nextInt(3);
            long[] ids = new long[Math.ceilDiv(tokens, blockTokens)];
            Arrays.setAll(ids, block -> first + block);
            requests.add(
                    new TraceRequest(
                            i,
                            now,
                            tokens,
                            1 + random.nextInt(50),
                            BlockIds.sized(blockTokens, ids)));
            after[i] = i > 0 && random.nextBoolean() ? random.nextInt(i) : Chains.FIRST;
            waitUs[i] = random.nextInt(1_000);
        }
        return new Trace("of " + blockTokens, requests, Chains.of(after, waitUs));
    }

    @Property(tries = 200)
    void keepsEachTraceAsItIs(
            @ForAll long seed,
            @ForAll @IntRange(min = 0, max = 40) int one,
            @ForAll @IntRange(min = 1, max = 40) int other) {
        Random random = new Random(seed);
        List<Trace> parts = List.of(trace(random, one, 512), trace(random, other, 16));
        MergedTrace merged = MergedTrace.of(parts);
        List<TraceRequest> all = merged.trace().requests();
        assertEquals(one + other, all.size());
        assertEquals(16, merged.trace().blockTokens());
        for (int part = 0; part < parts.size(); part++) {
            assertSame(parts.get(part), merged, part);
        }
    }

    private static void assertSame(Trace part, MergedTrace merged, int which) {
        int[] places =
                IntStream.range(0, merged.trace().requests().size())
                        .filter(i -> merged.partOf(i) == which)
                        .toArray();
        assertEquals(part.requests().size(), places.length);
        for (int i = 0; i < places.length; i++) {
            TraceRequest own = part.requests().get(i);
            TraceRequest now = merged.trace().requests().get(places[i]);
            assertEquals(own.arrivalUs(), now.arrivalUs());
            assertEquals(own.inputTokens(), now.inputTokens());
            assertEquals(own.outputTokens(), now.outputTokens());
            int before = part.chains().after(i);
            assertEquals(
                    before == Chains.FIRST ? before : places[before],
                    merged.trace().chains().after(places[i]));
            assertEquals(part.chains().waitUs(i), merged.trace().chains().waitUs(places[i]));
        }
        assertSharesAsBefore(part, merged, places);
    }

    private static void assertSharesAsBefore(Trace part, MergedTrace merged, int[] places) {
        List<TraceRequest> now = merged.trace().requests();
        for (int i = 1; i < places.length; i++) {
            int before = tokens(part.requests().get(i - 1), part.requests().get(i));
            assertEquals(before, tokens(now.get(places[i - 1]), now.get(places[i])));
        }
    }

    /** Tokens that both begin with, by their whole blocks; of the shorter at most. */
    private static int tokens(TraceRequest one, TraceRequest other) {
        int shared = one.blocks().sharedWith(other.blocks()) * one.blocks().blockTokens();
        return Math.min(shared, Math.min(one.inputTokens(), other.inputTokens()));
    }

    @Property(tries = 100)
    void promptsOfTwoTracesHaveNothingInCommon(@ForAll long seed) {
        Random random = new Random(seed);
        Trace same = trace(random, 20, 16);
        MergedTrace merged = MergedTrace.of(List.of(same, same));
        List<TraceRequest> all = merged.trace().requests();
        for (int i = 0; i < all.size(); i++) {
            for (int j = 0; j < i; j++) {
                boolean apart = merged.partOf(i) != merged.partOf(j);
                int shared = all.get(i).blocks().sharedWith(all.get(j).blocks());
                assertTrue(!apart || shared == 0, "seed " + seed);
            }
        }
    }
}
