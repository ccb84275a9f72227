// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import static io.wattmill.router.fleet.Samples.at;
import static io.wattmill.router.fleet.Samples.idle;
import static io.wattmill.router.fleet.Samples.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.router.batch.PrefixBlocks;
import io.wattmill.router.fleet.EngineRole;
import io.wattmill.router.fleet.Fleet;
import io.wattmill.router.fleet.Samples;
import io.wattmill.router.placement.Placement.Placed;
import io.wattmill.router.placement.policy.LeastTtft;
import io.wattmill.router.prediction.RequestShape;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/** Whoever pays at once and whoever pays at the next call see the same. */
class OwedTest {
    private static final int CALLS = 3_000;
    private static final int CONVERSATIONS = 12;
    private static final int BLOCKS = 24;
    private static final int ATTEMPTS = 60;
    private static final String[] POOL = {"p1", "p2", "d1", "d2"};
    private static final String[] WHOLE = {"n1", "n2", "n3"};

    private final Dispatcher prompt = router();
    private final Dispatcher late = router();

    private static Dispatcher router() {
        DispatchRules rules = new DispatchRules(16, 1_000, 120_000_000_000L, 1_000, 7);
        return new Dispatcher(new Fleet(Samples.rules()), new LeastTtft(20_000), rules);
    }

    private void join(boolean pairs) {
        for (String id : pairs ? POOL : WHOLE) {
            EngineRole role = id.startsWith("p") ? EngineRole.PREFILL : EngineRole.DECODE;
            var said = pairs ? Samples.as(role, node(id)) : node(id);
            for (Dispatcher router : new Dispatcher[] {prompt, late}) {
                router.fleet().join(said, at(0));
                router.report(id, idle(id), at(0));
            }
        }
    }

    private static PlacementRequest request(int id, long conversation, int blocks) {
        long[] hashes = IntStream.range(0, blocks).mapToLong(i -> conversation * 99 + i).toArray();
        return new PlacementRequest(
                        new Attempt("r" + id, 1),
                        Samples.MODEL,
                        "",
                        new RequestShape(blocks * 256, 0, 50),
                        50,
                        Set.of(),
                        Map.of(),
                        PrefixBlocks.of(hashes))
                .inPairs(true);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void decidesAsIfNothingWereEverOwed(boolean pairs) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        join(pairs);
        for (int call = 0; call < CALLS; call++) {
            String at = "call " + call + ", seed " + seed;
            int id = random.nextInt(ATTEMPTS);
            switch (random.nextInt(5)) {
                case 0, 1 ->
                        place(request(id, random.nextInt(CONVERSATIONS), size(random)), at, call);
                case 2 -> hear(id, new Observed.FirstToken(), at, call);
                case 3 ->
                        hear(
                                id,
                                new Observed.Finished(BLOCKS * 256, random.nextInt(4_000), 20),
                                at,
                                call);
                default -> hear(id, new Observed.Prefilled(BLOCKS * 256, 512), at, call);
            }
            if (random.nextInt(40) == 0) {
                assertSame(at);
            }
        }
        assertSame("the end, seed " + seed);
        assertTrue(prompt.prefixes().index().held() > 0);
    }

    private static int size(Random random) {
        return 1 + random.nextInt(BLOCKS);
    }

    private void place(PlacementRequest request, String at, int nowMs) {
        Placement one = prompt.place(request, at(nowMs));
        prompt.settle();
        assertEquals(told(one), told(late.place(request, at(nowMs))), at);
    }

    private static String told(Placement placement) {
        return placement instanceof Placed placed
                ? placed.engine().key()
                        + " "
                        + placed.prediction()
                        + placed.prefill().map(leg -> leg.engine().key() + " " + leg.prediction())
                : placement.toString();
    }

    private void hear(int id, Observed observed, String at, int nowMs) {
        Attempt attempt = new Attempt("r" + id, 1);
        Optional<Lesson> one = prompt.observe(attempt, observed, nowMs * 1_000L, at(nowMs));
        assertEquals(one, late.observe(attempt, observed, nowMs * 1_000L, at(nowMs)), at);
    }

    private void assertSame(String at) {
        assertEquals(seen(prompt), seen(late), at);
    }

    private static String seen(Dispatcher router) {
        var index = router.prefixes().index();
        var totals = router.prefixes().accuracy().totals();
        return index.held() + " held of " + index.blocks() + ", " + totals;
    }

    @Test
    void whoLooksSeesWhatWasPlaced() {
        join(false);
        late.place(request(1, 1, BLOCKS), at(1));
        assertEquals(BLOCKS, late.prefixes().index().held());
        late.settle();
        assertEquals(BLOCKS, late.prefixes().index().held());
    }

    @Test
    void anAttemptThatEndsAtOnceLeavesItsBlocks() {
        join(false);
        late.place(request(1, 1, BLOCKS), at(1));
        late.observe(new Attempt("r1", 1), new Observed.Aborted(), 1_000, at(1));
        assertEquals(BLOCKS, late.prefixes().index().held());
        assertEquals(0, late.inFlight());
    }

    @Test
    void workInFlightCountsBeforeAnythingIsPaid() {
        join(false);
        Placed first = (Placed) late.place(request(1, 1, BLOCKS), at(1));
        Placed second = (Placed) late.place(request(2, 2, BLOCKS), at(1));
        assertNotEquals(first.node().id(), second.node().id());
    }
}
