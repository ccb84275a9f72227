// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.socket;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * One turn of an event loop after the other: what it found ready when it looked. What is written in
 * a busy turn is handed to the kernel at its end, connection by connection. A system call that
 * finds its reader asleep wakes it, which costs the writer more than the bytes do; of calls right
 * behind one another most find it awake. In a turn that follows a quiet one nothing waits, so that
 * a lone caller has its bytes at once. Nothing ever waits for a timer or for more to come.
 *
 * <p>Belongs to one event loop, as the connections that are added to it do.
 */
public final class Turn {

    /** Writes of a turn that do not make it a busy one. */
    private static final int FEW = 2;

    private final Runnable end = this::end;
    private List<Runnable> waiting = new ArrayList<>();
    private List<Runnable> leaving = new ArrayList<>();
    private int before;
    private int now;

    /** Gathers what is written to {@code connection} from here on. */
    public void gather(HttpConnection connection) {
        if (connection instanceof ConnectionBase own) {
            own.channelHandlerContext().pipeline().addFirst(new GatheredFlush(this));
        }
    }

    /** Whether a write may leave at once. Counts it, and sees to it that the turn ends. */
    boolean isQuiet(Executor loop) {
        if (now++ == 0) {
            loop.execute(end);
        }
        return before <= FEW && now <= FEW;
    }

    void add(Runnable flush) {
        waiting.add(flush);
    }

    private void end() {
        List<Runnable> due = waiting;
        waiting = leaving;
        leaving = due;
        before = now;
        now = 0;
        due.forEach(Runnable::run);
        due.clear();
    }
}
