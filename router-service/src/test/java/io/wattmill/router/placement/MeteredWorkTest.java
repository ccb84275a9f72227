// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import static io.wattmill.router.fleet.Samples.at;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.router.fleet.Fleet;
import io.wattmill.router.fleet.NodeReading.DeviceReading;
import io.wattmill.router.fleet.Samples;
import io.wattmill.router.placement.MeteredWork.Comparison;
import io.wattmill.router.placement.Placement.Placed;
import io.wattmill.router.placement.policy.LeastTtft;
import io.wattmill.router.prediction.LearnedJoules;
import io.wattmill.router.prediction.PredictionError;
import io.wattmill.router.prediction.RequestShape;

import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;

/** What requests were to take is held against what the meters counted. */
class MeteredWorkTest {
    private static final long SECOND = 1_000_000_000;
    private static final long BASE_MILLIWATTS = 100_000;
    private static final long KILOJOULE = 1_000_000_000;

    private final MeteredWork work = new MeteredWork();

    private Optional<Comparison> meter(long microjoules, boolean alone, long second) {
        return work.metered(OptionalLong.of(microjoules), BASE_MILLIWATTS, alone, second * SECOND);
    }

    @Test
    void comparesWhatIsAboveBase() {
        meter(KILOJOULE, true, 0);
        work.served(2 * KILOJOULE);
        assertEquals(Optional.empty(), meter(2 * KILOJOULE, true, 5), "too soon");
        // 20 s at 100 W are base.
        assertEquals(
                Optional.of(new Comparison(2 * KILOJOULE, 3 * KILOJOULE)),
                meter(6 * KILOJOULE, true, 20));
        assertEquals(Optional.empty(), meter(8 * KILOJOULE, true, 40), "a new window, no work");
    }

    @Test
    void saysNothingOfAWindowThatOthersWorkedIn() {
        meter(1, true, 0);
        work.served(2 * KILOJOULE);
        meter(2, false, 5);
        assertEquals(Optional.empty(), meter(6 * KILOJOULE, true, 20));
    }

    @Test
    void beginsAnewWhereACounterFellOrWasSilent() {
        meter(9 * KILOJOULE, true, 0);
        work.served(2 * KILOJOULE);
        assertEquals(Optional.empty(), meter(1, true, 20));
        work.served(2 * KILOJOULE);
        work.metered(OptionalLong.empty(), BASE_MILLIWATTS, true, 30 * SECOND);
        assertEquals(Optional.empty(), meter(9 * KILOJOULE, true, 50));
    }

    /** 2,000 tokens of an engine of its own, on a device that drew what they were to take. */
    @Test
    void theRouterComparesWhatItsRequestsDidWithTheDevicesCounters() {
        Dispatcher router =
                new Dispatcher(
                        new Fleet(Samples.rules()),
                        new LeastTtft(20_000),
                        new DispatchRules(4, 100, Long.MAX_VALUE, 1_000, 1));
        router.fleet().join(Samples.node("n1"), at(0));
        report(router, 0, 0);
        Attempt attempt = new Attempt("r", 1);
        PlacementRequest request =
                new PlacementRequest(
                        attempt,
                        Samples.MODEL,
                        "",
                        new RequestShape(1_000, 0, 2_000),
                        2_000,
                        Set.of(),
                        Map.of());
        Placed placed = (Placed) router.place(request, at(1_000));
        router.observe(attempt, new Observed.Started(), at(1_000).epochUs(), at(1_000));
        router.observe(attempt, new Observed.FirstToken(), at(1_100).epochUs(), at(1_100));
        router.observe(attempt, new Observed.Finished(2_000), at(14_000).epochUs(), at(14_000));
        report(router, 15_000, placed.prediction().energyMicrojoules());

        PredictionError error = router.slot(placed.engine()).errors().joules();
        assertEquals(1, error.seen());
        assertEquals(1, error.bias(), 0.01);
        long told = placed.prediction().energyMicrojoules();
        assertTrue(placed.joules().low() < told && told < placed.joules().high());
    }

    private static void report(Dispatcher router, long ms, long aboveIdle) {
        long counter = 1 + 115 * ms * 1_000 + aboveIdle;
        DeviceReading device = new DeviceReading("n1-gpu", 300_000, 700_000, counter);
        router.report("n1", Samples.idle("n1", device, at(ms)), at(ms));
    }

    @Test
    void boundsHoldEightWindowsOfTen() {
        long seed = 20261123;
        Random random = new Random(seed);
        LearnedJoules learned = new LearnedJoules();
        int below = 0;
        int above = 0;
        for (int i = 0; i < 6_000; i++) {
            long came = Math.round(KILOJOULE * Math.exp(0.2 + 0.15 * random.nextGaussian()));
            LearnedJoules.Bounds bounds = learned.of(KILOJOULE);
            if (i >= 1_000) {
                below += came < bounds.low() ? 1 : 0;
                above += came > bounds.high() ? 1 : 0;
            }
            learned.observed(KILOJOULE, came);
        }
        assertTrue(below > 400 && below < 600, "seed " + seed + ": " + below + " of 5000 below");
        assertTrue(above > 400 && above < 600, "seed " + seed + ": " + above + " of 5000 above");
        assertTrue(learned.of(KILOJOULE).low() > 0.9 * KILOJOULE, "a bias moves both bounds");
    }
}
