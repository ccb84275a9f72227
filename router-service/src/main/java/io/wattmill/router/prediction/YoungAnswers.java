// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prediction;

/**
 * The answers of an engine that began lately, and what it does to them when a prompt keeps them
 * waiting. A long answer spreads a wait over many tokens; a short one misses its pace. Which are
 * short nobody knows while they run, so each counts by how likely it is, given its age. Not
 * thread-safe.
 */
final class YoungAnswers {
    /** More first tokens than an engine has in the time that matters; a power of two. */
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

    /** How many of those that run there, or are about to, it would make slower than promised. */
    double broken(Wait wait, EngineWork work, long nowNanos) {
        return broken(wait, work.decoding(), nowNanos) + brokenOfWaiting(wait, work.prefilling());
    }

    /** How many of those that decode it would make slower than promised. */
    double broken(Wait wait, int decoding, long nowNanos) {
        int most = (int) Math.min(Math.min(count, KEPT), decoding);
        if (most <= 0) {
            return 0;
        }
        double lost = wait.aheadNanos() / wait.slackNanos();
        double critical = lost + wait.stallNanos() / wait.slackNanos();
        double shorter = lengths.shorter(critical);
        // The youngest come first: up to what is lost anyway they are all alike.
        double youngest = lengths.ofLonger(lost, shorter);
        if (youngest == 0) {
            return 0;
        }
        int alike = notOlder(lost * wait.tpotNanos(), most, nowNanos);
        double broken = alike * youngest;
        int last = notOlder(critical * wait.tpotNanos(), most, nowNanos);
        for (int i = alike + 1; i <= last; i++) {
            broken += lengths.ofLonger(ageNanos(i, nowNanos) / wait.tpotNanos(), shorter);
        }
        return broken;
    }

    /** Of the youngest ones, how many began no longer ago than this. */
    private int notOlder(double nanos, int most, long nowNanos) {
        int younger = 0;
        int older = most + 1;
        int tried = most;
        while (younger + 1 < older) {
            if (ageNanos(tried, nowNanos) <= nanos) {
                younger = tried;
            } else {
                older = tried;
            }
            tried = (younger + older) >>> 1;
        }
        return younger;
    }

    /** Of the youngest, 1, or one of those before it. */
    private long ageNanos(int which, long nowNanos) {
        return nowNanos - beganNanos[(int) (count - which) & KEPT - 1];
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
