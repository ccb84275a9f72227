// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prediction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PeerSpeedTest {
    private static final long MODEL = 100_000_000;

    @Test
    void expectsOfOneThatServedNothingWhatItsPeersDo() {
        PeerSpeed peers = new PeerSpeed();
        LearnedSpeed busy = new LearnedSpeed(peers);
        LearnedSpeed untried = new LearnedSpeed(peers);
        for (int i = 0; i < 100; i++) {
            busy.ttftObserved(MODEL, MODEL / 2);
            busy.tpotObserved(MODEL, MODEL / 3);
        }
        assertEquals(0.5, busy.ttftFactor(), 0.01);
        assertEquals(busy.ttftFactor(), untried.ttftFactor(), 0.01);
        assertEquals(busy.tpotFactor(), untried.tpotFactor(), 0.01);
    }

    @Test
    void tellsASlowOneFromItsPeers() {
        PeerSpeed peers = new PeerSpeed();
        LearnedSpeed slow = new LearnedSpeed(peers);
        LearnedSpeed fast = new LearnedSpeed(peers);
        for (int i = 0; i < 300; i++) {
            fast.ttftObserved(MODEL, MODEL);
            if (i % 3 == 0) {
                slow.ttftObserved(MODEL, 2 * MODEL);
            }
        }
        assertTrue(slow.ttftFactor() > 1.7 * fast.ttftFactor());
        assertEquals(2, slow.ttftFactor(), 0.15);
        assertEquals(1, fast.ttftFactor(), 0.1);
    }
}
