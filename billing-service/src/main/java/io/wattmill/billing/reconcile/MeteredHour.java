// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.reconcile;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * An hour of a kWh meter beside the joules that the ledger has inside its boundary. Microjoules.
 *
 * @param meterUj what the meter counted
 * @param tolerancePpm what it may be off by, of itself, parts per million
 * @param ledgerUj the ledger's best figure
 * @param ledger what it may be at least and at most: windows across the ends of the hour have a
 *     part in it that is known only within the readings around
 * @param assumed what of {@code ledgerUj} nobody measured
 * @param unreadUj at most what devices drew that nobody read; no bound where none was known at all
 */
public record MeteredHour(
        long meterUj,
        long tolerancePpm,
        long ledgerUj,
        Range ledger,
        Assumed assumed,
        OptionalLong unreadUj) {

    private static final BigDecimal UJ_PER_KWH = BigDecimal.valueOf(3_600_000_000_000L);
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    /**
     * Assumptions.
     *
     * @param hostUj hosts without a meter, by the configured share
     * @param facilityUj the facility in an hour without an imported PUE, by the constant
     * @param ppm how far an assumption may be off, of itself, parts per million
     */
    public record Assumed(long hostUj, long facilityUj, long ppm) {}

    /** Microjoules of an exact number of kWh, to the nearest one. */
    public static long microjoules(BigDecimal kwh) {
        return kwh.multiply(UJ_PER_KWH).setScale(0, RoundingMode.HALF_EVEN).longValueExact();
    }

    /** Each cause takes what it has room for, the surest first; the rest is unexplained. */
    public Line line() {
        Rest rest = new Rest(meterUj - ledgerUj);
        rest.take(
                Cause.BETWEEN_WINDOWS,
                new Range(ledger.low() - ledgerUj, ledger.high() - ledgerUj));
        rest.take(Cause.METER_TOLERANCE, around(part(meterUj, tolerancePpm)));
        rest.take(Cause.METER_MISSING, new Range(0, unreadUj.orElse(Long.MAX_VALUE)));
        rest.take(Cause.HOST_ASSUMED, around(part(assumed.hostUj(), assumed.ppm())));
        rest.take(Cause.PUE_ASSUMED, around(part(assumed.facilityUj(), assumed.ppm())));
        rest.causes.put(Cause.UNEXPLAINED, rest.left);
        return new Line(
                Measure.SITE_METER, ledgerUj, ledgerUj, meterUj, Map.of(), rest.causes, Range.ZERO);
    }

    private static Range around(long uj) {
        return new Range(-uj, uj);
    }

    private static long part(long uj, long ppm) {
        return BigDecimal.valueOf(uj)
                .multiply(BigDecimal.valueOf(ppm))
                .divide(MILLION, 0, RoundingMode.DOWN)
                .longValueExact();
    }

    /** What is left to explain. */
    private static final class Rest {

        private final Map<Cause, Long> causes = new EnumMap<>(Cause.class);
        private long left;

        Rest(long difference) {
            this.left = difference;
        }

        void take(Cause cause, Range room) {
            long taken = room.nearest(left);
            boolean towards = Long.signum(taken) == Long.signum(left);
            if (towards) {
                causes.put(cause, taken);
                left -= taken;
            }
        }
    }
}
