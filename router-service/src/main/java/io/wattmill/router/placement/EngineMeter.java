// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import io.wattmill.router.fleet.Moment;
import io.wattmill.router.prediction.LearnedJoules;
import io.wattmill.router.prediction.PredictionErrors;

import java.util.OptionalLong;

/** What an engine's requests were to take, what its devices drew, and what that teaches. */
final class EngineMeter {
    private final LearnedJoules joules;
    private final PredictionErrors errors;
    private final MeteredWork work = new MeteredWork();

    EngineMeter(LearnedJoules joules, PredictionErrors errors) {
        this.joules = joules;
        this.errors = errors;
    }

    /** The devices' counters stand so now: {@link MeteredWork#metered}. */
    void read(OptionalLong counter, long baseMilliwatts, boolean alone, Moment now) {
        work.metered(counter, baseMilliwatts, alone, now.nanos()).ifPresent(this::compare);
    }

    private void compare(MeteredWork.Comparison window) {
        long p90 = joules.of(window.predicted()).high();
        errors.joulesObserved(window.predicted(), p90, window.metered());
        joules.observed(window.predicted(), window.metered());
    }

    /** A request did work that was to take so much. */
    void served(long microjoules) {
        work.served(microjoules);
    }

    /** Between what bounds what is told to take so much is counted; nobody knows of nothing. */
    LearnedJoules.Bounds bounds(long microjoules) {
        return microjoules > 0 ? joules.of(microjoules) : LearnedJoules.Bounds.UNKNOWN;
    }
}
