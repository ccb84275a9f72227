// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.report;

import io.wattmill.twin.replay.report.Figures;
import io.wattmill.twin.replay.report.RunReport;
import io.wattmill.twin.simulate.SimulationRun;
import io.wattmill.twin.simulate.kernel.Shortage;
import io.wattmill.twin.simulate.report.Bottleneck.Kind;

import java.util.List;

/**
 * Finds the constraint that binds: what requests waited for most, when the objective is missed;
 * else the time of the steps themselves.
 */
public final class BindingConstraint {
    /** An objective that so many requests meet is met. */
    private static final double GOOD_ENOUGH = 0.99;

    /** Waiting that engines know in less of their time than this is not what binds. */
    private static final double RARELY = 0.02;

    private static final List<Shortage> WAITED_FOR =
            List.of(Shortage.KV_CACHE, Shortage.BATCH_SLOTS, Shortage.PROMPT_BUDGET);

    private BindingConstraint() {}

    /** What binds in this run. */
    public static Bottleneck of(SimulationRun run, RunReport report) {
        if (report.goodShare() >= GOOD_ENOUGH) {
            return new Bottleneck(
                    Kind.NOTHING,
                    Figures.percent(report.goodShare())
                            + " of the requests meet the objective; engines work "
                            + Figures.percent(busyShare(run))
                            + " of the time",
                    "nothing, or serve more");
        }
        Shortage most = Shortage.NONE;
        for (Shortage shortage : WAITED_FOR) {
            most = share(run, shortage) > share(run, most) ? shortage : most;
        }
        double share = share(run, most);
        return share < RARELY ? steps(report) : waited(most, share);
    }

    /** Part of the engines' time in which they worked. */
    public static double busyShare(SimulationRun run) {
        double busy = run.engines().stream().mapToDouble(e -> e.used().busyNanos()).sum();
        return ofTheTime(run, busy);
    }

    private static double share(SimulationRun run, Shortage shortage) {
        return shortage == Shortage.NONE
                ? 0
                : ofTheTime(
                        run,
                        run.engines().stream().mapToDouble(e -> e.used().nanos(shortage)).sum());
    }

    private static double ofTheTime(SimulationRun run, double nanos) {
        return nanos / Math.max(1, (double) run.endNanos() * run.engines().size());
    }

    private static Bottleneck waited(Shortage shortage, double share) {
        String time = Figures.percent(share) + " of the engines' time requests wait for ";
        return switch (shortage) {
            case KV_CACHE ->
                    new Bottleneck(
                            Kind.KV_CACHE,
                            time + "room in a full KV cache",
                            "more GPUs per engine, GPUs with more memory, or 8-bit weights");
            case BATCH_SLOTS ->
                    new Bottleneck(
                            Kind.BATCH_SLOTS,
                            time + "a place among max-running sequences",
                            "raise max-running, or add engines");
            case PROMPT_BUDGET, NONE ->
                    new Bottleneck(
                            Kind.PROMPT_COMPUTING,
                            time + "the prompts of others",
                            "add engines, or GPUs with more compute");
        };
    }

    private static Bottleneck steps(RunReport report) {
        long tpot = report.latency().tpot().p90Us();
        long ttft = report.latency().ttft().p99Us();
        return tpot > report.goodput().slo().tpotUs()
                ? new Bottleneck(
                        Kind.STEP_TIME,
                        "requests hardly wait; time per token p90 is " + Figures.duration(tpot),
                        "more GPUs per engine, 8-bit weights, or fewer sequences per engine")
                : new Bottleneck(
                        Kind.PROMPT_COMPUTING,
                        "requests hardly wait; their own prompts take long: time to first token"
                                + " p99 is "
                                + Figures.duration(ttft),
                        "more GPUs per engine, or GPUs with more compute");
    }
}
