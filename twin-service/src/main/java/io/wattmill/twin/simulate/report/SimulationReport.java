// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.report;

import io.wattmill.twin.replay.report.AnswerUsage;
import io.wattmill.twin.replay.report.ErrorClass;
import io.wattmill.twin.replay.report.Measurement;
import io.wattmill.twin.replay.report.RunLabel;
import io.wattmill.twin.replay.report.RunReport;
import io.wattmill.twin.replay.report.RunReport.EnergySum;
import io.wattmill.twin.replay.report.RunTally;
import io.wattmill.twin.replay.report.Slo;
import io.wattmill.twin.simulate.SimulationRun;
import io.wattmill.twin.simulate.kernel.RequestTable;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Makes a run the report that a replay of the same trace would have. Two figures mean more than in
 * a replay: energy is that of all GPUs from beginning to end, idle time included; cost is the
 * site's, where a replay has what is charged.
 */
public final class SimulationReport {
    /** How the energy is known: the integral of the engine model's power over virtual time. */
    public static final String ENERGY_METHOD = "simulated";

    private static final long NANOS_PER_MICRO = 1_000;
    private static final ErrorClass NO_ENGINE = ErrorClass.status(503);
    private static final ErrorClass TOO_LONG = ErrorClass.status(400);

    private SimulationReport() {}

    /** The report of a run. */
    public static RunReport of(
            SimulationRun run, Slo slo, double speed, Optional<SitePrices> prices) {
        RunReport counted = ofSome(run, slo, speed, _ -> true);
        return new RunReport(
                counted.label(),
                counted.durationUs(),
                counted.requests(),
                counted.tokens(),
                counted.latency(),
                counted.goodput(),
                Optional.of(energy(run, counted)),
                prices.map(p -> p.cost(run.microjoules(), run.endNanos(), run.fleet().gpus())),
                counted.errors(),
                Map.of());
    }

    /**
     * The report of some of a run's requests: without energy and cost, which nobody can tell apart.
     *
     * @param counts whether a request, by its place in the trace, is one of them
     */
    public static RunReport ofSome(SimulationRun run, Slo slo, double speed, IntPredicate counts) {
        RunTally tally = new RunTally(slo);
        for (int i = 0; i < run.requests().size(); i++) {
            if (counts.test(i)) {
                count(run, i, tally);
            }
        }
        return tally.report(label(run, speed));
    }

    private static RunLabel label(SimulationRun run, double speed) {
        return new RunLabel(
                "simulation", run.trace().name(), run.fleet().served(), run.fleet().name(), speed);
    }

    private static EnergySum energy(SimulationRun run, RunReport counted) {
        return new EnergySum(
                run.microjoules(),
                ENERGY_METHOD,
                counted.tokens().all(),
                counted.tokens().output());
    }

    private static void count(SimulationRun run, int request, RunTally tally) {
        RequestTable requests = run.requests();
        long arrivalUs = requests.arrivalNanos(request) / NANOS_PER_MICRO;
        switch (run.fate(request)) {
            case NOT_ARRIVED -> {}
            case UNPLACED -> tally.failed(NO_ENGINE, "no engine could take it", arrivalUs);
            case QUEUE_FULL -> tally.failed(NO_ENGINE, "the engine's queue was full", arrivalUs);
            case TOO_LONG -> tally.failed(TOO_LONG, "longer than the KV cache", arrivalUs);
            case ACCEPTED -> accepted(requests, request, arrivalUs, tally);
        }
    }

    private static void accepted(
            RequestTable requests, int request, long arrivalUs, RunTally tally) {
        long endNanos = requests.endNanos(request);
        if (endNanos == RequestTable.NEVER) {
            tally.failed(ErrorClass.STOPPED, "the simulation was stopped", arrivalUs);
            return;
        }
        tally.sent(0);
        tally.completed(measured(requests, request));
    }

    /** Every request that was answered to its end, in the order of the trace. */
    static List<Measurement> answered(SimulationRun run) {
        RequestTable requests = run.requests();
        return IntStream.range(0, requests.size())
                .filter(i -> requests.endNanos(i) != RequestTable.NEVER)
                .mapToObj(i -> measured(requests, i))
                .toList();
    }

    /** A request that was answered to its end, as a client would have seen it. */
    public static Measurement measured(RequestTable requests, int request) {
        long arrivalUs = requests.arrivalNanos(request) / NANOS_PER_MICRO;
        long firstUs = requests.firstTokenNanos(request) / NANOS_PER_MICRO;
        long endUs = requests.endNanos(request) / NANOS_PER_MICRO;
        return new Measurement(arrivalUs, firstUs, endUs, endUs, usage(requests, request));
    }

    private static AnswerUsage usage(RequestTable requests, int request) {
        return new AnswerUsage(
                requests.promptTokens(request),
                requests.cachedTokens(request),
                requests.outputTokens(request),
                Optional.empty(),
                Optional.empty());
    }
}
