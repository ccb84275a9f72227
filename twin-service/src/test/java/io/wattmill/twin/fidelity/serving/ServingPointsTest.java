// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.fidelity.serving;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.wattmill.router.engine.EngineBackend;
import io.wattmill.twin.assemble.Fidelity;
import io.wattmill.twin.fidelity.data.PublicData;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The errors that docs/FIDELITY.md states and that answers carry as error bars, measured again. The
 * targets are 12 % for the time per token and 25 % for the time to the first one; SGLang misses the
 * second.
 */
class ServingPointsTest {

    @BeforeEach
    void needsTheData() {
        assumeTrue(PublicData.folder().isPresent(), "WATTMILL_DATA is not set: nothing to score");
    }

    @ParameterizedTest
    @EnumSource
    void tellsWhatItHasNotSeen(EngineBackend backend) {
        Fidelity kept = Fidelity.of(backend);
        Points points = Points.read(PublicData.required());
        Score score = ServingPoints.leftOut(Rows.of(backend, points));
        System.out.println(score.line(backend.key() + ", model x GPU left out"));
        assertTrue(score.tpot().median() <= kept.tpot(), () -> score.tpot().text());
        assertTrue(score.ttft().median() <= kept.ttft(), () -> score.ttft().text());
        assertTrue(points.measured().size() >= 0.8 * 1592);
    }
}
