// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.fleet;

import io.wattmill.router.fleet.Misconduct.Cause;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What requests have seen of an engine, and whether it is out for that. Whether it may be ejected
 * is decided where its kind is known. Not thread-safe.
 */
final class PassiveHealth {
    private static final double WEIGHT = 0.1;
    private static final int LEAST_REQUESTS = 20;

    private int failuresInRow;
    private int requests;
    private double errorShare;
    private int answers;
    private double lateness;
    private int ejections;
    private Optional<Ejection> ejection = Optional.empty();
    private long returnedNanos;
    private long probedNanos = Long.MIN_VALUE;

    /** A request ended well. Returns whether that ends an ejection. */
    boolean succeeded(Moment now) {
        failuresInRow = 0;
        count(0);
        boolean back = ejection.filter(out -> out.isHalfOpen(now)).isPresent();
        if (back) {
            ejection = Optional.empty();
            returnedNanos = now.nanos();
            forget();
        }
        return back;
    }

    private void forget() {
        requests = 0;
        errorShare = 0;
        answers = 0;
        lateness = 0;
        failuresInRow = 0;
    }

    private void count(double failed) {
        requests++;
        errorShare += WEIGHT * (failed - errorShare);
    }

    /** A request failed. Returns why the engine is to be ejected now, if so. */
    Optional<Misconduct> failed(String reason, Moment now, OutlierRules rules) {
        failuresInRow++;
        count(1);
        if (ejection.isPresent()) {
            return ejection.filter(out -> out.isHalfOpen(now))
                    .map(_ -> new Misconduct(Cause.PROBE_FAILED, "probe failed: " + reason));
        }
        if (failuresInRow >= rules.failuresInRow()) {
            return because(
                    Cause.FAILURES_IN_ROW,
                    failuresInRow + " failures in a row, the last: " + reason);
        }
        return requests >= LEAST_REQUESTS && errorShare > rules.errorShare()
                ? because(Cause.ERROR_SHARE, Math.round(errorShare * 100) + " % of requests failed")
                : Optional.empty();
    }

    private static Optional<Misconduct> because(Cause cause, String reason) {
        return Optional.of(new Misconduct(cause, reason));
    }

    /** A first token came, this many times as late as was modelled. */
    void answered(double ratio) {
        answers++;
        lateness += Math.max(WEIGHT, 1.0 / answers) * (ratio - lateness);
    }

    /** How late first tokens come against the model, once enough came. */
    OptionalDouble lateness() {
        return answers >= LEAST_REQUESTS ? OptionalDouble.of(lateness) : OptionalDouble.empty();
    }

    /** Why it is to be ejected for its lateness, if its kind's median is this. */
    Optional<Misconduct> late(double median, OutlierRules rules) {
        double ratio = lateness / median;
        return ejection.isEmpty() && ratio > rules.latencyRatio()
                ? because(
                        Cause.LATENESS,
                        String.format(
                                Locale.ROOT, "first tokens %.1f times as late as peers'", ratio))
                : Optional.empty();
    }

    void eject(String reason, Moment now, OutlierRules rules) {
        boolean quiet = now.nanos() - returnedNanos > rules.mostEjectNanos();
        ejections = quiet && ejection.isEmpty() ? 1 : ejections + 1;
        long untilNanos = now.nanos() + rules.ejectNanos(ejections);
        ejection = Optional.of(new Ejection(reason, now, untilNanos));
        probedNanos = Long.MIN_VALUE;
        forget();
    }

    /** A request was placed; on an engine to be tried again it is the one that tries. */
    void placed(Moment now) {
        if (ejection.filter(out -> out.isHalfOpen(now)).isPresent()) {
            probedNanos = now.nanos();
        }
    }

    /** Whether one request may try it now. */
    boolean wantsProbe(Moment now, OutlierRules rules) {
        boolean out =
                probedNanos != Long.MIN_VALUE && now.nanos() - probedNanos < 3 * rules.ejectNanos();
        return !out && ejection.filter(over -> over.isHalfOpen(now)).isPresent();
    }

    /** Whether the request that tries it waits for its answer still, long after it was placed. */
    boolean isProbeStuck(Moment now, OutlierRules rules) {
        return probedNanos != Long.MIN_VALUE && now.nanos() - probedNanos >= 2 * rules.ejectNanos();
    }

    Optional<Ejection> ejection() {
        return ejection;
    }
}
