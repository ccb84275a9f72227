// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.fidelity.mlperf;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.wattmill.twin.fidelity.data.Errors;
import io.wattmill.twin.fidelity.data.PublicData;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** MLPerf's language models. Skips, saying so, without the public data. */
class MlPerfTest {
    private static final double TOKENS = 0.15;
    private static final double WALL = 0.10;

    @BeforeEach
    void needsTheData() {
        assumeTrue(PublicData.folder().isPresent(), "WATTMILL_DATA is not set: no results");
    }

    @Test
    void tellsTheTokensPerSecondOfGpusThatItWasNotFittedTo() {
        MlPerf mlPerf = new MlPerf();
        Errors errors = mlPerf.tokens(mlPerf.unseen());
        assertTrue(errors.rows() == 158 && errors.median() <= TOKENS, errors.text());
    }

    @Test
    void tellsTheWallPowerOfModelsThatTheHostWasNotFittedTo() {
        MlPerf mlPerf = new MlPerf();
        Errors errors = mlPerf.wall(mlPerf.unseenPowered());
        assertTrue(errors.rows() == 6 && errors.median() <= WALL, errors.text());
    }
}
