// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.meter;

import java.util.List;

/**
 * Where an engine's counters stand.
 *
 * @param boot its process, counted from 1 as billing saw them
 * @param last the newest reading
 */
public record EngineCounter(long boot, EngineTotals last) {

    /**
     * What a reading came to.
     *
     * @param kept what is put on record, in order of time
     */
    public record Step(EngineCounter next, List<EngineCounter> kept) {

        public Step {
            kept = List.copyOf(kept);
        }
    }

    /** The first reading of an engine is kept. */
    public static Step first(EngineTotals totals) {
        EngineCounter counter = new EngineCounter(1, totals);
        return new Step(counter, List.of(counter));
    }

    /**
     * Takes a newer reading. Kept are the first one of each interval and, where another process
     * counts, the last one of the old and the first one of the new.
     */
    public Step advance(EngineTotals totals, long intervalUs) {
        if (totals.readAtUs() <= last.readAtUs()) {
            return new Step(this, List.of());
        }
        if (!totals.continues(last)) {
            EngineCounter next = new EngineCounter(boot + 1, totals);
            return new Step(next, List.of(this, next));
        }
        EngineCounter next = new EngineCounter(boot, totals);
        boolean firstOfItsInterval =
                Math.floorDiv(totals.readAtUs(), intervalUs)
                        > Math.floorDiv(last.readAtUs(), intervalUs);
        return new Step(next, firstOfItsInterval ? List.of(next) : List.of());
    }
}
