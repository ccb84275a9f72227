// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;

class BoundTest {

    private final EngineModel engine = new EngineModel(Models.LLAMA_3_1_8B, Gpus.H100_SXM, 1);

    @Test
    void anEngineWithoutWorkIsBoundByNothing() {
        assertEquals(Bound.NOTHING, Bound.of(engine, decoding(0, 0)));
    }

    @Test
    void aFewSequencesLeaveRoomAndManyDoNot() {
        assertEquals(Bound.NOTHING, Bound.of(engine, decoding(4, 4 * 1_000)));
        assertEquals(Bound.DECODE_BANDWIDTH, Bound.of(engine, decoding(200, 200 * 1_000)));
    }

    @Test
    void longContextsFillTheBandwidthSooner() {
        assertEquals(Bound.NOTHING, Bound.of(engine, decoding(16, 16 * 500)));
        assertEquals(Bound.DECODE_BANDWIDTH, Bound.of(engine, decoding(16, 16 * 30_000)));
    }

    @Test
    void promptsThatFillAStepAreBoundByCompute() {
        var full = new Bound.Occupancy(10, 10_000, 8_182, 8_192, 0, false, 100_000);
        assertEquals(Bound.PREFILL_COMPUTE, Bound.of(engine, full));
        var small = new Bound.Occupancy(10, 10_000, 8_181, 8_192, 0, false, 100_000);
        assertEquals(Bound.NOTHING, Bound.of(engine, small));
    }

    @Test
    void aQueueIsBoundByMemoryOrByTheBatchsLimit() {
        var memory = new Bound.Occupancy(4, 4_000, 9_000, 8_192, 1, true, 900_000);
        assertEquals(Bound.KV_MEMORY, Bound.of(engine, memory));
        var slots = new Bound.Occupancy(4, 4_000, 0, 8_192, 1, true, 100_000);
        assertEquals(Bound.BATCH_SLOTS, Bound.of(engine, slots));
    }

    @Property
    void moreSequencesNeverMakeRoom(@ForAll @IntRange(min = 1, max = 500) int sequences) {
        boolean bound = Bound.of(engine, decoding(sequences, 0)) != Bound.NOTHING;
        boolean more = Bound.of(engine, decoding(sequences + 1, 0)) != Bound.NOTHING;
        assertTrue(more || !bound);
    }

    private static Bound.Occupancy decoding(int sequences, long kvTokens) {
        return new Bound.Occupancy(sequences, kvTokens, 0, 8_192, 0, false, 0);
    }
}
