// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.runs.simulated;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.twin.planfile.SamplePlan;
import io.wattmill.twin.runs.RunAsked;
import io.wattmill.twin.runs.RunIds;
import io.wattmill.twin.runs.RunWork.Outcome;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Optional;

class SimulationWorkTest {
    private static final RunAsked ASKED =
            new RunAsked(RunAsked.CONVERSATION, 7, 200, 1, Optional.of("chat-small"));

    private final SimulationWork work = new SimulationWork();

    @Test
    void givesTheSameBytesOfTheSameRecord() {
        var once = assertInstanceOf(Outcome.Done.class, run(ASKED));
        var again = assertInstanceOf(Outcome.Done.class, run(ASKED));
        assertArrayEquals(once.answer(), again.answer());
        assertEquals(once.summary(), again.summary());
        assertTrue(once.summary().getOrDefault("output_tokens_per_s", 0.0) > 0);
    }

    @Test
    void saysHowFarItIsAndEndsWhenItIsTold() {
        var told = new ArrayList<Integer>();
        assertInstanceOf(
                Outcome.Ended.class,
                work.run(
                        SamplePlan.text(),
                        new RunAsked(RunAsked.CONVERSATION, 7, 20_000, 1, ASKED.model()),
                        ppm -> {
                            told.add(ppm);
                            return told.size() < 3;
                        }));
        assertTrue(told.getLast() < 1_000_000, told::toString);
    }

    @Test
    void saysWhyAPlanCannotRun() {
        var refused =
                assertInstanceOf(Outcome.Refused.class, work.run("what: ever", ASKED, _ -> true));
        assertTrue(refused.why().contains("what: is"), refused.why());
        var many = new RunAsked(RunAsked.CONVERSATION, 7, 10, 1, Optional.of("none"));
        assertInstanceOf(Outcome.Refused.class, run(many));
    }

    @Test
    void idsSortByTheirTime() {
        var early = RunIds.of(1_700_000_000_000_000L, -1, -1);
        var late = RunIds.of(1_700_000_000_001_000L, 0, 0);
        assertEquals(7, early.version());
        assertEquals(2, early.variant());
        assertEquals(1_700_000_000_000L, early.getMostSignificantBits() >>> 16);
        assertTrue(early.toString().compareTo(late.toString()) < 0);
    }

    private Outcome run(RunAsked asked) {
        return work.run(SamplePlan.text(), asked, _ -> true);
    }
}
