// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.meter;

import java.util.OptionalLong;

/**
 * A cumulative energy counter made monotone: its source may restart at any value, billing's total
 * never goes back.
 *
 * @param lastRawUj the newest accepted value of the source
 * @param totalUj microjoules since billing first saw the source
 * @param observedAtUs when {@code lastRawUj} was read, epoch microseconds
 * @param suspectRawUj an implausible value that was refused; a next one that fits it shows that the
 *     source really jumped, and counting goes on from there without the jump
 */
public record Counter(long lastRawUj, long totalUj, long observedAtUs, OptionalLong suspectRawUj) {

    /** What a reading came to. */
    public sealed interface Step {
        /** The counter afterwards. */
        Counter next();
    }

    /** Counted. */
    public record Counted(Counter next, long deltaUj) implements Step {}

    /** Not counted; kept aside with the reason. */
    public record Doubted(Counter next, String reason) implements Step {}

    /** The first reading of a source: what it counted before is not ours. */
    public static Counter first(long rawUj, long observedAtUs) {
        return new Counter(rawUj, 0, observedAtUs, OptionalLong.empty());
    }

    /**
     * Advances to a reading at a later instant. A value below the last is a reset: all of it is
     * new.
     */
    public Step advance(long rawUj, long atUs, Plausibility plausibility) {
        if (rawUj < 0) {
            return new Doubted(this, "the counter is negative");
        }
        long delta = rawUj >= lastRawUj ? rawUj - lastRawUj : rawUj;
        long limit = Math.min(plausibility.mostUj(atUs - observedAtUs), Long.MAX_VALUE - totalUj);
        if (delta <= limit) {
            return counted(rawUj, atUs, delta);
        }
        return continuesSuspect(rawUj, limit)
                ? counted(rawUj, atUs, rawUj - suspectRawUj.orElseThrow())
                : doubted(rawUj, delta, limit);
    }

    private boolean continuesSuspect(long rawUj, long limit) {
        return suspectRawUj.isPresent()
                && rawUj >= suspectRawUj.getAsLong()
                && rawUj - suspectRawUj.getAsLong() <= limit;
    }

    private Step counted(long rawUj, long atUs, long delta) {
        return new Counted(
                new Counter(rawUj, Math.addExact(totalUj, delta), atUs, OptionalLong.empty()),
                delta);
    }

    private Step doubted(long rawUj, long delta, long limit) {
        Counter next = new Counter(lastRawUj, totalUj, observedAtUs, OptionalLong.of(rawUj));
        return new Doubted(
                next, "grew by " + delta + " uJ where at most " + limit + " uJ are plausible");
    }
}
