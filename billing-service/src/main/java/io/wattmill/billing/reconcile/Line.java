// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.reconcile;

import java.util.EnumMap;
import java.util.Map;

/**
 * One measure of one window.
 *
 * @param ledger what the ledger has
 * @param gateway what gateways counted
 * @param source what the engine, or the device's meter, counted
 * @param gatewaySide causes of {@code gateway - ledger}; they sum to it
 * @param sourceSide causes of {@code source - ledger}; they sum to it
 * @param carried how far the source is ahead of the ledger at the end of the window
 */
public record Line(
        Measure measure,
        long ledger,
        long gateway,
        long source,
        Map<Cause, Long> gatewaySide,
        Map<Cause, Long> sourceSide,
        Range carried) {

    public Line {
        gatewaySide = withoutZeros(gatewaySide);
        sourceSide = withoutZeros(sourceSide);
        requireSum(gatewaySide, gateway - ledger);
        requireSum(sourceSide, source - ledger);
    }

    private static Map<Cause, Long> withoutZeros(Map<Cause, Long> causes) {
        Map<Cause, Long> kept = new EnumMap<>(Cause.class);
        causes.forEach(
                (cause, amount) -> {
                    if (amount != 0) {
                        kept.put(cause, amount);
                    }
                });
        return Map.copyOf(kept);
    }

    private static void requireSum(Map<Cause, Long> causes, long difference) {
        long sum = causes.values().stream().mapToLong(Long::longValue).sum();
        if (sum != difference) {
            throw new IllegalArgumentException(causes + " do not sum to " + difference);
        }
    }

    /** How much of either side has no cause; 0 or more. */
    public long unexplained() {
        return Math.abs(gatewaySide.getOrDefault(Cause.UNEXPLAINED, 0L))
                + Math.abs(sourceSide.getOrDefault(Cause.UNEXPLAINED, 0L));
    }
}
