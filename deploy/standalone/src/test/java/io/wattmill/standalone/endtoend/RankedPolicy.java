// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import io.wattmill.router.placement.PlacementMode;
import io.wattmill.twin.evaluate.PolicyFigures;
import io.wattmill.twin.replay.report.RunReport;

import java.util.Locale;

/**
 * A policy over HTTP beside the same in simulation.
 *
 * @param answered requests that got a whole answer
 * @param joules GPU joules per output token
 * @param ttftMs p50 over HTTP, from the scheduled time
 * @param tpotMs p50 over HTTP
 * @param goodput share of requests within the SLO over HTTP
 * @param late how late this machine woke threads meanwhile
 * @param simulated what {@code route-eval} says
 */
record RankedPolicy(
        PlacementMode policy,
        long answered,
        double joules,
        double ttftMs,
        double tpotMs,
        double goodput,
        Punctuality.Lateness late,
        PolicyFigures simulated) {
    private static final double MICROS_PER_MS = 1e3;

    static RankedPolicy of(
            PlacementMode policy,
            RunReport run,
            double joules,
            Punctuality.Lateness late,
            PolicyFigures simulated) {
        return new RankedPolicy(
                policy,
                run.requests().completed(),
                joules / run.tokens().output(),
                run.latency().ttft().p50Us() / MICROS_PER_MS,
                run.latency().tpot().p50Us() / MICROS_PER_MS,
                (double) run.goodput().met() / run.requests().scheduled(),
                late,
                simulated);
    }

    static String head() {
        return "policy            J/token: http  route-eval   TTFT p50 ms     TPOT p50 ms    good"
                + "            late\n";
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%-20s %11.4f %11.4f %7.0f %5.0f %8.1f %5.1f  %6.2f%% %6.2f%% %5.1f ms%n",
                policy.label(),
                joules,
                simulated.joulesPerOutputToken(),
                ttftMs,
                simulated.ttftMs().p50(),
                tpotMs,
                simulated.tpotMs().p50(),
                100 * goodput,
                100 * simulated.goodput(),
                late.p95Ms());
    }
}
