// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement.policy;

import io.wattmill.router.fleet.EngineKey;
import io.wattmill.router.placement.Candidates;

import java.util.HashMap;
import java.util.Map;

/**
 * How much more of prompts each engine was given to compute than the one that was given least, in
 * nanoseconds of its own time. An engine that is new begins beside the least, so that nothing is to
 * be made up for. Not thread-safe.
 */
final class WorkLead {
    private static final int MOST_ENGINES = 16_384;

    private final Map<EngineKey, Double> given = new HashMap<>();
    private double least;

    /** Looks at these; before {@link #nanos} is asked. */
    void among(Candidates candidates) {
        double found = Double.POSITIVE_INFINITY;
        for (int i = 0; i < candidates.size(); i++) {
            Double nanos = given.get(candidates.engine(i).key());
            found = nanos == null ? found : Math.min(found, nanos);
        }
        least = Double.isInfinite(found) ? 0 : found;
    }

    /** Lead of this one. */
    double nanos(EngineKey engine) {
        return given.getOrDefault(engine, least) - least;
    }

    /** It was given so much. */
    void give(EngineKey engine, long prefillNanos) {
        if (given.size() >= MOST_ENGINES) {
            given.clear();
        }
        given.put(engine, given.getOrDefault(engine, least) + prefillNanos);
    }
}
