// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prediction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.router.prediction.YoungAnswers.Wait;

import org.junit.jupiter.api.Test;

/** Which answers a waiting prompt breaks. */
class YoungAnswersTest {
    private static final double MS = 1e6;
    private static final long SECOND = 1_000_000_000L;

    /** One token in 20 ms of 50: 30 to spare. */
    private static Wait stall(double ms) {
        return new Wait(0, ms * MS, 20 * MS, 30 * MS);
    }

    /** Where one in ten answers has 10 tokens, and the others have 400. */
    private static YoungAnswers mixed() {
        var young = new YoungAnswers(new AnswerLengths());
        for (int i = 0; i < 6_400; i++) {
            young.ended(i % 10 == 0 ? 10 : 400);
        }
        return young;
    }

    @Test
    void aStallBreaksTheYoungByTheShareOfShortAnswers() {
        YoungAnswers young = mixed();
        young.began(SECOND);
        young.began(SECOND);
        assertEquals(0.2, young.broken(stall(900), 2, SECOND), 0.02);
        assertEquals(0.1, young.broken(stall(900), 1, SECOND), 0.01);
        assertEquals(0, young.broken(stall(100), 2, SECOND), 0.002);
    }

    @Test
    void theOldHaveTokensEnoughToSpreadItOver() {
        YoungAnswers young = mixed();
        young.began(0);
        assertEquals(0, young.broken(stall(900), 1, SECOND));
        assertTrue(young.broken(stall(15_000), 1, SECOND) > 0.9);
    }

    @Test
    void whatIsLostAnywayIsNotCountedAgain() {
        YoungAnswers young = mixed();
        young.began(0);
        Wait behind = new Wait(900 * MS, 900 * MS, 20 * MS, 30 * MS);
        assertEquals(0, young.broken(behind, 1, 0), 0.001);
    }

    @Test
    void thoseThatWaitForTheirFirstTokenAreAsYoungAsCanBe() {
        assertEquals(0.3, mixed().brokenOfWaiting(stall(900), 3), 0.03);
    }

    @Test
    void longAnswersAloneAreBrokenByNoShortStall() {
        var young = new YoungAnswers(new AnswerLengths());
        for (int i = 0; i < 20_000; i++) {
            young.ended(1_000 + i % 500);
        }
        young.began(0);
        assertEquals(0, young.broken(stall(9_000), 1, 0), 0.001);
    }
}
