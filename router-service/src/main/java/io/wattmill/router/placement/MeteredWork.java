// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Holds what an engine's requests were to take against what the meters of its devices counted above
 * base, window by window. A window in which others used the engine, or whose counter fell, says
 * nothing; nor does one with little work, of which the base is most. Not thread-safe.
 */
final class MeteredWork {
    private static final long LEAST_NANOS = 10_000_000_000L;
    private static final long LONGEST_NANOS = 60_000_000_000L;
    private static final long LEAST_MICROJOULES = 200_000_000;

    /** A meter cannot run so far behind what was computed: base watts are wrong then. */
    private static final int LEAST_SHARE = 4;

    private static final double PICO_PER_MICRO = 1e6;

    private Optional<Stand> from = Optional.empty();
    private long predicted;
    private boolean foreign;

    private record Stand(long microjoules, long nanos) {}

    /** What a window was to take and what it took, microjoules above base. */
    record Comparison(long predicted, long metered) {}

    /** Requests did work that was to take so much. */
    void served(long microjoules) {
        predicted += microjoules;
    }

    /**
     * The devices' counters stand so now.
     *
     * @param counter microjoules; empty when not all devices have one of the engine's own
     * @param alone whether the engine works for this router only
     */
    Optional<Comparison> metered(
            OptionalLong counter, long baseMilliwatts, boolean alone, long nowNanos) {
        foreign |= !alone;
        if (counter.isEmpty()) {
            from = Optional.empty();
            return Optional.empty();
        }
        Stand now = new Stand(counter.getAsLong(), nowNanos);
        Optional<Comparison> compared = from.flatMap(since -> compare(since, now, baseMilliwatts));
        boolean over = compared.isPresent() || from.filter(since -> lasts(since, now)).isEmpty();
        if (over) {
            from = Optional.of(now);
            predicted = 0;
            foreign = !alone;
        }
        return compared;
    }

    private static boolean lasts(Stand since, Stand now) {
        return now.nanos() - since.nanos() < LONGEST_NANOS
                && now.microjoules() >= since.microjoules();
    }

    private Optional<Comparison> compare(Stand since, Stand now, long baseMilliwatts) {
        long nanos = now.nanos() - since.nanos();
        boolean tells =
                !foreign
                        && nanos >= LEAST_NANOS
                        && predicted >= LEAST_MICROJOULES
                        && now.microjoules() >= since.microjoules();
        double base = baseMilliwatts * (nanos / PICO_PER_MICRO);
        long above = Math.round(now.microjoules() - since.microjoules() - base);
        return tells
                ? Optional.of(new Comparison(predicted, Math.max(predicted / LEAST_SHARE, above)))
                : Optional.empty();
    }
}
