// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.nvml;

import io.wattmill.agent.device.Glance;
import io.wattmill.kit.time.Ticker;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Reads a GPU's meter between two looks, at instants of its own, and keeps what it read until the
 * next look: nobody is woken for it. Used by the GPU's thread only. After a look there are so many
 * glances and no more, so that a lane that nobody asks any more rests.
 */
final class Glances implements CallThread.Beat {

    private final GpuReader reader;
    private final LookCadence cadence;
    private final RandomGenerator random;
    private final Ticker ticker;
    private final List<Glance> taken = new ArrayList<>();
    private int left;
    private long dueNanos;

    Glances(GpuReader reader, LookCadence cadence, RandomGenerator random, Ticker ticker) {
        this.reader = reader;
        this.cadence = cadence;
        this.random = random;
        this.ticker = ticker;
    }

    @Override
    public long waitNanos() {
        return left > 0 ? dueNanos - ticker.nanos() : Long.MAX_VALUE;
    }

    /** A device that says nothing is left to the next look, which tells why. */
    @Override
    public void run() {
        long now = ticker.nanos();
        left--;
        reader.glance(now).ifPresentOrElse(taken::add, () -> left = 0);
        schedule(now - dueNanos < cadence.pace().period().toNanos() ? dueNanos : now);
    }

    /** What was taken before a look at {@code lookNanos}; another row of glances follows it. */
    List<Glance> handOver(long lookNanos) {
        List<Glance> before = List.copyOf(taken);
        taken.clear();
        left = cadence.glances();
        schedule(lookNanos);
        return before;
    }

    private void schedule(long fromNanos) {
        long millis = cadence.pace().waitMillis(0, random.nextDouble());
        dueNanos = fromNanos + TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
