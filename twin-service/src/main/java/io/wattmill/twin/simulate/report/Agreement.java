// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.report;

import io.wattmill.twin.replay.report.LatencySummary;
import io.wattmill.twin.replay.report.RunReport;
import io.wattmill.twin.replay.report.RunReport.EnergySum;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How far a simulation is from a replay of the same trace.
 *
 * @param deviations figure by figure; those that one of the two lacks are absent
 */
public record Agreement(List<Deviation> deviations) {

    /**
     * One figure of both.
     *
     * @param figure its name and unit
     */
    public record Deviation(String figure, double replayed, double simulated) {
        /** Simulated over replayed, less one; 0 when both are 0. */
        public double relative() {
            return replayed == simulated ? 0 : simulated / replayed - 1;
        }

        /** Whether it is of a tail: few requests decide it. */
        public boolean isTail() {
            return figure.contains(" p99 ");
        }
    }

    /**
     * Compares medians and tails of latencies and rates of tokens.
     *
     * @param replayedJoules of the devices, idle time included, as their meters say; below 0 when
     *     not measured
     */
    public static Agreement of(RunReport replayed, RunReport simulated, double replayedJoules) {
        List<Deviation> found = new ArrayList<>();
        add(found, "TTFT", latency(replayed).ttft(), latency(simulated).ttft());
        add(found, "TPOT", latency(replayed).tpot(), latency(simulated).tpot());
        add(found, "E2E", latency(replayed).e2e(), latency(simulated).e2e());
        found.add(
                new Deviation(
                        "output tokens/s",
                        replayed.perSecond(replayed.tokens().output()),
                        simulated.perSecond(simulated.tokens().output())));
        if (replayedJoules >= 0) {
            double joules = simulated.energy().map(EnergySum::microjoules).orElse(0L) / 1e6;
            found.add(new Deviation("device J", replayedJoules, joules));
        }
        return new Agreement(List.copyOf(found));
    }

    /**
     * The middle of several simulations of one replay, figure by figure: they differ in what chance
     * decided between equal engines.
     *
     * @param same comparisons with the same replay, an odd number of them
     */
    public static Agreement middle(List<Agreement> same) {
        if (same.size() % 2 == 0) {
            throw new IllegalArgumentException(same.size() + " simulations have no middle");
        }
        List<Deviation> first = same.getFirst().deviations();
        return new Agreement(
                IntStream.range(0, first.size()).mapToObj(i -> middle(same, i)).toList());
    }

    private static Deviation middle(List<Agreement> same, int figure) {
        Deviation any = same.getFirst().deviations().get(figure);
        double[] simulated =
                same.stream()
                        .mapToDouble(a -> a.deviations().get(figure).simulated())
                        .sorted()
                        .toArray();
        return new Deviation(any.figure(), any.replayed(), simulated[simulated.length / 2]);
    }

    /**
     * Of several simulations of one replay the nearest to it, figure by figure: a tail of few
     * requests is decided by chance, and the replay is one draw more.
     *
     * @param same comparisons with the same replay, at least one
     */
    public static Agreement nearest(List<Agreement> same) {
        int figures = same.getFirst().deviations().size();
        return new Agreement(IntStream.range(0, figures).mapToObj(i -> nearest(same, i)).toList());
    }

    private static Deviation nearest(List<Agreement> same, int figure) {
        return same.stream()
                .map(a -> a.deviations().get(figure))
                .min(Comparator.comparingDouble(one -> Math.abs(one.relative())))
                .orElseThrow();
    }

    private static RunReport.Latency latency(RunReport report) {
        return report.latency();
    }

    private static void add(
            List<Deviation> to, String figure, LatencySummary replayed, LatencySummary simulated) {
        to.add(new Deviation(figure + " p50 us", replayed.p50Us(), simulated.p50Us()));
        to.add(new Deviation(figure + " p99 us", replayed.p99Us(), simulated.p99Us()));
    }

    /** The largest deviation of medians, rates and joules, either way; 0.1 = 10 %. */
    public double worst() {
        return worst(false);
    }

    /** The largest deviation of a tail, either way. */
    public double worstTail() {
        return worst(true);
    }

    private double worst(boolean tail) {
        return deviations.stream()
                .filter(deviation -> deviation.isTail() == tail)
                .mapToDouble(deviation -> Math.abs(deviation.relative()))
                .max()
                .orElse(0);
    }

    /** A line per figure. */
    public String text() {
        return deviations.stream()
                .map(
                        d ->
                                String.format(
                                        Locale.ROOT,
                                        "%-16s replayed %,12.1f  simulated %,12.1f  %+6.1f %%",
                                        d.figure(),
                                        d.replayed(),
                                        d.simulated(),
                                        100 * d.relative()))
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
