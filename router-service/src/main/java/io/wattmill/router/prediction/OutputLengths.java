// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prediction;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How long answers are, learned from those that ended: of a key's requests for a model in a tier;
 * where few of these are known, of anybody's in the tier, then of anybody's for the model, then
 * what the configuration says. Bounded: what was not asked for longest is forgotten. Not
 * thread-safe.
 */
public final class OutputLengths {
    private static final String ANY = "";

    private final int most;
    private final long configured;
    private final Map<Asker, LengthEstimate> estimates = new LinkedHashMap<>(16, 0.75f, true);
    private final PredictionError error = new PredictionError();
    private long forgotten;

    /**
     * @param most groups of requests that are remembered, at least 1
     * @param configured tokens that are expected where nothing is known
     */
    public OutputLengths(int most, long configured) {
        this.most = most;
        this.configured = configured;
    }

    /** Whose requests are alike; names are opaque. */
    public record Asker(String key, String model, String tier) {
        private Asker ofAnyKey() {
            return new Asker(ANY, model, tier);
        }

        private Asker ofAnyTier() {
            // No tier is called so: the default one has no name.
            return new Asker(ANY, model, "*");
        }
    }

    /**
     * Tokens of output to expect.
     *
     * @param p90 that 9 of 10 stay below
     */
    public record Expected(long mean, long p90) {
        private Expected upTo(long bound) {
            return bound > 0 ? new Expected(Math.min(mean, bound), Math.min(p90, bound)) : this;
        }
    }

    /**
     * What to expect.
     *
     * @param bound most that the request may have; 0 = none
     */
    public Expected expected(Asker asker, long bound) {
        for (Asker group : groups(asker)) {
            LengthEstimate known = estimates.get(group);
            if (known != null && known.isTelling()) {
                return new Expected(known.mean(), known.p90()).upTo(bound);
            }
        }
        return new Expected(configured, configured).upTo(bound);
    }

    private static Asker[] groups(Asker asker) {
        return asker.key().equals(ANY)
                ? new Asker[] {asker, asker.ofAnyTier()}
                : new Asker[] {asker, asker.ofAnyKey(), asker.ofAnyTier()};
    }

    /** An answer ended well after so many tokens; none is no answer. */
    public void observed(Asker asker, long bound, long tokens) {
        if (tokens < 1) {
            return;
        }
        Expected told = expected(asker, bound);
        error.observed(told.mean(), told.p90(), tokens);
        for (Asker group : groups(asker)) {
            estimates.computeIfAbsent(group, _ -> new LengthEstimate()).observed(tokens);
        }
        forget();
    }

    private void forget() {
        var eldest = estimates.entrySet().iterator();
        while (estimates.size() > most) {
            eldest.next();
            eldest.remove();
            forgotten++;
        }
    }

    /** Groups that are remembered. */
    public int size() {
        return estimates.size();
    }

    /** Groups that had to be forgotten since the beginning. */
    public long forgotten() {
        return forgotten;
    }

    /** How far what was expected is from what came. */
    public PredictionError error() {
        return error;
    }
}
