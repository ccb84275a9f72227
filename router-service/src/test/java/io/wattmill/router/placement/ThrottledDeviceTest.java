// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import static io.wattmill.router.fleet.Samples.at;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.router.fleet.Engine;
import io.wattmill.router.fleet.Fleet;
import io.wattmill.router.fleet.NodeReading.DeviceReading;
import io.wattmill.router.fleet.Samples;
import io.wattmill.router.placement.Placement.Placed;
import io.wattmill.router.placement.policy.LeastTtft;
import io.wattmill.router.prediction.Prediction;
import io.wattmill.router.prediction.RequestShape;

import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.Set;

/** What a node tells of its devices is in the next prediction, and is not learned besides. */
class ThrottledDeviceTest {
    private static final long HOT = 0x40 | 0x8;
    private static final long IDLE = 0x1;
    private static final long AT_CAP = 0x4;
    private static final long FULL_CAP = 700_000;
    private static final double SAME = 1e-3;

    private final Dispatcher router =
            new Dispatcher(
                    new Fleet(Samples.rules()),
                    new LeastTtft(20_000),
                    new DispatchRules(4, 100, Long.MAX_VALUE, 1_000, 1));
    private long ms;
    private int requests;

    ThrottledDeviceTest() {
        router.fleet().join(Samples.node("n1"), at(0));
        report(1_980, 0, FULL_CAP);
    }

    private boolean report(int megahertz, long reasons, long cap) {
        ms += 500;
        DeviceReading device =
                new DeviceReading("n1-gpu", 115_000, cap, 1 + 115 * ms * 1_000, megahertz, reasons);
        return router.report("n1", Samples.idle("n1", device, at(ms)), at(ms));
    }

    private PlacementRequest request() {
        return new PlacementRequest(
                new Attempt("r" + requests++, 1),
                Samples.MODEL,
                "",
                new RequestShape(8_000, 0, 200),
                1_000,
                Set.of(),
                Map.of());
    }

    private Placed place(PlacementRequest request) {
        return (Placed) router.place(request, at(ms));
    }

    /** Long after the one before, whose prompt stretched the steps. */
    private Prediction predicted() {
        ms += 600_000;
        PlacementRequest request = request();
        Prediction prediction = place(request).prediction();
        router.observe(request.attempt(), new Observed.Aborted(), 0, at(ms));
        return prediction;
    }

    private Engine engine() {
        return router.fleet().engine(Samples.engine("n1")).orElseThrow();
    }

    @Test
    void predictsAHotDeviceSlowerBeforeAnyAnswerShowsIt() {
        Prediction before = predicted();
        report(990, HOT, FULL_CAP);
        Prediction hot = predicted();

        double prompt = ratio(hot.ttftNanos(), before.ttftNanos());
        double token = ratio(hot.tpotNanos(), before.tpotNanos());
        assertTrue(prompt > 1.7 && prompt <= 2.05, "prompts compute: " + prompt);
        assertTrue(token >= 1 && token < 1.2, "decoding reads memory: " + token);
        assertTrue(hot.marginalMicrojoules() < before.marginalMicrojoules(), "a low clock draws");
        assertEquals("hw thermal, hw slowdown", engine().slowedBy());
        assertEquals(50, engine().operatingPoint().clockPercent());

        report(1_980, 0, FULL_CAP);
        assertSame(before, predicted());
        assertEquals("", engine().slowedBy());
    }

    @Test
    void predictsACapThatPromptsRunIntoAndDecodingDoesNot() {
        Prediction before = predicted();
        report(1_400, AT_CAP, 350_000);
        Prediction capped = predicted();

        double prompt = ratio(capped.ttftNanos(), before.ttftNanos());
        assertTrue(prompt > 1.2 && prompt < 2, "prompts at half the watts: " + prompt);
        assertEquals(1, ratio(capped.tpotNanos(), before.tpotNanos()), SAME);
        assertEquals(100, engine().operatingPoint().clockPercent(), "the limit tells it all");
    }

    @Test
    void takesTheClockOfAnIdleDeviceForNothing() {
        Prediction before = predicted();
        report(345, IDLE, FULL_CAP);
        assertSame(before, predicted());
    }

    @Test
    void believesNoClockThatCannotBe() {
        Prediction before = predicted();
        report(-5, HOT, FULL_CAP);
        assertFalse(router.fleet().find("n1").orElseThrow().doubt().isEmpty());
        assertSame(before, predicted());
    }

    @Test
    void learnsNoSlownessThatTheNodeTold() {
        report(990, HOT, FULL_CAP);
        for (int i = 0; i < 50; i++) {
            PlacementRequest request = request();
            Prediction prediction = place(request).prediction();
            answer(request, prediction.model().ttftNanos());
        }
        assertEquals(1, engineFactor(), 0.02);
    }

    @Test
    void learnsNothingFromARequestThatAThrottleCaughtOnItsWay() {
        PlacementRequest caught = request();
        Prediction prediction = place(caught).prediction();
        report(990, HOT, FULL_CAP);
        answer(caught, 3 * prediction.model().ttftNanos());
        assertEquals(1, engineFactor(), 1e-9);
    }

    private void answer(PlacementRequest request, long afterNanos) {
        router.observe(request.attempt(), new Observed.Started(), at(ms).epochUs(), at(ms));
        long firstUs = at(ms).epochUs() + afterNanos / 1_000;
        router.observe(request.attempt(), new Observed.FirstToken(), firstUs, at(ms));
        router.observe(request.attempt(), new Observed.Finished(2), firstUs, at(ms));
    }

    private double engineFactor() {
        return router.slot(engine()).forecast().speed().ttftFactor();
    }

    private static void assertSame(Prediction before, Prediction now) {
        assertEquals(1, ratio(now.ttftNanos(), before.ttftNanos()), SAME);
        assertEquals(1, ratio(now.tpotNanos(), before.tpotNanos()), SAME);
        assertEquals(1, ratio(now.marginalMicrojoules(), before.marginalMicrojoules()), SAME);
    }

    private static double ratio(long now, long before) {
        return (double) now / before;
    }
}
