// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.diff;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * From plan a to plan b, one part after the other in the stated order. A part after which no plan
 * answers is exchanged together with the next ones, until one does.
 */
final class Walk {
    private final List<Integer> stops;

    private Walk(List<Integer> stops) {
        this.stops = stops;
    }

    static Walk through(Hybrids<?> hybrids) {
        var stops = new ArrayList<Integer>(List.of(0));
        for (int i = 0; 1 << i <= hybrids.all(); i++) {
            int bits = (1 << i + 1) - 1;
            if (hybrids.answers(bits)) {
                stops.add(bits);
            }
        }
        return new Walk(stops);
    }

    /** A share per step; empty where a plan on the way has no such metric. */
    Optional<List<Share>> shares(Hybrids<?> hybrids, String metric) {
        var shares = new ArrayList<Share>();
        for (int i = 1; i < stops.size(); i++) {
            int from = stops.get(i - 1);
            int to = stops.get(i);
            Optional<BigDecimal> adds =
                    hybrids.metric(to, metric)
                            .flatMap(then -> hybrids.metric(from, metric).map(then::subtract));
            if (adds.isEmpty()) {
                return Optional.empty();
            }
            shares.add(new Share(hybrids.names(to & ~from), adds.get()));
        }
        return Optional.of(shares);
    }
}
