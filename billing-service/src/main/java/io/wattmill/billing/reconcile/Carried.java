// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.reconcile;

import java.util.Map;
import java.util.Optional;

/**
 * What one window leaves to the next.
 *
 * @param ahead how far the engine may be ahead of the ledger, by measure
 * @param strangers whether foreign work was seen, of which a part may have been taken for work in
 *     flight
 */
public record Carried(Map<Measure, Range> ahead, boolean strangers) {

    /** Into the first window: nothing is known. */
    public static final Carried NOTHING = new Carried(Map.of(), false);

    public Carried {
        ahead = Map.copyOf(ahead);
    }

    Optional<Range> of(Measure measure) {
        return Optional.ofNullable(ahead.get(measure));
    }
}
