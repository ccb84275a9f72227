// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.agent.buffer.Backlog;
import io.wattmill.agent.buffer.Kept;
import io.wattmill.agent.buffer.MemoryBacklog;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class SendWindowTest {

    private final Backlog<String> backlog = new MemoryBacklog<>(16, () -> {});
    private final SendWindow<String> window = new SendWindow<>(backlog, 3);

    SendWindowTest() {
        List.of("a", "b", "c", "d", "e").forEach(backlog::append);
    }

    private List<String> sent() {
        List<String> sent = new ArrayList<>();
        Optional<Kept<String>> next = window.next();
        while (next.isPresent()) {
            window.sent(next.get());
            sent.add(next.get().item());
            next = window.next();
        }
        return sent;
    }

    @Test
    void anAcknowledgementSpeaksForAllBeforeItAndMakesRoomForAsMany() {
        assertEquals(List.of("a", "b", "c"), sent());
        assertTrue(window.acknowledged("b"::equals));
        assertEquals(3, backlog.size());
        assertEquals(List.of("d", "e"), sent());
    }

    @Test
    void whatIsNotOnItsWayIsNotAcknowledged() {
        assertEquals(List.of("a", "b", "c"), sent());
        assertFalse(window.acknowledged("d"::equals));
        assertTrue(window.acknowledged("b"::equals));
        assertFalse(window.acknowledged("a"::equals));
        assertEquals(3, backlog.size());
    }

    @Test
    void aNewSessionBeginsWithTheOldestThatWaits() {
        assertEquals(List.of("a", "b", "c"), sent());
        assertTrue(window.acknowledged("a"::equals));
        window.rewind();
        assertTrue(window.isEmpty());
        assertFalse(window.acknowledged("b"::equals), "said in the session before");
        assertEquals(List.of("b", "c", "d"), sent());
    }

    @Test
    void whatIsPassedOverGoesWithTheLastBeforeIt() {
        window.sent(window.next().orElseThrow());
        window.passOver(window.next().orElseThrow());
        assertEquals(5, backlog.size(), "a may still be lost");
        assertTrue(window.acknowledged("a"::equals));
        assertEquals(3, backlog.size());
        window.passOver(window.next().orElseThrow());
        assertEquals(2, backlog.size(), "nothing before it is on its way");
    }
}
