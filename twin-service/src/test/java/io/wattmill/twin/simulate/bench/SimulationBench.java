// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.bench;

import io.wattmill.router.batch.BatchLimits;
import io.wattmill.router.engine.EngineModel;
import io.wattmill.router.engine.Gpus;
import io.wattmill.router.engine.Models;
import io.wattmill.twin.simulate.Placing;
import io.wattmill.twin.simulate.Simulation;
import io.wattmill.twin.simulate.SimulationRun;
import io.wattmill.twin.simulate.Watch;
import io.wattmill.twin.simulate.fleet.SimulatedFleet;
import io.wattmill.twin.simulate.kernel.LeanEngine;
import io.wattmill.twin.simulate.kernel.RequestTable;
import io.wattmill.twin.simulate.kernel.StepCost;
import io.wattmill.twin.simulate.kernel.SteppedEngine;
import io.wattmill.twin.simulate.place.RouterSettings;
import io.wattmill.twin.trace.GeneratedTrace;
import io.wattmill.twin.trace.LengthShape;
import io.wattmill.twin.trace.Trace;
import io.wattmill.twin.trace.TraceRequest;
import io.wattmill.twin.trace.TraceShape;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * How many requests a core simulates in a second. Three ways in turn, several rounds in one
 * process: the engines alone, the same with the router's placement, and the router's own batch
 * stepped token by token, which is the reference. CPU time of the one thread that works, the making
 * of the trace left out. Arguments: requests per round, rounds, requests per second of virtual
 * time.
 */
public final class SimulationBench {
    private static final int ENGINES = 64;
    private static final long SEED = 20_261_121;
    private static final BatchLimits LIMITS = new BatchLimits(430_000, 256, 8_192, 100_000);
    private static final EngineModel MODEL = new EngineModel(Models.LLAMA_3_1_8B, Gpus.H100_SXM, 1);
    private static final int ROUTED_SHARE = 5;
    private static final int STEPPED_SHARE = 20;

    private final SimulatedFleet fleet =
            SimulatedFleet.uniform("bench", ENGINES, 1, MODEL, LIMITS).withoutPrefixCache();
    private final int requests;
    private final double rate;

    private SimulationBench(int requests, double rate) {
        this.requests = requests;
        this.rate = rate;
    }

    public static void main(String[] args) {
        int requests = args.length > 0 ? Integer.parseInt(args[0]) : 200_000;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        double rate = args.length > 2 ? Double.parseDouble(args[2]) : 285;
        SimulationBench bench = new SimulationBench(requests, rate);
        if (args.length > 3 && args[3].equals("placed")) {
            bench.placedOnly(rounds);
        } else {
            bench.run(rounds);
        }
    }

    private Trace trace(int count) {
        LengthShape prompt = new LengthShape(2_905, 0.8, 16, 60_000);
        LengthShape answer = new LengthShape(250, 0.6, 1, 4_000);
        return GeneratedTrace.of(
                SEED, count, new TraceShape(rate, prompt, prompt, 0, 1, answer, 0, 1));
    }

    private void run(int rounds) {
        Trace whole = trace(requests);
        Trace routed = whole.limited(requests / ROUTED_SHARE);
        Trace stepped = whole.limited(requests / STEPPED_SHARE);
        conditions(whole);
        List<Double> lean = new ArrayList<>();
        List<Double> placed = new ArrayList<>();
        List<Double> naive = new ArrayList<>();
        // The first two rounds let the compiler finish: 2 x requests each way.
        for (int round = 1; round <= rounds + 2; round++) {
            double a = perSecond(requests, () -> alone(whole));
            double b = perSecond(routed.requests().size(), () -> routed(routed));
            double c = perSecond(stepped.requests().size(), () -> stepped(stepped));
            print(
                    "round %d: alone %,.0f/s, placed %,.0f/s, stepped %,.0f/s%s",
                    round, a, b, c, round <= 2 ? " (warm-up)" : "");
            if (round > 2) {
                lean.add(a);
                placed.add(b);
                naive.add(c);
            }
        }
        summary(lean, placed, naive);
    }

    /** For a profiler: nothing but placement. */
    private void placedOnly(int rounds) {
        Trace trace = trace(requests);
        for (int round = 1; round <= rounds; round++) {
            print("round %d: placed %,.0f/s", round, perSecond(requests, () -> routed(trace)));
        }
    }

    private void conditions(Trace whole) {
        print(
                "%d engines of %s on %s; %,d requests at %.0f/s, seed %d; JVM %s, load average"
                        + " %.1f",
                ENGINES,
                MODEL.model().name(),
                MODEL.gpu().name(),
                whole.requests().size(),
                rate,
                SEED,
                Runtime.version(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        SimulationRun run = alone(whole);
        print(
                "mean prompt %.0f, answer %.0f tokens; mean batch %.1f, engines busy %.0f %%",
                whole.requests().stream().mapToInt(TraceRequest::inputTokens).average().orElse(0),
                whole.requests().stream().mapToInt(TraceRequest::outputTokens).average().orElse(0),
                run.engines().stream().mapToDouble(e -> e.used().meanBatch()).average().orElse(0),
                run.engines().stream()
                        .mapToDouble(e -> 100.0 * e.used().busyNanos() / run.endNanos())
                        .average()
                        .orElse(0));
    }

    private static void summary(List<Double> lean, List<Double> placed, List<Double> naive) {
        print(
                "median: alone %,.0f requests per core-second (%.0f ns each), placed %,.0f (%.1f us"
                        + " each), stepped %,.0f; alone / stepped = %.1f",
                median(lean),
                1e9 / median(lean),
                median(placed),
                1e6 / median(placed),
                median(naive),
                median(lean) / median(naive));
    }

    private SimulationRun alone(Trace trace) {
        return Simulation.run(fleet, trace, new Placing.RoundRobin(), Watch.NONE);
    }

    private SimulationRun routed(Trace trace) {
        return Simulation.run(
                fleet, trace, new Placing.Routed(RouterSettings.DEFAULTS), Watch.NONE);
    }

    private RequestTable stepped(Trace trace) {
        RequestTable table = new RequestTable(trace.requests().size());
        StepCost cost = new StepCost(MODEL, LIMITS.maxRunning());
        List<SteppedEngine> engines =
                IntStream.range(0, ENGINES)
                        .mapToObj(_ -> new SteppedEngine(cost, LIMITS, table))
                        .toList();
        for (int i = 0; i < table.size(); i++) {
            TraceRequest request = trace.requests().get(i);
            long now = request.arrivalUs() * 1_000;
            table.put(i, now, request.inputTokens(), request.outputTokens());
            SteppedEngine engine = engines.get(i % ENGINES);
            engine.advance(now);
            engine.submit(i, now);
        }
        engines.forEach(engine -> engine.advance(LeanEngine.NEVER));
        return table;
    }

    private static double perSecond(int count, Runnable work) {
        var threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        work.run();
        return count * 1e9 / (threads.getCurrentThreadCpuTime() - before);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
