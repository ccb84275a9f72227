// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement.policy;

import io.wattmill.router.placement.Candidates;

/**
 * How many promises a placement is expected to break, this request's own and others', where no
 * engine is within all limits. In one unit, since limits are not alike: a first token that will be
 * late is one promise, and a prompt that stalls short answers may be several. What is just at a
 * limit is missed by 1 in 10: predictions of the first token are of its p90.
 */
final class Risk {
    /** Odds of a hit at the limit. */
    private static final double ODDS = 9;

    /** More is missed for certain, and no power of less is infinite. */
    private static final double CERTAIN = 1e12;

    /** A step that is too slow is so for all who share it, when the pace is near the limit. */
    private static final double SHARED = 10;

    /** Preempted sequences lose their place more than once, and their prompts are done again. */
    private static final double PREEMPTED = 3;

    /** Among engines that break the same promises, the one that is less beyond its limits. */
    private static final double NEARNESS = 1e-3;

    /** Where somebody would be served in time, nobody is to wait. */
    private static final double LATER = 1e9;

    /** More than any risk of an engine that is in time, less than any of one that is late. */
    static final double LATE = 1e5;

    private Risk() {}

    /** Above 0; more than {@link #LATE} where the engine {@linkplain Overflow is late}. */
    static double of(Strains strains, Limits limits, Candidates among, int index) {
        double factor = Overflow.isInTime(strains, limits, among, index) ? 1 : LATER;
        return factor * promises(strains, among.broken(index, limits.runningTpotNanos()), index);
    }

    /**
     * @param harm answers of others that its prompt is expected to make slower than promised
     */
    private static double promises(Strains strains, double harm, int index) {
        double slow = missedPace(strains.promised(index));
        return harm
                + slow * (1 + SHARED * (1 - slow))
                + missedFirst(strains.first(index))
                + PREEMPTED * missedPace(strains.kv(index))
                + NEARNESS * strains.most(index);
    }

    /** Of a first token: its prediction is the less certain, so the chance grows more slowly. */
    private static double missedFirst(double strain) {
        double square = square(Math.min(CERTAIN, strain));
        return missed(square * square(square));
    }

    /** Of a pace, or of a cache that fills: near the limit a few percent decide. */
    private static double missedPace(double strain) {
        double fourth = square(square(Math.min(CERTAIN, strain)));
        return missed(fourth * square(square(fourth)));
    }

    private static double missed(double power) {
        return power / (power + ODDS);
    }

    private static double square(double value) {
        return value * value;
    }
}
