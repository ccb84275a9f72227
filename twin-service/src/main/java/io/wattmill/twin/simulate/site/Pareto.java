// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.site;

import io.wattmill.router.batch.BatchLimits;
import io.wattmill.twin.figure.Figure;
import io.wattmill.twin.simulate.Placing;
import io.wattmill.twin.simulate.Simulation;
import io.wattmill.twin.simulate.SimulationRun;
import io.wattmill.twin.simulate.Watch;
import io.wattmill.twin.simulate.fleet.PrefillPool;
import io.wattmill.twin.simulate.fleet.SimulatedFleet;
import io.wattmill.twin.simulate.kernel.RequestTable;
import io.wattmill.twin.simulate.run.Batch;
import io.wattmill.twin.simulate.site.DeploymentRun.ParetoPoint;
import io.wattmill.twin.trace.BlockIds;
import io.wattmill.twin.trace.ChainedTrace;
import io.wattmill.twin.trace.Chains;
import io.wattmill.twin.trace.Trace;
import io.wattmill.twin.trace.TraceRequest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Throughput against interactivity at the planned lengths: a closed loop of 1, 2, 4, ... users per
 * engine, each of whom asks again at once. Rates are those between each user's second and
 * second-last answer, so that beginning and end do not count.
 */
final class Pareto {
    static final int REQUESTS_PER_USER = 6;
    private static final long STAGGER_US = 20_000;

    private final Planned planned;
    private final SiteOptions options;
    private final Batch batch;

    Pareto(Planned planned, SiteOptions options, Batch batch) {
        this.planned = planned;
        this.options = options;
        this.batch = batch;
    }

    List<ParetoPoint> points() {
        if (!options.pareto()) {
            return List.of();
        }
        BatchLimits limits = planned.fleet().engines().getFirst().limits();
        long context = input() + output();
        long most = Math.min(limits.maxRunning(), limits.kvCapacityTokens() / context);
        List<Function<Watch, Optional<ParetoPoint>>> tasks = new ArrayList<>();
        for (int users = 1; users <= most; users *= 2) {
            int now = users;
            tasks.add(watch -> point(now, watch));
        }
        return batch.run(tasks).stream().flatMap(Optional::stream).toList();
    }

    private int input() {
        return (int) Math.clamp(planned.deployment().inputTokens(), 1, 4_000_000);
    }

    private int output() {
        return (int) Math.clamp(planned.deployment().outputTokens(), 2, 4_000_000);
    }

    /** The smallest part of the fleet that is like the whole. */
    private SimulatedFleet part() {
        SimulatedFleet fleet = planned.fleet();
        SimulatedFleet one = new SimulatedFleet(fleet.name(), fleet.engines().subList(0, 1), false);
        return fleet.prefill().map(pool -> pooled(fleet, pool)).orElse(one);
    }

    private static SimulatedFleet pooled(SimulatedFleet fleet, PrefillPool pool) {
        int least = Math.min(pool.engines().size(), fleet.engines().size());
        int prefill = Math.max(1, pool.engines().size() / least);
        int decode = Math.max(1, fleet.engines().size() / least);
        return new SimulatedFleet(fleet.name(), fleet.engines().subList(0, decode), false)
                .behind(
                        new PrefillPool(
                                pool.engines().subList(0, prefill),
                                pool.linkBytesPerSecond(),
                                pool.latencyNanos()));
    }

    private Trace closedLoop(int users) {
        ChainedTrace chained = new ChainedTrace();
        int blocks = BlockIds.blocksOf(input());
        long nextBlock = 0;
        for (int user = 0; user < users; user++) {
            int before = Chains.FIRST;
            for (int i = 0; i < REQUESTS_PER_USER; i++) {
                BlockIds prompt = BlockIds.consecutive(nextBlock, blocks);
                nextBlock += blocks;
                before =
                        chained.add(
                                new TraceRequest(0, user * STAGGER_US, input(), output(), prompt),
                                before,
                                0);
            }
        }
        return chained.trace("closed loop of " + users);
    }

    /** Empty for a run that was cut short, or that no user saw the end of. */
    private Optional<ParetoPoint> point(int usersPerEngine, Watch watch) {
        SimulatedFleet part = part();
        SimulationRun run =
                Simulation.run(
                        part,
                        closedLoop(usersPerEngine * part.engines().size()),
                        new Placing.RoundRobin(),
                        watch);
        double perSecond = 0;
        List<Long> ttft = new ArrayList<>();
        List<Double> tpot = new ArrayList<>();
        RequestTable requests = run.requests();
        for (int first = 0; first + REQUESTS_PER_USER <= requests.size(); ) {
            first += REQUESTS_PER_USER;
            perSecond += user(requests, first - REQUESTS_PER_USER, ttft, tpot);
        }
        double watts = run.microjoules() * 1e3 / Math.max(1, run.endNanos());
        return run.whole() && perSecond > 0 && watts > 0
                ? Optional.of(point(usersPerEngine, perSecond, watts, ttft, tpot))
                : Optional.empty();
    }

    private ParetoPoint point(
            int usersPerEngine,
            double perSecond,
            double watts,
            List<Long> ttft,
            List<Double> tpot) {
        Evidence time = PlannedEvidence.engineTime(planned);
        Evidence power = time.and(PlannedEvidence.power(planned));
        return new ParetoPoint(
                usersPerEngine,
                figure(1e9 / middle(tpot), time),
                figure(perSecond / part().gpus(), time),
                figure(perSecond / watts * 1e6, power),
                figure(middle(ttft.stream().map(one -> one / 1e3).toList()), time));
    }

    /** Tokens per second of one user, whose requests follow each other in the table. */
    private double user(RequestTable requests, int first, List<Long> ttft, List<Double> tpot) {
        int last = first + REQUESTS_PER_USER - 2;
        if (requests.endNanos(last) < 0) {
            return 0;
        }
        for (int i = first + 1; i <= last; i++) {
            ttft.add(requests.firstTokenNanos(i) - requests.arrivalNanos(i));
            tpot.add((requests.endNanos(i) - requests.firstTokenNanos(i)) / (output() - 1.0));
        }
        double seconds = (requests.endNanos(last) - requests.endNanos(first)) / 1e9;
        return (last - first) * (double) output() / seconds;
    }

    private static double middle(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static Figure figure(double value, Evidence known) {
        return Figure.exact(value, known.provenance(), known.told("simulation, closed loop"));
    }
}
