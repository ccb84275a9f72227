// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.rapl;

/**
 * A counter of the host that starts again at 0 after {@code range}, made one that never falls. It
 * begins at 0: what was counted before it was first read is nobody's.
 */
final class WrappingCounter {

    private final long range;
    private boolean started;
    private long last;
    private long total;

    /**
     * @param range the highest value of the counter, 0 when it is not known
     */
    WrappingCounter(long range) {
        this.range = range;
    }

    /**
     * The sum after {@code value}. A value below the last one has wrapped once; a counter that
     * wraps more than once between two readings loses whole ranges, so it is read far more often
     * than that (262 kJ at 500 W take nine minutes). Without a known range nothing is made up: what
     * it counted since 0 is added.
     */
    long accept(long value) {
        if (started) {
            total += value >= last ? value - last : wrapped(value);
        }
        started = true;
        last = value;
        return total;
    }

    private long wrapped(long value) {
        return range >= last ? range - last + value : value;
    }
}
