// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.bench;

import io.wattmill.router.batch.BatchLimits;
import io.wattmill.router.engine.EngineModel;
import io.wattmill.router.engine.Gpus;
import io.wattmill.router.engine.Models;
import io.wattmill.twin.simulate.Placing;
import io.wattmill.twin.simulate.Simulation;
import io.wattmill.twin.simulate.Watch;
import io.wattmill.twin.simulate.fleet.SimulatedFleet;
import io.wattmill.twin.simulate.place.RouterSettings;
import io.wattmill.twin.trace.Trace;
import io.wattmill.twin.trace.format.TraceFormat;
import io.wattmill.twin.trace.format.TraceReading;
import io.wattmill.twin.trace.source.TraceSource;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/**
 * How long an hour of Mooncake's conversation trace takes on 64 engines with prefix caches behind
 * the router, on one thread. Wants WATTMILL_DATA. Argument: rounds.
 */
public final class MooncakeHour {
    private static final int ENGINES = 64;
    private static final BatchLimits LIMITS = new BatchLimits(430_000, 256, 8_192, 100_000);

    private MooncakeHour() {}

    public static void main(String[] args) throws IOException {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        Path data = Path.of(String.valueOf(System.getenv("WATTMILL_DATA")));
        Path file = data.resolve("traces/mooncake/conversation_trace.jsonl");
        if (!(TraceSource.Recorded.of(file, TraceFormat.MOONCAKE).load(20_000)
                instanceof TraceReading.Accepted(Trace trace))) {
            throw new IllegalStateException("the trace cannot be read: " + file);
        }
        EngineModel model = new EngineModel(Models.LLAMA_3_1_8B, Gpus.H100_SXM, 1);
        SimulatedFleet fleet = SimulatedFleet.uniform("hour", ENGINES, 1, model, LIMITS);
        var placing = new Placing.Routed(RouterSettings.DEFAULTS);
        int requests = trace.requests().size();
        for (int round = 1; round <= rounds; round++) {
            long start = System.nanoTime();
            double rate =
                    SimulationBench.perSecond(
                            requests, () -> Simulation.run(fleet, trace, placing, Watch.NONE));
            System.out.printf(
                    "round %d: %,d requests over %,d s in %.2f s, %.2f s of a core; heap at most"
                            + " %d MB, load average %.1f%n",
                    round,
                    requests,
                    trace.spanUs() / 1_000_000,
                    (System.nanoTime() - start) / 1e9,
                    requests / rate,
                    Runtime.getRuntime().maxMemory() >> 20,
                    ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        }
    }
}
