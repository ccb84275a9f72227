// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.Vertx;
import io.wattmill.router.placement.PlacementMode;
import io.wattmill.twin.evaluate.PolicyFigures;
import io.wattmill.twin.replay.Replay;
import io.wattmill.twin.replay.ReplayOptions;
import io.wattmill.twin.replay.client.ChatTarget;
import io.wattmill.twin.replay.client.ProgressListener;
import io.wattmill.twin.replay.report.RunReport;
import io.wattmill.twin.replay.report.Slo;
import io.wattmill.twin.trace.source.TraceSource;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Which policy needs the fewest joules, end to end over HTTP: the same requests through the whole
 * suite once for each policy, its emulated devices metered, beside what route-eval says of them.
 * {@code deploy/measure/routing-over-http} asks more policies and sends more requests.
 */
class PolicyRankingTest {
    private static final int REQUESTS = Integer.getInteger("wattmill.ranking.requests", 160);
    private static final String POLICIES =
            System.getProperty("wattmill.ranking.policies", "round-robin,balanced");

    /** Policies that route-eval finds this close are not ranked. */
    private static final double EQUAL = 0.05;

    /** Later, and emulated engines are slower than those they stand for. */
    private static final double PUNCTUAL_MS = 10;

    /** Standing still for longer, the meter is behind, or the load comes in one piece. */
    private static final double STANDSTILL_MS = 1_000;

    private static final long LIMIT_SECONDS = 180;
    private static final double MICROS = 1e6;

    private final Path folder;
    private final Vertx vertx = Vertx.vertx();

    PolicyRankingTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void policiesRankByJoulesAsInSimulation() throws Exception {
        var ranked = new ArrayList<RankedPolicy>();
        for (var simulated : RankedSite.simulated(policies(), REQUESTS).policies()) {
            ranked.add(measured(simulated));
        }
        System.out.print(RankedPolicy.head());
        ranked.forEach(System.out::print);
        ranked.forEach(one -> assertEquals(REQUESTS, one.answered(), one::toString));
        assumeTrue(
                ranked.stream().allMatch(PolicyRankingTest::wasOnTime),
                "other work kept this machine from being on time");
        for (var one : ranked) {
            for (var other : ranked) {
                assertTrue(isInOrder(one, other), () -> one + "against\n" + other);
            }
        }
    }

    private static boolean wasOnTime(RankedPolicy one) {
        return one.late().p95Ms() <= PUNCTUAL_MS && one.late().longestMs() <= STANDSTILL_MS;
    }

    private static List<PlacementMode> policies() {
        return Stream.of(POLICIES.split(",")).map(PolicyRankingTest::policy).toList();
    }

    private static PlacementMode policy(String label) {
        return Arrays.stream(PlacementMode.values())
                .filter(mode -> mode.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no policy is called " + label));
    }

    /** What is clearly cheaper in simulation is cheaper over HTTP. */
    private static boolean isInOrder(RankedPolicy one, RankedPolicy other) {
        double simulated = one.simulated().joulesPerOutputToken();
        boolean cheaper = simulated < (1 - EQUAL) * other.simulated().joulesPerOutputToken();
        return !cheaper || one.joules() < other.joules();
    }

    private RankedPolicy measured(PolicyFigures simulated) throws Exception {
        var mode = simulated.policy();
        var own = Files.createDirectories(folder.resolve(mode.label()));
        var site = Files.writeString(own.resolve("site.yaml"), RankedSite.config(mode));
        try (var suite = SuiteProcess.up(own, "--config", site.toString())) {
            var ready = suite.ready();
            // Texts of which the caches then know nothing.
            replay(ready.developer(), RankedSite.SEED + 1, REQUESTS / 4, 1);
            var before = FleetMeter.whenIdle(ready.admin(), RankedSite.IDLE_WATTS);
            var punctuality = Punctuality.watching();
            var run = replay(ready.developer(), RankedSite.SEED, REQUESTS, 0);
            var late = punctuality.lateness();
            var after = FleetMeter.whenIdle(ready.admin(), RankedSite.IDLE_WATTS);
            return RankedPolicy.of(mode, run, joules(before, after, run), late, simulated);
        }
    }

    /** Without what the idle fleet took before the first request and after the last answer. */
    private static double joules(FleetMeter before, FleetMeter after, RunReport run) {
        double around = after.secondsSince(before) - run.durationUs() / MICROS;
        return after.joulesSince(before) - around * RankedSite.IDLE_WATTS;
    }

    private RunReport replay(Api api, long seed, int requests, long salt) throws Exception {
        var options =
                new ReplayOptions(
                        new ChatTarget(api.url(), api.key(), Api.MODEL, true, false),
                        new TraceSource.Generated(seed, requests, RankedSite.SHAPE),
                        requests,
                        1,
                        salt,
                        new Slo(
                                RankedSite.SLO.ttftNanos() / 1_000,
                                RankedSite.SLO.tpotNanos() / 1_000),
                        ReplayOptions.Outputs.NONE,
                        PatientServices.REPLAY);
        return Replay.run(vertx, options, ProgressListener.NONE)
                .await(LIMIT_SECONDS + REQUESTS, TimeUnit.SECONDS);
    }
}
