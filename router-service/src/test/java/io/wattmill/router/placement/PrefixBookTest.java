// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import static io.wattmill.router.fleet.Samples.at;
import static io.wattmill.router.fleet.Samples.idle;
import static io.wattmill.router.fleet.Samples.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.router.batch.PrefixBlocks;
import io.wattmill.router.fleet.Fleet;
import io.wattmill.router.fleet.Samples;
import io.wattmill.router.placement.Placement.Placed;
import io.wattmill.router.placement.policy.LeastTtft;
import io.wattmill.router.prediction.RequestShape;

import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

/** The prefix index through the dispatcher's door. */
class PrefixBookTest {
    private static final int BLOCKS = 16;
    private static final RequestShape SHAPE = new RequestShape(BLOCKS * 256 + 128, 0, 10);
    private static final PrefixBlocks PROMPT =
            PrefixBlocks.of(LongStream.rangeClosed(1, BLOCKS).toArray());

    private final Dispatcher router =
            new Dispatcher(
                    new Fleet(Samples.rules()),
                    new LeastTtft(20_000),
                    new DispatchRules(16, 1_000, 120_000_000_000L, 1_000, 7));

    private Placed place(String id) {
        PlacementRequest request =
                new PlacementRequest(
                        new Attempt(id, 1),
                        Samples.MODEL,
                        "",
                        SHAPE,
                        10,
                        Set.of(),
                        Map.of(),
                        PROMPT);
        return assertInstanceOf(Placed.class, router.place(request, at(0)));
    }

    private void finish(String id, long cachedTokens) {
        Observed usage = new Observed.Finished(SHAPE.promptTokens(), cachedTokens, 10);
        router.observe(new Attempt(id, 1), usage, 0, at(0));
    }

    private void serve(String id) {
        router.fleet().join(node(id), at(0));
        router.report(id, idle(id), at(0));
    }

    @Test
    void comparesWhatItExpectsWithWhatTheEngineFinds() {
        serve("n1");
        assertEquals(0, place("r1").prediction().cachedTokens());
        finish("r1", 0);
        assertEquals(BLOCKS * 256, place("r2").prediction().cachedTokens(), 32);
        finish("r2", BLOCKS * 128);
        var totals = router.prefixes().accuracy().totals();
        assertEquals(2, totals.requests());
        assertEquals(BLOCKS * 256, totals.expectedTokens(), 32);
        assertEquals(BLOCKS * 128, totals.reportedTokens());
        assertEquals(0.5, totals.missedTokens() / (double) totals.expectedTokens(), 0.01);
        assertTrue(place("r3").prediction().cachedTokens() < BLOCKS * 256 - 64);
    }

    @Test
    void forgetsAnEngineThatIsInTheFleetNoMore() {
        serve("n1");
        place("r1");
        assertEquals(BLOCKS, router.prefixes().index().held());
        router.fleet().leave("n1", "test", at(0));
        router.tick(at(7_200_000));
        router.tick(at(7_200_001));
        assertEquals(0, router.prefixes().index().held());
        finish("r1", 0);
        serve("n1");
        assertEquals(0, place("r2").prediction().cachedTokens());
    }
}
