// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.lease;

/** One lease in hand. Its account guards it. */
final class Lease {

    private final String id;
    private final String unit;
    private final long lastUs;
    private long left;
    private int holds;

    /**
     * A lease.
     *
     * @param lastUs the instant before which it may be spent from
     */
    Lease(String id, String unit, long amount, long lastUs) {
        this.id = id;
        this.unit = unit;
        this.left = amount;
        this.lastUs = lastUs;
    }

    String id() {
        return id;
    }

    String unit() {
        return unit;
    }

    /** What may still be spent at an instant. */
    long leftAt(long atUs) {
        return atUs < lastUs ? Math.max(0, left) : 0;
    }

    void hold(long amount) {
        left -= amount;
        holds++;
    }

    void settle(long held, long spent) {
        left += held - spent;
        holds--;
    }

    /** Spends without a hold. */
    void spend(long amount) {
        left -= amount;
    }

    boolean isDone(long nowUs) {
        return holds == 0 && (left <= 0 || nowUs >= lastUs);
    }
}
