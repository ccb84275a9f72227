// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.evaluate;

import io.wattmill.router.placement.PlacementMode;
import io.wattmill.twin.simulate.report.SitePrices;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a policy made of all its seeds. Shares are 0 to 1.
 *
 * @param goodput good answers over requests
 * @param prefixHitShare of prompt tokens, by the engines' own caches
 * @param joulesPerOutputToken GPUs alone
 * @param joulesWithHost the same with their hosts; as that where hosts draw nothing
 * @param joulesUnder the same under {@link Watts#OTHERS}, in their order
 * @param imbalance the most that a node computed over the mean, tokens; mean over seeds
 * @param bySeed goodput and GPU joules per token of each seed
 */
public record PolicyFigures(
        PlacementMode policy,
        double goodput,
        Percentiles ttftMs,
        Percentiles tpotMs,
        double prefixHitShare,
        double joulesPerOutputToken,
        double joulesWithHost,
        List<Double> joulesUnder,
        double usdPerMtok,
        double imbalance,
        Percentiles decisionUs,
        List<OfSeed> bySeed) {
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double MILLION = 1e6;

    /** One seed. */
    public record OfSeed(long seed, double goodput, double joulesPerOutputToken) {}

    /**
     * Pools the runs of a policy.
     *
     * @param gpus of the fleet
     */
    static PolicyFigures of(
            PlacementMode policy, List<RunFigures> runs, Watts watts, SitePrices prices, int gpus) {
        double joules = sum(runs, run -> joules(run, watts));
        double seconds = sum(runs, run -> run.energy().seconds());
        double tokens = Math.max(1, sum(runs, run -> run.energy().outputTokens()));
        double host = seconds * gpus * watts.hostPerGpu();
        List<Double> others =
                Watts.OTHERS.stream()
                        .map(
                                other ->
                                        (sum(runs, run -> joules(run, other))
                                                        + seconds * gpus * other.hostPerGpu())
                                                / tokens)
                        .toList();
        return new PolicyFigures(
                policy,
                sum(runs, RunFigures::good) / Math.max(1, sum(runs, RunFigures::requests)),
                Percentiles.of(runs.stream().map(RunFigures::ttftMs)),
                Percentiles.of(runs.stream().map(RunFigures::tpotMs)),
                sum(runs, RunFigures::cachedTokens)
                        / Math.max(1, sum(runs, RunFigures::promptTokens)),
                joules / tokens,
                (joules + host) / tokens,
                others,
                usd(prices, joules + host, seconds, gpus) / tokens * MILLION,
                sum(runs, RunFigures::imbalance) / runs.size(),
                Percentiles.of(runs.stream().map(PolicyFigures::micros)),
                runs.stream().map(run -> seed(run, watts)).toList());
    }

    private static OfSeed seed(RunFigures run, Watts watts) {
        double tokens = Math.max(1, run.energy().outputTokens());
        return new OfSeed(run.seed(), run.goodput(), joules(run, watts) / tokens);
    }

    private static double joules(RunFigures run, Watts watts) {
        return watts.joules(run.energy().joules(), run.energy().idleJoules());
    }

    private static double usd(SitePrices prices, double joules, double seconds, int gpus) {
        long micro = Math.round(joules * MILLION);
        return prices.cost(micro, Math.round(seconds * 1e9), gpus).amount().doubleValue();
    }

    private static double[] micros(RunFigures run) {
        return Arrays.stream(run.decisionNanos()).mapToDouble(n -> n / NANOS_PER_MICRO).toArray();
    }

    private static double sum(List<RunFigures> runs, ToDoubleFunction<RunFigures> of) {
        return runs.stream().mapToDouble(of).sum();
    }
}
