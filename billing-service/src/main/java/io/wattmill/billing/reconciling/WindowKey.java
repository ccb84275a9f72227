// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.reconciling;

/**
 * A window of one engine, as it was or will be reconciled. All in epoch microseconds.
 *
 * @param startUs start of the window, by the clock
 * @param endUs its end
 * @param fromUs the reading that it begins at
 * @param toUs the reading that it ends at
 * @param revision 0 when it was not reconciled yet
 */
record WindowKey(
        EngineName engine, long startUs, long endUs, long fromUs, long toUs, int revision) {

    /** An engine of a node. */
    record EngineName(String nodeId, String engineId) {}
}
