// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.testing.Await;
import io.wattmill.router.batch.BatchLimits;
import io.wattmill.router.engine.EngineModel;
import io.wattmill.router.engine.Gpus;
import io.wattmill.router.engine.Models;
import io.wattmill.twin.emulator.EmulatedFleet;
import io.wattmill.twin.emulator.EmulatedNodeAddress;
import io.wattmill.twin.emulator.EmulatorConfig;
import io.wattmill.twin.replay.Replay;
import io.wattmill.twin.replay.ReplayOptions;
import io.wattmill.twin.replay.ReplayOptions.Outputs;
import io.wattmill.twin.replay.client.ChatTarget;
import io.wattmill.twin.replay.client.ProgressListener;
import io.wattmill.twin.replay.client.ReplayConfig;
import io.wattmill.twin.replay.report.RunReport;
import io.wattmill.twin.replay.report.Slo;
import io.wattmill.twin.simulate.Placing;
import io.wattmill.twin.simulate.Simulation;
import io.wattmill.twin.simulate.Watch;
import io.wattmill.twin.simulate.fleet.SimulatedFleet;
import io.wattmill.twin.simulate.report.Agreement.Deviation;
import io.wattmill.twin.trace.LengthShape;
import io.wattmill.twin.trace.Trace;
import io.wattmill.twin.trace.TraceShape;
import io.wattmill.twin.trace.format.TraceReading;
import io.wattmill.twin.trace.source.TraceSource;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One emulated node over HTTP, without a gateway, against the simulation of the same engine. */
class AgreementTest {
    private static final double TOLERANCE = 0.10;
    private static final double TAIL_TOLERANCE = 0.15;

    /** Timers, HTTP and whoever else uses this machine: late is late by milliseconds. */
    private static final double TOLERANCE_US = 30_000;

    private static final int REQUESTS = 50;
    private static final int WARM_UP = 12;
    private static final Slo SLO = new Slo(2_000_000, 50_000);
    private static final EngineModel MODEL = new EngineModel(Models.LLAMA_3_1_8B, Gpus.H100_SXM, 1);
    private static final TraceSource TRACE =
            new TraceSource.Generated(
                    3,
                    REQUESTS,
                    new TraceShape(
                            6,
                            new LengthShape(2_500, 0.7, 64, 12_000),
                            new LengthShape(2_500, 0.7, 64, 12_000),
                            0,
                            1,
                            new LengthShape(80, 0.5, 2, 200),
                            0,
                            1));

    private final Vertx vertx = Vertx.vertx();
    private final EmulatedFleet fleet =
            new EmulatedFleet(
                    ServiceContext.of(vertx),
                    Configuration.parse("emulator: {nodes: 1}", Map.of())
                            .section("emulator", EmulatorConfig.class));

    @BeforeEach
    void start() {
        Await.await(fleet.start());
    }

    @AfterEach
    void stop() {
        Await.await(fleet.stop());
        Await.await(vertx.close());
    }

    @Test
    void simulatesWhatTheEmulatedEngineDoesOverHttp() throws Exception {
        EmulatedNodeAddress node = fleet.addresses().getFirst();
        // Classes load and code warms with other prompts, of which the cache then knows nothing.
        replay(options(node.engineUrl(), WARM_UP, 1));
        double before = joules(node.deviceMetricsUrl());
        RunReport replayed = replay(options(node.engineUrl(), REQUESTS, 0));
        double spent = joules(node.deviceMetricsUrl()) - before;
        Agreement agreement = Agreement.of(replayed, simulated(), spent);
        System.out.println(agreement.text());
        assertEquals(REQUESTS, replayed.requests().completed());
        agreement.deviations().forEach(AgreementTest::assertClose);
    }

    private RunReport replay(ReplayOptions options) throws Exception {
        return Replay.run(vertx, options, ProgressListener.NONE)
                .toCompletionStage()
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
    }

    private static void assertClose(Deviation deviation) {
        double tolerance = deviation.isTail() ? TAIL_TOLERANCE : TOLERANCE;
        double allowed = tolerance * deviation.replayed();
        boolean latency = deviation.figure().endsWith(" us");
        double off = Math.abs(deviation.simulated() - deviation.replayed());
        assertTrue(off <= allowed + (latency ? TOLERANCE_US : 0), deviation::toString);
    }

    private static RunReport simulated() throws IOException {
        Trace trace = ((TraceReading.Accepted) TRACE.load(REQUESTS)).trace();
        var limits = new BatchLimits(MODEL.kvCapacityTokens(), 256, 8_192, 1_024);
        var one = SimulatedFleet.uniform("one", 1, 1, MODEL, limits);
        var run = Simulation.run(one, trace, new Placing.RoundRobin(), Watch.NONE);
        return SimulationReport.of(run, SLO, 1, Optional.empty());
    }

    private static ReplayOptions options(URI url, int requests, long salt) {
        return new ReplayOptions(
                new ChatTarget(url, "none", "llama-3.1-8b", true, false),
                TRACE,
                requests,
                1,
                salt,
                SLO,
                Outputs.NONE,
                Configuration.defaults(ReplayConfig.class));
    }

    private static double joules(URI metrics) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            String text =
                    client.send(
                                    HttpRequest.newBuilder(metrics).build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .body();
            return text.lines()
                            .filter(
                                    line ->
                                            line.startsWith(
                                                    "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{"))
                            .mapToDouble(
                                    l -> Double.parseDouble(l.substring(l.lastIndexOf(' ') + 1)))
                            .sum()
                    / 1e3;
        }
    }
}
