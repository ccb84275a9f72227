// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.embedded.EmbeddedChannel;

import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicInteger;

/** When what is written leaves. */
class TurnTest {

    private final Turn turn = new Turn();
    private final ArrayDeque<Runnable> loop = new ArrayDeque<>();

    @Test
    void aLoneWriteLeavesAtOnce() {
        var channel = new EmbeddedChannel(new GatheredFlush(turn));
        channel.writeAndFlush("one");
        assertEquals(1, channel.outboundMessages().size());
    }

    @Test
    void whatABusyTurnWritesLeavesWhenItEnds() {
        var left = new AtomicInteger();
        assertTrue(writes());
        assertTrue(writes());
        assertFalse(writes());
        turn.add(left::incrementAndGet);
        assertEquals(0, left.get());
        endTurn();
        assertEquals(1, left.get());
    }

    @Test
    void onlyTheTurnBehindABusyOneWaitsFromItsFirstWrite() {
        writes();
        writes();
        writes();
        endTurn();
        assertFalse(writes());
        endTurn();
        assertTrue(writes());
    }

    @Test
    void whatAConnectionWroteLeavesBeforeItCloses() {
        var channel = new EmbeddedChannel(new GatheredFlush(turn));
        writes();
        writes();
        channel.writeAndFlush("one");
        assertEquals(0, channel.outboundMessages().size());
        channel.close();
        assertEquals(1, channel.outboundMessages().size());
    }

    private boolean writes() {
        return turn.isQuiet(loop::add);
    }

    private void endTurn() {
        loop.remove().run();
        assertTrue(loop.isEmpty());
    }
}
