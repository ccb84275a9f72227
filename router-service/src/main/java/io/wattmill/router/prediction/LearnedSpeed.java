// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prediction;

/**
 * How an engine does against its model, learned from what was observed: a factor on time to first
 * token and one on time per token, a constant part of time to first token, and how far the p90 of
 * either is above its mean. Each factor is that of its peers times its own.
 *
 * <p>Robust by construction: each observation moves a factor by at most {@code LARGEST_STEP}, the
 * factors stay within 1/4 and 4, and an observation is taken either for the constant part (short
 * ones) or for the factor (long ones), never for both. Not thread-safe.
 */
public final class LearnedSpeed {
    private static final double LARGEST_FACTOR = 4;
    private static final double LEAST_FACTOR = 1 / LARGEST_FACTOR;
    private static final double SLOWEST = Math.log(LARGEST_FACTOR);
    private static final double LARGEST_STEP = Math.log(2);
    private static final double RATE = 0.1;
    private static final double LARGEST_P90 = 3.6;
    private static final double OWN_P90 = 1.5;

    /** Below this the constant part (HTTP, queues of threads, tokenizing) is a visible share. */
    private static final long SHORT_NANOS = 25_000_000;

    private static final long LARGEST_CONSTANT_NANOS = 100_000_000;

    private final PeerSpeed peers;

    // How it differs from its peers.
    private double logTtft;
    private double logTpot;
    private double constantNanos;
    private final Quantile ttftP90 = own();
    private final Quantile tpotP90 = own();

    // Exponentials of the above, taken when they change: every prediction asks for them.
    private double ownTtft = 1;
    private double ownTpot = 1;

    /** Of an engine that has no peers. */
    public LearnedSpeed() {
        this(PeerSpeed.none());
    }

    /**
     * @param peers what is learned together with others of its kind
     */
    public LearnedSpeed(PeerSpeed peers) {
        this.peers = peers;
    }

    /** By how much it differs from its peers. */
    private static Quantile own() {
        return new Quantile(1, 1 / OWN_P90, OWN_P90);
    }

    /** Mean time to first token, given the model's. */
    public long ttftNanos(long modelNanos) {
        return ttftNanos(modelNanos, ttftFactor());
    }

    /** The same, given {@link #ttftFactor}. */
    long ttftNanos(long modelNanos, double factor) {
        return Math.round(constantNanos + modelNanos * factor);
    }

    /** Time to first token that 9 of 10 stay below. */
    public long ttftP90Nanos(long modelNanos) {
        return ttftP90OfMean(ttftNanos(modelNanos));
    }

    /** The same, given {@link #ttftNanos}. */
    long ttftP90OfMean(long meanNanos) {
        return Math.round(meanNanos * p90(peers.ttftP90(), ttftP90));
    }

    /** Time per token that 9 of 10 stay below. */
    public long tpotP90Nanos(long modelNanos) {
        return Math.round(tpotNanos(modelNanos) * p90(peers.tpotP90(), tpotP90));
    }

    /** Time per token, given the model's. */
    public long tpotNanos(long modelNanos) {
        return Math.round(modelNanos * tpotFactor());
    }

    /** A first token came after {@code actualNanos} where the model had said {@code modelNanos}. */
    public void ttftObserved(long modelNanos, long actualNanos) {
        if (modelNanos <= 0 || actualNanos <= 0) {
            return;
        }
        boolean above = actualNanos > ttftP90Nanos(modelNanos);
        learn(peers.ttftP90(), ttftP90, above);
        if (modelNanos < SHORT_NANOS) {
            double rest = actualNanos - modelNanos * ttftFactor();
            double sample = clamp(rest, 0, LARGEST_CONSTANT_NANOS);
            constantNanos += RATE * (sample - constantNanos);
        } else {
            double net = Math.max(1, actualNanos - constantNanos);
            logTtft = learn(logTtft, Math.log(net / modelNanos), peers.ttft());
            ownTtft = Math.exp(logTtft);
        }
    }

    /** Tokens came every {@code actualNanos} where the model had said {@code modelNanos}. */
    public void tpotObserved(long modelNanos, long actualNanos) {
        if (modelNanos > 0 && actualNanos > 0) {
            boolean above = actualNanos > tpotP90Nanos(modelNanos);
            learn(peers.tpotP90(), tpotP90, above);
            logTpot = learn(logTpot, Math.log((double) actualNanos / modelNanos), peers.tpot());
            ownTpot = Math.exp(logTpot);
        }
    }

    /** Its peers take their part of the sample first: it keeps what they do not explain. */
    private static double learn(double own, double sample, SharedFactor peers) {
        peers.observed(sample);
        double step = clamp(sample - peers.log() - own, -LARGEST_STEP, LARGEST_STEP);
        return clamp(own + RATE * step, -SLOWEST, SLOWEST);
    }

    private static void learn(Quantile peers, Quantile own, boolean above) {
        peers.observed(above);
        own.observed(above);
    }

    private static double p90(Quantile peers, Quantile own) {
        return clamp(peers.factor() * own.factor(), 1, LARGEST_P90);
    }

    private static double clamp(double value, double low, double high) {
        return Math.max(low, Math.min(high, value));
    }

    /** Factor on the model's time to first token, within 1/4 and 4. */
    public double ttftFactor() {
        return clamp(peers.ttft().value() * ownTtft, LEAST_FACTOR, LARGEST_FACTOR);
    }

    /** Factor on the model's time per token, within 1/4 and 4. */
    public double tpotFactor() {
        return clamp(peers.tpot().value() * ownTpot, LEAST_FACTOR, LARGEST_FACTOR);
    }
}
