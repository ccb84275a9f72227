// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wattmill.agent.health.Occupancy;
import io.wattmill.agent.inference.EngineCount;
import io.wattmill.agent.inference.EngineReading;
import io.wattmill.agent.inference.EngineScan;
import io.wattmill.agent.inference.Figure;
import io.wattmill.agent.inference.LatencyTotals;
import io.wattmill.agent.source.FailureReason;
import io.wattmill.agent.source.SourceFailure;
import io.wattmill.agent.testing.Pictures;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Set;

class NodePictureTest {

    private static final EngineStatus BUSY = Pictures.engine("e", 10, 1);

    @Test
    void countsWhatAnEngineSaysOfItself() {
        assertEquals(new Occupancy(Map.of("GPU-a", 4L), 4, false), occupancy(BUSY));
    }

    @Test
    void takesAnEngineThatTellsNoRequestsForOneThatMayBeAtWork() {
        EngineReading silent =
                new EngineReading(
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        new EngineCount(0, 0, false),
                        LatencyTotals.NONE,
                        Set.of(Figure.values()));

        Occupancy held = occupancy(BUSY.with(new EngineScan.Reached(silent, 2)));
        assertEquals(new Occupancy(Map.of("GPU-a", 1L), 1, false), held);
    }

    @Test
    void anEngineThatIsLateGoesOnWithItsWorkAndOneThatIsGoneDoesNot() {
        assertEquals(4, occupancy(missed(FailureReason.TIMEOUT)).total());
        assertEquals(0, occupancy(missed(FailureReason.UNREACHABLE)).total());
    }

    private static EngineStatus missed(FailureReason reason) {
        return BUSY.with(new EngineScan.Unreached(new SourceFailure(reason, "")));
    }

    private static Occupancy occupancy(EngineStatus engine) {
        return Pictures.node(List.of(Pictures.device("GPU-a", 0, Map.of())), engine).occupancy();
    }
}
