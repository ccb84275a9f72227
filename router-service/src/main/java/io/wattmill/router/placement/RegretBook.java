// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Regret by mode, since the router began. Its modes are those that there are: a few. */
public final class RegretBook {
    private final Map<String, Totals> byMode = new TreeMap<>();

    /**
     * Sums.
     *
     * @param requests that ended well
     */
    public record Totals(long requests, long nanos, long microjoules) {
        /** Nothing ended yet. */
        public static final Totals NONE = new Totals(0, 0, 0);

        private Totals and(Regret regret) {
            return new Totals(
                    requests + 1, nanos + regret.nanos(), microjoules + regret.microjoules());
        }
    }

    void add(String mode, Regret regret) {
        byMode.merge(mode, Totals.NONE.and(regret), (sum, _) -> sum.and(regret));
    }

    /** Tells the sums of each mode. */
    public void each(BiConsumer<String, Totals> told) {
        byMode.forEach(told);
    }
}
