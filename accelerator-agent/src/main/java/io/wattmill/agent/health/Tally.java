// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.health;

import java.util.LinkedHashMap;
import java.util.Map;

/** Different things that were seen within a window; at most {@code limit} of them are held. */
final class Tally {

    private final long windowNanos;
    private final int limit;
    private final Map<String, Long> seen = new LinkedHashMap<>();

    Tally(long windowNanos, int limit) {
        this.windowNanos = windowNanos;
        this.limit = limit;
    }

    /** Notes one; true when there are now as many different ones as the limit. */
    boolean add(String what, long nanos) {
        seen.values().removeIf(at -> nanos - at > windowNanos);
        seen.remove(what);
        if (seen.size() >= limit) {
            seen.remove(seen.keySet().iterator().next());
        }
        seen.put(what, nanos);
        return seen.size() >= limit;
    }

    void clear() {
        seen.clear();
    }
}
