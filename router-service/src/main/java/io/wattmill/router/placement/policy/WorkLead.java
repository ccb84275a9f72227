// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement.policy;

import io.wattmill.router.fleet.EngineKey;
import io.wattmill.router.placement.Candidates;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * How much more of prompts each engine was given to compute than the one that was given least, in
 * nanoseconds of its own time. An engine that is new begins beside the least, so that nothing is to
 * be made up for. Not thread-safe.
 */
final class WorkLead {
    private static final int MOST_ENGINES = 16_384;

    private final Map<EngineKey, Given> given = new HashMap<>();

    /** Those of the candidates, by index: mostly the same ones from decision to decision. */
    private @Nullable Given[] here = new @Nullable Given[16];

    private double least;

    /** What one engine was given. */
    private static final class Given {
        private final EngineKey engine;
        private double nanos;

        Given(EngineKey engine, double nanos) {
            this.engine = engine;
            this.nanos = nanos;
        }
    }

    /** Looks at these; before {@link #nanos} is asked. */
    void among(Candidates candidates) {
        if (here.length < candidates.size()) {
            here = Arrays.copyOf(here, 2 * candidates.size());
        }
        double found = Double.POSITIVE_INFINITY;
        for (int i = 0; i < candidates.size(); i++) {
            Given its = at(i, candidates.engine(i).key());
            found = its == null ? found : Math.min(found, its.nanos);
        }
        least = Double.isInfinite(found) ? 0 : found;
    }

    private @Nullable Given at(int index, EngineKey engine) {
        Given before = here[index];
        if (before == null || !before.engine.equals(engine)) {
            here[index] = given.get(engine);
        }
        return here[index];
    }

    /** Lead of the candidate of this index. */
    double nanos(int index) {
        Given its = here[index];
        return its == null ? 0 : its.nanos - least;
    }

    /** It was given so much. */
    void give(EngineKey engine, long prefillNanos) {
        if (given.size() >= MOST_ENGINES) {
            given.clear();
            Arrays.fill(here, null);
        }
        given.computeIfAbsent(engine, key -> new Given(key, least)).nanos += prefillNanos;
    }
}
