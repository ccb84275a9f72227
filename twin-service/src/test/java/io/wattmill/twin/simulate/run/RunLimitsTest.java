// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.twin.simulate.run.RunLimits.Work;

import org.junit.jupiter.api.Test;

import java.util.Collections;
import java.util.List;

class RunLimitsTest {
    private static final Work SMALL = new Work(1_000, 1_000_000, 100_000, 16, 3, 1);

    @Test
    void smallerBlocksAreMoreToKeep() {
        Work coarse = new Work(100, 4_000_000, 20_000, 512, 4, 1, 1);
        Work fine = new Work(100, 4_000_000, 20_000, 16, 4, 1, 1);
        long blocks = 4_000_000 / 16 - 4_000_000 / 512;
        assertTrue(fine.bytes() - coarse.bytes() >= 40 * blocks, fine.bytes() + " bytes");
        double seconds = fine.seconds() - coarse.seconds();
        assertTrue(seconds >= 0.15e-6 * blocks, seconds + " s");
    }

    @Test
    void manySmallRunsTogetherTakeTheirTimeTogether() {
        RunLimits limits = new RunLimits(1L << 30, 10 * SMALL.seconds());
        assertTrue(limits.check(Collections.nCopies(10, SMALL)).isEmpty());
        RunLimits.TooMuch much = limits.check(Collections.nCopies(11, SMALL)).orElseThrow();
        assertTrue(much.problem().startsWith("33 runs with 33,000 requests"), much.problem());
    }

    @Test
    void runsAtOnceFillTheHeapTogetherAndLaterOnesDoNot() {
        Work large = new Work(10_000, 1_000_000, 100_000, 16, 1, 2);
        Work two = new Work(1_000, 1_000_000, 100_000, 16, 3, 2);
        long both = large.bytes() + two.bytes() / 2;
        double forever = 1e9;
        assertTrue(new RunLimits(both, forever).check(List.of(two, large)).isEmpty());
        assertEquals(
                1, new RunLimits(both - 1, forever).check(List.of(two, large)).stream().count());
    }
}
