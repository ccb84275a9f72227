// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import java.util.Optional;

/**
 * On what terms a request is placed.
 *
 * @param mode how an engine is chosen for it; empty: as for any other
 * @param cost what is to be spent least of; empty: as for any other
 */
public record Terms(Slo slo, Optional<PlacementMode> mode, Optional<CostUnit> cost, Caller caller) {
    /** Nothing promised, nobody in particular. */
    public static final Terms NONE = new Terms(Slo.NONE, Optional.empty(), Caller.ANYBODY);

    /** Terms that spend what any other does. */
    public Terms(Slo slo, Optional<PlacementMode> mode, Caller caller) {
        this(slo, mode, Optional.empty(), caller);
    }
}
