// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.scoreboard;

import io.wattmill.gateway.admission.TierConfig;
import io.wattmill.gateway.admission.Tiers;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * How the requests of this gateway were served: latencies by model, objectives met, minutes in
 * which the factory was up. For any number of threads.
 */
public final class RequestBoard {

    /** A minute is up when this share of its requests got a first token in time. */
    static final long UP_PPM = 990_000;

    static final int SLO_MINUTES = 60;
    static final int UPTIME_MINUTES = 1_440;
    private static final int SERVER_ERROR = 500;

    private final BoardConfig config;
    private final Map<String, TierTally> tiers = new TreeMap<>();
    private final TierTally defaultTier;
    private final long timeoutUs;
    private final LatencyBoard ttft = new LatencyBoard();
    private final LatencyBoard tpot = new LatencyBoard();
    private final MinuteTally uptime = new MinuteTally(UPTIME_MINUTES);

    /**
     * @param named the tiers beside the default one, with their objectives
     * @param firstTokenTimeout after which a request without a token counts as not served
     */
    public RequestBoard(
            BoardConfig config, Map<String, TierConfig> named, Duration firstTokenTimeout) {
        this.config = config;
        this.defaultTier = new TierTally(config.defaultTier());
        tiers.put(Tiers.DEFAULT, defaultTier);
        named.forEach((tier, objectives) -> tiers.put(tier, new TierTally(objectives)));
        this.timeoutUs = firstTokenTimeout.toNanos() / 1_000;
    }

    /**
     * A request that is over.
     *
     * @param tier of the request; empty for the default one
     * @param streamed whether the caller saw its tokens as they came
     * @param ending how it ended
     * @param status the HTTP status that tells it
     * @param ttftUs time to the first token; empty when none came or none was seen
     * @param durationUs from arrival to the end
     * @param outputTokens tokens made
     */
    public record Served(
            String tier,
            boolean streamed,
            Ending ending,
            int status,
            OptionalLong ttftUs,
            long durationUs,
            long outputTokens) {

        /** Time per token after the first; empty for fewer than two. */
        OptionalLong tpotUs() {
            return ttftUs.isPresent() && outputTokens > 1
                    ? OptionalLong.of((durationUs - ttftUs.getAsLong()) / (outputTokens - 1))
                    : OptionalLong.empty();
        }
    }

    /** How a request ended. */
    public enum Ending {
        COMPLETED,
        /** The caller left. */
        LEFT,
        FAILED
    }

    /**
     * What the board shows.
     *
     * @param ttft first-token times by model, microseconds
     * @param tpot times per further token by model, microseconds
     * @param tiers streams of the last hour, by tier
     */
    public record Shown(
            BoardConfig config,
            Map<String, LatencyBoard.Percentiles> ttft,
            Map<String, LatencyBoard.Percentiles> tpot,
            Map<String, TierSlo> tiers,
            MinuteTally.Sum uptime) {}

    private static final class TierTally {
        private final TierConfig objectives;
        private final MinuteTally streams = new MinuteTally(SLO_MINUTES);

        private TierTally(TierConfig objectives) {
            this.objectives = objectives;
        }

        private void add(Served served, long nowNanos) {
            streams.add(met(served), nowNanos);
        }

        private boolean met(Served served) {
            return served.ending() == Ending.COMPLETED
                    && isWithin(served.ttftUs(), objectives.sloTtft())
                    && isWithin(served.tpotUs(), objectives.sloTpot());
        }

        private TierSlo read(long nowNanos) {
            return new TierSlo(objectives, streams.read(nowNanos, objectives.sloObjectivePpm()));
        }
    }

    /** Adds the first token of a stream; the number of models is the caller's to bound. */
    public void firstToken(String model, long ttftUs, long nowNanos) {
        ttft.record(model, ttftUs, nowNanos);
    }

    /** Adds a request that is over. */
    public void ended(String model, Served served, long nowNanos) {
        served.tpotUs().ifPresent(us -> tpot.record(model, us, nowNanos));
        if (wasUpToUs(served)) {
            uptime.add(gotItsTokenInTime(served), nowNanos);
            if (served.streamed() && served.ending() != Ending.LEFT) {
                tally(served.tier()).add(served, nowNanos);
            }
        }
    }

    /** A request that was wrong says nothing of the factory, nor does a caller without patience. */
    private boolean wasUpToUs(Served served) {
        return switch (served.ending()) {
            case COMPLETED -> true;
            case FAILED -> served.status() < 400 || served.status() >= SERVER_ERROR;
            case LEFT -> served.ttftUs().isPresent() || served.durationUs() > timeoutUs;
        };
    }

    private boolean gotItsTokenInTime(Served served) {
        boolean whole = !served.streamed() && served.ending() == Ending.COMPLETED;
        return whole || served.ttftUs().isPresent() && served.ttftUs().getAsLong() <= timeoutUs;
    }

    /** Admission lets in tiers of the configuration only. */
    private TierTally tally(String tier) {
        return tiers.getOrDefault(tier, defaultTier);
    }

    private static boolean isWithin(OptionalLong us, Duration limit) {
        return us.isEmpty() || us.getAsLong() <= limit.toNanos() / 1_000;
    }

    private Map<String, TierSlo> bySlo(long nowNanos) {
        Map<String, TierSlo> all = new TreeMap<>();
        tiers.forEach((tier, tally) -> all.put(tier, tally.read(nowNanos)));
        return all;
    }

    /** The board at a moment. */
    public Shown read(long nowNanos) {
        return new Shown(
                config,
                ttft.read(nowNanos),
                tpot.read(nowNanos),
                bySlo(nowNanos),
                uptime.read(nowNanos, UP_PPM));
    }
}
