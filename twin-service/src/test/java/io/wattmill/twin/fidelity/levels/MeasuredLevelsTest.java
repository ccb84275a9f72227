// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.fidelity.levels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.wattmill.router.engine.PowerLevels;
import io.wattmill.twin.fidelity.data.PublicData;

import org.junit.jupiter.api.Test;

/** Needs the public kernel tables; skips, saying so, without them. */
class MeasuredLevelsTest {
    @Test
    void theShippedLevelsAreTheTablesMedians() {
        assumeTrue(PublicData.folder().isPresent(), "WATTMILL_DATA is not set: no kernel watts");
        MeasuredLevels.SHIPPED.forEach(
                (gpu, shipped) -> {
                    PowerLevels measured = MeasuredLevels.of(gpu);
                    assertEquals(measured.decodeProducts(), shipped.decodeProducts(), 0.006, gpu);
                    assertEquals(measured.promptProducts(), shipped.promptProducts(), 0.006, gpu);
                    assertEquals(measured.decodeAttention(), shipped.decodeAttention(), 0.006, gpu);
                    assertEquals(measured.promptAttention(), shipped.promptAttention(), 0.006, gpu);
                });
    }
}
