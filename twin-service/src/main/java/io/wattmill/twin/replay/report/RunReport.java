// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.replay.report;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run over a trace came to; the same for a replay and a simulation.
 *
 * @param label what was run
 * @param durationUs from the first scheduled time to the last answer
 * @param requests how many, by how they ended
 * @param tokens of completed requests
 * @param latency of completed requests, from their scheduled times
 * @param goodput against the SLO
 * @param energy of completed requests, when the server reports it
 * @param cost of completed requests, when the server reports it
 * @param errors by class, most frequent first
 * @param remarks what completed requests lacked, and how often
 */
public record RunReport(
        RunLabel label,
        long durationUs,
        Requests requests,
        Tokens tokens,
        Latency latency,
        Goodput goodput,
        Optional<EnergySum> energy,
        Optional<Money> cost,
        List<ErrorCount> errors,
        Map<Remark, Long> remarks) {

    private static final double MICROS_PER_SECOND = 1e6;
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    /**
     * How requests ended: {@code scheduled = completed + failed + clientLimited}.
     *
     * @param scheduled their time came
     * @param completed the whole answer arrived
     * @param failed sent, and no whole answer
     * @param clientLimited not sent, because the client had its most in flight
     */
    public record Requests(long scheduled, long completed, long failed, long clientLimited) {}

    /**
     * Tokens of completed requests.
     *
     * @param input of prompts
     * @param cachedInput of those, found in a prefix cache
     * @param output of answers
     */
    public record Tokens(long input, long cachedInput, long output) {

        /** Input and output together. */
        public long all() {
            return input + output;
        }
    }

    /**
     * Latencies.
     *
     * @param ttft time to first token
     * @param tpot mean time per output token after the first, one value per request
     * @param e2e time to the end of the answer
     * @param sendLag how late requests were sent, those that failed too; part of the others, and
     *     the client's own doing
     */
    public record Latency(
            LatencySummary ttft, LatencySummary tpot, LatencySummary e2e, LatencySummary sendLag) {}

    /**
     * Requests that met the SLO.
     *
     * @param slo what they had to meet
     * @param met how many did
     */
    public record Goodput(Slo slo, long met) {}

    /**
     * Energy of those answers that reported it.
     *
     * @param microjoules their sum
     * @param method their common method, or {@code mixed}
     * @param tokens of those answers, input and output
     * @param outputTokens of those answers
     */
    public record EnergySum(long microjoules, String method, long tokens, long outputTokens) {

        /** Input and output tokens per joule. */
        public double tokensPerJoule() {
            return microjoules == 0 ? 0 : tokens * 1e6 / microjoules;
        }

        /** Output tokens per joule. */
        public double outputTokensPerJoule() {
            return microjoules == 0 ? 0 : outputTokens * 1e6 / microjoules;
        }
    }

    /**
     * Failures of one class.
     *
     * @param error the class
     * @param count how many
     * @param example what the first of them said; may be empty
     */
    public record ErrorCount(ErrorClass error, long count, String example) {}

    /** So many per second of the run; 0 for an empty run. */
    public double perSecond(long count) {
        return durationUs == 0 ? 0 : count * MICROS_PER_SECOND / durationUs;
    }

    /** Part of the scheduled requests that met the SLO, 0 to 1. */
    public double goodShare() {
        return requests.scheduled() == 0 ? 0 : (double) goodput.met() / requests.scheduled();
    }

    /** Cost of a million tokens, input and output, of completed requests. */
    public Optional<Money> costPerMillionTokens() {
        return tokens.all() == 0 ? Optional.empty() : cost.map(this::perMillion);
    }

    private Money perMillion(Money sum) {
        BigDecimal amount =
                sum.amount()
                        .multiply(MILLION)
                        .divide(
                                BigDecimal.valueOf(tokens.all()),
                                9,
                                java.math.RoundingMode.HALF_EVEN);
        return new Money(sum.currency(), amount);
    }
}
