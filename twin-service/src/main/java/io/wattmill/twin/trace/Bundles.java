// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace;

import java.util.ArrayList;
import java.util.List;

/**
 * What to do with requests that carry the same timestamp. Mooncake's traces were recorded in
 * bundles of some three seconds; replayed as they are, ten users arrive in the same microsecond and
 * none for three seconds after.
 */
public enum Bundles {
    /** Every request at its recorded time. */
    AS_RECORDED,

    /**
     * The n requests of a bundle in n equal steps from its timestamp to the next bundle's. The last
     * bundle, which has no next, takes the step between the two before it.
     */
    EVEN;

    /** The same requests, in the same order, at the times that this rule gives them. */
    public List<TraceRequest> spread(List<TraceRequest> recorded) {
        return switch (this) {
            case AS_RECORDED -> recorded;
            case EVEN -> evenly(recorded);
        };
    }

    private static List<TraceRequest> evenly(List<TraceRequest> recorded) {
        List<TraceRequest> spread = new ArrayList<>(recorded.size());
        long gapUs = 0;
        for (int from = 0; from < recorded.size(); ) {
            int to = endOfBundle(recorded, from);
            long startUs = recorded.get(from).arrivalUs();
            gapUs = to < recorded.size() ? recorded.get(to).arrivalUs() - startUs : gapUs;
            for (int i = from; i < to; i++) {
                spread.add(recorded.get(i).at(startUs + gapUs * (i - from) / (to - from)));
            }
            from = to;
        }
        return spread;
    }

    private static int endOfBundle(List<TraceRequest> recorded, int from) {
        int to = from + 1;
        while (to < recorded.size()
                && recorded.get(to).arrivalUs() == recorded.get(from).arrivalUs()) {
            to++;
        }
        return to;
    }
}
