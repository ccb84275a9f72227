// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.budget;

import java.util.Collection;

/**
 * A gateway's part of a limit.
 *
 * @param amount what it may use, in the limit's measure
 * @param demand what it would use if it might
 */
public record Slice(long amount, long demand) {

    /**
     * Divides a limit by demand. What others hold until their slices expire is not given twice, so
     * the sum of slices never exceeds the limit; a gateway that took too much gives it back when it
     * asks next.
     *
     * @param limit at most {@link Budget#MAX_LIMIT}
     * @param inUse never taken away from a gateway that has it
     * @param others slices of other gateways that have not expired
     */
    public static Slice of(long limit, long demand, long inUse, Collection<Slice> others) {
        long wanted = Math.clamp(demand, 0, limit);
        long held = others.stream().mapToLong(Slice::amount).sum();
        long all = others.stream().mapToLong(Slice::demand).sum() + wanted;
        long share = all == 0 ? 0 : Math.max(limit * wanted / all, Math.min(1, wanted));
        long free = Math.max(0, limit - held);
        return new Slice(Math.min(Math.max(share, inUse), free), wanted);
    }
}
