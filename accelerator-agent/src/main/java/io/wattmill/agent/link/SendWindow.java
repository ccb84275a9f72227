// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.link;

import io.wattmill.agent.buffer.Backlog;
import io.wattmill.agent.buffer.Kept;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What of a backlog is on its way in this session: some of the oldest, in order, each until it is
 * acknowledged. The receiver takes them in order, so one acknowledgement speaks for all before it,
 * and a new session begins with the oldest again (Go-Back-N).
 */
final class SendWindow<T> {

    private final Backlog<T> backlog;
    private final int size;
    private final Deque<Kept<T>> onTheirWay = new ArrayDeque<>();
    private long sent = Backlog.START;

    /** Of {@code backlog}, at most {@code size} at once. */
    SendWindow(Backlog<T> backlog, int size) {
        this.backlog = backlog;
        this.size = size;
    }

    /** Whether nothing is on its way. */
    boolean isEmpty() {
        return onTheirWay.isEmpty();
    }

    /** What is to be sent next; empty while the window is full, or nothing waits or is at hand. */
    Optional<Kept<T>> next() {
        return onTheirWay.size() < size ? backlog.after(sent) : Optional.empty();
    }

    /** It is on its way. */
    void sent(Kept<T> next) {
        sent = next.position();
        onTheirWay.add(next);
    }

    /** It is not to be sent at all; once all before it have arrived, it is done with. */
    void passOver(Kept<T> next) {
        sent = next.position();
        if (onTheirWay.isEmpty()) {
            backlog.acknowledge(sent);
        }
    }

    /** A session begins or is over: nothing is on its way, and the oldest that waits comes next. */
    void rewind() {
        onTheirWay.clear();
        sent = Backlog.START;
    }

    /**
     * The receiver has the one that matches, and all before it; false when none on its way does.
     */
    boolean acknowledged(Predicate<T> which) {
        if (onTheirWay.stream().noneMatch(kept -> which.test(kept.item()))) {
            return false;
        }
        Kept<T> oldest = onTheirWay.removeFirst();
        while (!which.test(oldest.item())) {
            oldest = onTheirWay.removeFirst();
        }
        backlog.acknowledge(onTheirWay.isEmpty() ? sent : oldest.position());
        return true;
    }
}
