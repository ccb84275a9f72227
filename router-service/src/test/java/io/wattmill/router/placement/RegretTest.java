// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import static io.wattmill.router.fleet.Samples.at;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.router.fleet.Fleet;
import io.wattmill.router.fleet.Samples;
import io.wattmill.router.placement.Placement.Placed;
import io.wattmill.router.placement.RegretBook.Totals;
import io.wattmill.router.placement.policy.ModePolicies;
import io.wattmill.router.placement.policy.PolicySettings;
import io.wattmill.router.prediction.RequestShape;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.Set;

/** What requests lost by where they went. */
class RegretTest {
    private static final int OUTPUT = 100;

    private static Dispatcher router(PlacementMode mode, int nodes) {
        Dispatcher router =
                new Dispatcher(
                        new Fleet(Samples.rules()),
                        ModePolicies.policy(mode, PolicySettings.DEFAULTS),
                        new DispatchRules(16, 1_000, 120_000_000_000L, 1_000, 7));
        for (int i = 1; i <= nodes; i++) {
            router.fleet().join(Samples.node("n" + i), at(0));
            router.report("n" + i, Samples.idle("n" + i), at(0));
        }
        return router;
    }

    private static Placed place(Dispatcher router, String id) {
        PlacementRequest request =
                new PlacementRequest(
                        new Attempt(id, 1),
                        Samples.MODEL,
                        "",
                        new RequestShape(1_000, 0, OUTPUT),
                        0,
                        Set.of(),
                        Map.of());
        return assertInstanceOf(Placed.class, router.place(request, at(0)));
    }

    /** Ends a request that took this many times what was predicted. */
    private static void end(Dispatcher router, String id, Placed placed, double slowness) {
        Attempt attempt = new Attempt(id, 1);
        long start = Samples.EPOCH_US;
        long first = start + us(placed.prediction().ttftNanos() * slowness);
        long last = first + us(placed.prediction().tpotNanos() * slowness * (OUTPUT - 1));
        router.observe(attempt, new Observed.Started(), start, at(0));
        router.observe(attempt, new Observed.FirstToken(), first, at(1));
        router.observe(attempt, new Observed.Finished(OUTPUT), last, at(2));
    }

    private static long us(double nanos) {
        return Math.round(nanos / 1_000);
    }

    private static Totals totals(Dispatcher router, PlacementMode mode) {
        Totals[] found = {Totals.NONE};
        router.regrets().each((name, sum) -> found[0] = name.equals(mode.label()) ? sum : found[0]);
        return found[0];
    }

    @Test
    void thereIsNoneWhereThereWasNowhereElse() {
        Dispatcher router = router(PlacementMode.LATENCY, 1);
        end(router, "r", place(router, "r"), 3);
        assertEquals(new Totals(1, 0, 0), totals(router, PlacementMode.LATENCY));
    }

    @Test
    void aSlowEngineIsRegrettedByWhatTheOtherWouldHaveTaken() {
        Dispatcher router = router(PlacementMode.LATENCY, 2);
        Placed placed = place(router, "r");
        end(router, "r", placed, 2);
        Totals told = totals(router, PlacementMode.LATENCY);
        double predicted =
                placed.prediction().ttftNanos()
                        + (double) placed.prediction().tpotNanos() * (OUTPUT - 1);
        assertEquals(predicted, told.nanos(), predicted * 0.01);
    }

    @Test
    void spreadingOutIsRegrettedInJoulesAndPackingIsNot() {
        for (PlacementMode mode :
                new PlacementMode[] {PlacementMode.ROUND_ROBIN, PlacementMode.EFFICIENCY}) {
            Dispatcher router = router(mode, 2);
            Placed first = place(router, "first");
            Placed second = place(router, "second");
            end(router, "second", second, 1);
            boolean spread = first.node() != second.node();
            assertEquals(spread, totals(router, mode).microjoules() > 0, mode.label());
            assertEquals(mode == PlacementMode.ROUND_ROBIN, spread);
        }
    }

    @Property(tries = 200)
    void isNeverNegativeAndNothingWithoutAnEnd(
            @ForAll PlacementMode mode,
            @ForAll @IntRange(min = 1, max = 5) int nodes,
            @ForAll @LongRange(min = 0, max = 100_000_000) long tookUs,
            @ForAll @IntRange(min = 0, max = 5_000) int output) {
        Dispatcher router = router(mode, nodes);
        place(router, "r");
        place(router, "s");
        Attempt attempt = new Attempt("r", 1);
        router.observe(attempt, new Observed.FirstToken(), Samples.EPOCH_US + tookUs / 2, at(1));
        router.observe(attempt, new Observed.Finished(output), Samples.EPOCH_US + tookUs, at(2));
        router.observe(new Attempt("s", 1), new Observed.Aborted(), 0, at(3));
        router.regrets()
                .each(
                        (_, sum) ->
                                assertTrue(
                                        sum.requests() <= 1
                                                && sum.nanos() >= 0
                                                && sum.microjoules() >= 0));
    }
}
