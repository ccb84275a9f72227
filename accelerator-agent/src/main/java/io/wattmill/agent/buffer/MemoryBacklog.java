// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.buffer;

import java.util.Optional;
import java.util.TreeMap;

/** Keeps the newest in memory; the oldest goes when it is full, and is counted. */
public final class MemoryBacklog<T> implements Backlog<T> {

    private final int capacity;
    private final Runnable onLoss;
    private final TreeMap<Long, T> items = new TreeMap<>();
    private long last;

    /**
     * A backlog of at most {@code capacity} things.
     *
     * @param onLoss is told of each one that had to go
     */
    public MemoryBacklog(int capacity, Runnable onLoss) {
        this.capacity = capacity;
        this.onLoss = onLoss;
    }

    @Override
    public void append(T item) {
        items.put(++last, item);
        if (items.size() > capacity) {
            items.pollFirstEntry();
            onLoss.run();
        }
    }

    @Override
    public void acknowledge(long position) {
        items.headMap(position, true).clear();
    }

    @Override
    public Optional<Kept<T>> after(long position) {
        return Kept.after(position, items);
    }

    @Override
    public long size() {
        return items.size();
    }

    /** Whatever it has can be had at once. */
    @Override
    public void onReady(Runnable listener) {}
}
