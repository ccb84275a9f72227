// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.fidelity.serving;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.wattmill.router.engine.EngineBackend;
import io.wattmill.twin.fidelity.data.PublicData;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The errors that docs/FIDELITY.md states, measured again. The targets are 12 % for the time per
 * token and 25 % for the time to the first one; SGLang misses the second.
 */
class ServingPointsTest {

    @BeforeEach
    void needsTheData() {
        assumeTrue(PublicData.folder().isPresent(), "WATTMILL_DATA is not set: nothing to score");
    }

    @ParameterizedTest
    @CsvSource({"VLLM,0.12,0.25", "SGLANG,0.12,0.33", "TRTLLM,0.12,0.25"})
    void tellsWhatItHasNotSeen(EngineBackend backend, double tpot, double ttft) {
        Points points = Points.read(PublicData.required());
        Score score = ServingPoints.leftOut(Rows.of(backend, points));
        System.out.println(score.line(backend.key() + ", model x GPU left out"));
        assertTrue(score.tpot().median() <= tpot, () -> score.tpot().text());
        assertTrue(score.ttft().median() <= ttft, () -> score.ttft().text());
        assertTrue(points.measured().size() >= 0.8 * 1592);
    }
}
