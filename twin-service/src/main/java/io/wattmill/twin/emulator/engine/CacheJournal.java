// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.engine;

import io.wattmill.router.batch.CacheListener;
import io.wattmill.twin.emulator.kv.CacheEvent;
import io.wattmill.twin.emulator.text.PromptTokens;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongFunction;

/** Writes down what happens to a prefix cache, blocks that belong together in one event. */
final class CacheJournal implements CacheListener {
    private final LongFunction<Job> jobs;
    private final List<CacheEvent> events = new ArrayList<>();
    private long[] removed = new long[16];
    private int removals;
    private long sequence;
    private int from;
    private int to;

    /**
     * @param jobs those that run, by their ids
     */
    CacheJournal(LongFunction<Job> jobs) {
        this.jobs = jobs;
    }

    @Override
    public void stored(long id, int block) {
        endRemovals();
        if (from < to && (id != sequence || block != to)) {
            endStored();
        }
        if (from == to) {
            sequence = id;
            from = block;
        }
        to = block + 1;
    }

    @Override
    public void removed(long hash) {
        endStored();
        if (removals == removed.length) {
            removed = Arrays.copyOf(removed, 2 * removals);
        }
        removed[removals++] = hash;
    }

    /** What happened since the last time. */
    List<CacheEvent> take() {
        endStored();
        endRemovals();
        var taken = List.copyOf(events);
        events.clear();
        return taken;
    }

    private void endRemovals() {
        if (removals > 0) {
            events.add(new CacheEvent.Removed(Arrays.copyOf(removed, removals)));
            removals = 0;
        }
    }

    private void endStored() {
        if (from < to) {
            events.add(stored(jobs.apply(sequence)));
            from = to;
        }
    }

    private CacheEvent stored(Job job) {
        int size = PromptTokens.BLOCK_TOKENS;
        var hashes = new long[to - from];
        Arrays.setAll(hashes, i -> job.blocks().hash(from + i));
        return new CacheEvent.Stored(
                hashes,
                from == 0 ? OptionalLong.empty() : OptionalLong.of(job.blocks().hash(from - 1)),
                job.content().ids(from * size, to * size),
                size,
                job.content().salt(),
                Math.clamp(job.content().plain() / size - from, 0, hashes.length));
    }
}
