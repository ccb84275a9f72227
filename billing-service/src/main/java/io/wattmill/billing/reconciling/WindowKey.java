// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.reconciling;

import io.vertx.sqlclient.Row;
import io.wattmill.billing.reconcile.Scope;
import io.wattmill.billing.sql.Rows;

/**
 * A window of one engine, node or kWh meter, as it was or will be reconciled. All in epoch
 * microseconds.
 *
 * @param startUs start of the window, by the clock
 * @param endUs its end
 * @param fromUs the reading that it begins at
 * @param toUs the reading that it ends at
 * @param revision 0 when it was not reconciled yet
 */
record WindowKey(
        Scope scope,
        EngineName engine,
        long startUs,
        long endUs,
        long fromUs,
        long toUs,
        int revision) {

    /** An engine of a node; or a node or zone by itself, with an empty engine. */
    record EngineName(String nodeId, String engineId) {

        static EngineName whole(String name) {
            return new EngineName(name, "");
        }
    }

    /** The window that comes next, before a reading has ended it. */
    record Standing(long startUs, long endUs, long fromUs) {

        /**
         * @param row {@code ended_at}, when there was a window, and {@code from_at}
         */
        static Standing of(Row row, long windowUs) {
            long fromUs = Rows.us(row, "from_at");
            long startUs =
                    Rows.maybeUs(row, "ended_at")
                            .orElse(Math.floorDiv(fromUs, windowUs) * windowUs);
            return new Standing(startUs, (Math.floorDiv(startUs, windowUs) + 1) * windowUs, fromUs);
        }

        WindowKey endedBy(Scope scope, EngineName engine, long toUs) {
            return new WindowKey(scope, engine, startUs, endUs, fromUs, toUs, 0);
        }
    }
}
