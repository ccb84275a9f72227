// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.explain;

/** The joules of one request as far as they are known; device microjoules. */
public sealed interface EnergyRecord {

    /**
     * Every window that it was in has been attributed.
     *
     * @param qualityPpm of the worst window
     */
    record Measured(long prefillUj, long decodeUj, long idleShareUj, long qualityPpm)
            implements EnergyRecord {}

    /** What was predicted before it ran, and why there is nothing better. */
    record Predicted(String why) implements EnergyRecord {}
}
