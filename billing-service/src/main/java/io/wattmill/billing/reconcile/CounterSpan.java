// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.reconcile;

import java.util.EnumMap;
import java.util.Map;

/**
 * The cumulative counters of a node's devices, or hosts, from one reading to another, beside what
 * the ledger has of the energy windows that ended between them. Microjoules.
 *
 * @param ledgerUj parts of these windows
 * @param pendingUj those of them that have no parts yet
 * @param countedUj what the raw counters grew by; one that starts again counts from 0
 * @param jumpedUj of that, what billing did not count: it took it for a jump
 * @param carriedInUj counted before the first reading and after the last window that ended by then
 * @param carriedOutUj the same at the last reading
 */
public record CounterSpan(
        Measure measure,
        long ledgerUj,
        long pendingUj,
        long countedUj,
        long jumpedUj,
        long carriedInUj,
        long carriedOutUj) {

    /** Windows telescope, so that what the ends carry is known exactly: there is no range. */
    public Line line() {
        long carriedUj = carriedOutUj - carriedInUj;
        Map<Cause, Long> causes = new EnumMap<>(Cause.class);
        causes.put(Cause.BETWEEN_WINDOWS, carriedUj);
        causes.put(Cause.NOT_ATTRIBUTED, pendingUj);
        causes.put(Cause.COUNTER_RESTARTED, jumpedUj);
        causes.put(Cause.UNEXPLAINED, countedUj - ledgerUj - carriedUj - pendingUj - jumpedUj);
        Range out = new Range(carriedOutUj, carriedOutUj);
        return new Line(measure, ledgerUj, ledgerUj, countedUj, Map.of(), causes, out);
    }
}
