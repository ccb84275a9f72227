// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prediction;

/**
 * The answers of an engine that began lately, and what it does to them when a prompt keeps them
 * waiting. A long answer spreads a wait over many tokens; a short one misses its pace. Which are
 * short nobody knows while they run, so each counts by how likely it is, given its age. Not
 * thread-safe.
 */
final class YoungAnswers {
    /** More first tokens than an engine has in the time that matters. */
    private static final int KEPT = 64;

    private final AnswerLengths lengths;
    private final long[] beganNanos = new long[KEPT];
    private long count;

    YoungAnswers(AnswerLengths lengths) {
        this.lengths = lengths;
    }

    /** A first token came. */
    void began(long nowNanos) {
        beganNanos[(int) (count++ % KEPT)] = nowNanos;
    }

    /** One ended well after so many tokens. */
    void ended(long tokens) {
        lengths.observed(tokens);
    }

    /**
     * A wait of all that run.
     *
     * @param aheadNanos that they have before them anyway
     * @param stallNanos that is added
     * @param tpotNanos pace between waits
     * @param slackNanos that each token leaves to what was promised, above 0
     */
    record Wait(double aheadNanos, double stallNanos, double tpotNanos, double slackNanos) {}

    /** How many of those that decode it would make slower than promised. */
    double broken(Wait wait, int decoding, long nowNanos) {
        double lost = wait.aheadNanos() / wait.slackNanos();
        double critical = lost + wait.stallNanos() / wait.slackNanos();
        double broken = 0;
        long most = Math.min(Math.min(count, KEPT), decoding);
        for (int i = 1; i <= most; i++) {
            long began = beganNanos[(int) ((count - i) % KEPT)];
            double age = (nowNanos - began) / wait.tpotNanos();
            if (age >= critical) {
                break;
            }
            broken += lengths.shorter(critical, Math.max(lost, age));
        }
        return broken;
    }

    /**
     * The same of so many that wait for their first token; half of what is ahead is behind each.
     */
    double brokenOfWaiting(Wait wait, int waiting) {
        double lost = wait.aheadNanos() / 2 / wait.slackNanos();
        double critical = lost + wait.stallNanos() / wait.slackNanos();
        return waiting == 0 ? 0 : waiting * (lengths.shorter(critical) - lengths.shorter(lost));
    }
}
