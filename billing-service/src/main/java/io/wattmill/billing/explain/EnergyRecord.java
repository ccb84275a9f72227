// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.explain;

import io.wattmill.billing.cost.Amounts;

/** The joules of one request as far as they are known; device microjoules. */
public sealed interface EnergyRecord {

    /**
     * Every window that it was in has been attributed.
     *
     * @param qualityPpm of the worst window
     * @param amounts what the ledger holds on top: host, facility, cost and carbon, idle share
     *     included
     */
    record Measured(
            long prefillUj, long decodeUj, long idleShareUj, long qualityPpm, Amounts amounts)
            implements EnergyRecord {

        /** What its devices drew for it. */
        long deviceUj() {
            return Math.addExact(prefillUj, decodeUj);
        }
    }

    /** Hosted APIs alone served it: nobody here can know. */
    record Unmetered() implements EnergyRecord {}

    /** What was predicted before it ran, and why there is nothing better. */
    record Predicted(String why) implements EnergyRecord {}
}
