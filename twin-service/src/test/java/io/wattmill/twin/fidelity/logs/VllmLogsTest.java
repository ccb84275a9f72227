// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.fidelity.logs;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.wattmill.twin.fidelity.data.PublicData;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;

/** Real runs, request by request. Skips, saying so, without the public data. */
class VllmLogsTest {
    private static final double TPOT = 0.05;
    private static final double TTFT = 0.15;

    @BeforeEach
    void needsTheData() {
        assumeTrue(PublicData.folder().isPresent(), "WATTMILL_DATA is not set: no logs to replay");
    }

    @Test
    void tellsTheLargeModelsTimesFromTheSmallOnes() throws IOException {
        isClose(new VllmLogs(PublicData.required()).onLlama());
    }

    @Test
    void tellsTheSmallModelsTimesFromTheLargeOnes() throws IOException {
        isClose(new VllmLogs(PublicData.required()).onQwen());
    }

    private static void isClose(VllmLogs.Crossed crossed) {
        LogRun.Score unseen = crossed.other();
        assertTrue(
                unseen.tpot().rows() == 300 && unseen.tpot().median() <= TPOT,
                unseen.tpot().text());
        assertTrue(unseen.ttft().median() <= TTFT, unseen.ttft().text());
    }
}
