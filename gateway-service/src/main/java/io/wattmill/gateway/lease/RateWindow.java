// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.lease;

/**
 * What passed within the last minute, by second. A second counts until it is over for a whole
 * minute, so that no minute, wherever it begins, has more than was let pass.
 */
final class RateWindow {

    private static final long US_PER_S = 1_000_000L;
    private static final int MINUTE_S = 60;
    private static final int CELLS = MINUTE_S + 1;

    private final long[] cells = new long[CELLS];
    private long second;
    private long used;

    RateWindow(long nowUs) {
        this.second = Math.floorDiv(nowUs, US_PER_S);
    }

    /** What counts now. */
    long used(long nowUs) {
        advance(nowUs);
        return used;
    }

    void add(long amount, long nowUs) {
        advance(nowUs);
        cells[cell(second)] += amount;
        used += amount;
    }

    /** Takes back a part of what was added at an instant, if that still counts. */
    void remove(long amount, long atUs, long nowUs) {
        advance(nowUs);
        long at = Math.min(Math.floorDiv(atUs, US_PER_S), second);
        if (second - at < CELLS) {
            long taken = Math.min(amount, cells[cell(at)]);
            cells[cell(at)] -= taken;
            used -= taken;
        }
    }

    /** Microseconds until at most {@code most} counts, when nothing is added. */
    long until(long most, long nowUs) {
        advance(nowUs);
        long left = used;
        for (long at = second - MINUTE_S; at <= second; at++) {
            if (left <= most) {
                return at == second - MINUTE_S ? 0 : endUs(at - 1) - nowUs;
            }
            left -= cells[cell(at)];
        }
        return endUs(second) - nowUs;
    }

    /** When a second counts no more. */
    private static long endUs(long at) {
        return (at + CELLS) * US_PER_S;
    }

    private void advance(long nowUs) {
        long now = Math.floorDiv(nowUs, US_PER_S);
        for (long at = Math.max(second + 1, now - MINUTE_S); at <= now; at++) {
            used -= cells[cell(at)];
            cells[cell(at)] = 0;
        }
        second = Math.max(second, now);
    }

    private static int cell(long second) {
        return (int) Math.floorMod(second, (long) CELLS);
    }
}
