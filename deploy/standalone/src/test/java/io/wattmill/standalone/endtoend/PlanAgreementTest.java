// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.Vertx;
import io.wattmill.kit.config.Configuration;
import io.wattmill.twin.replay.Replay;
import io.wattmill.twin.replay.ReplayOptions;
import io.wattmill.twin.replay.client.ChatTarget;
import io.wattmill.twin.replay.client.ProgressListener;
import io.wattmill.twin.replay.client.ReplayConfig;
import io.wattmill.twin.replay.report.RunReport;
import io.wattmill.twin.simulate.report.Agreement;
import io.wattmill.twin.trace.format.TraceReading;
import io.wattmill.twin.trace.source.TraceSource;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/**
 * The whole suite over HTTP, with its gateway, router, agents and meter, against {@code plan run}
 * on the same trace: long prompts on a large model, so that modelled times are hundreds of
 * milliseconds and those of this machine do not hide the answer. What chance decides between equal
 * nodes differs from run to run, so the plan is run with several seeds and its middle is compared.
 * Where other work keeps this machine from being on time the comparison is skipped. {@code
 * deploy/measure/agreement} sends more requests.
 */
class PlanAgreementTest {
    /**
     * The median of few answers jumps: of Mooncake's first 60 such answers, by length, the 33rd is
     * 10 % longer than the 30th. Of 150 the twelve in the middle are within 5 % of it.
     */
    private static final int REQUESTS = Integer.getInteger("wattmill.agreement.requests", 150);

    private static final double SPEED = 1.5;

    /** Of medians, tokens/s and joules. */
    private static final double TOLERANCE = 0.05;

    /**
     * Of p99, the second slowest of 150, against the nearest of the plan's runs: which answer that
     * is differs from seed to seed, and the replay is one draw more. More requests would make it a
     * figure of the model.
     */
    private static final double TAIL_TOLERANCE = 0.15;

    private static final int SEEDS = 9;

    /** A tenth of the shortest modelled time that is compared, the 25 ms of a token. */
    private static final double PUNCTUAL_MS = 2.5;

    private static final Duration START_AND_TAIL = Duration.ofMinutes(2);

    private final Path folder;
    private final Vertx vertx = Vertx.vertx();

    PlanAgreementTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void theSuiteDoesWhatThePlanRunSays() throws Exception {
        var trace = LongPrompts.in(folder, REQUESTS);
        var site = Files.writeString(folder.resolve("site.yaml"), PlannedSite.CONFIG);
        try (var suite = SuiteProcess.up(folder, "--config", site.toString())) {
            var ready = suite.ready();
            // Other texts than the trace's, of which the caches then know nothing.
            replay(ready.developer(), LongPrompts.WARM_UP, LongPrompts.WARM_UP_REQUESTS, 1, 1);
            var before = FleetMeter.whenIdle(ready.admin(), PlannedSite.IDLE_WATTS);
            var punctuality = Punctuality.watching();
            var replayed = replay(ready.developer(), trace, REQUESTS, SPEED, 0);
            var lateMs = punctuality.p95Ms();
            var after = FleetMeter.whenIdle(ready.admin(), PlannedSite.IDLE_WATTS);
            var joules = joulesOfTheRun(before, after, replayed);
            var compared = compared(trace, replayed, joules);
            var agreement = Agreement.middle(compared);
            var tails = Agreement.nearest(compared);
            tell(replayed, agreement, lateMs);
            assertEquals(REQUESTS, replayed.requests().completed(), replayed::toString);
            assumeTrue(
                    lateMs <= PUNCTUAL_MS,
                    () -> "other work made this machine %.1f ms late".formatted(lateMs));
            assertTrue(agreement.worst() <= TOLERANCE, agreement::text);
            assertTrue(tails.worstTail() <= TAIL_TOLERANCE, tails::text);
        }
    }

    private static void tell(RunReport replayed, Agreement agreement, double lateMs) {
        System.out.printf(
                "%s, %d requests at %.1f times its speed, middle of %d plan runs, waits late by"
                        + " %.1f ms (p95)%n%s",
                replayed.label().trace(), REQUESTS, SPEED, SEEDS, lateMs, agreement.text());
    }

    private static List<Agreement> compared(TraceSource source, RunReport replayed, double joules)
            throws IOException {
        var loaded = assertInstanceOf(TraceReading.Accepted.class, source.load(REQUESTS)).trace();
        var planned =
                LongStream.rangeClosed(1, SEEDS)
                        .mapToObj(seed -> PlannedSite.run(loaded, SPEED, seed))
                        .toList();
        planned.forEach(run -> assertEquals(REQUESTS, run.requests().completed(), run::toString));
        return planned.stream().map(run -> Agreement.of(replayed, run, joules)).toList();
    }

    /** Without what the idle fleet took before the first request and after the last answer. */
    private static double joulesOfTheRun(FleetMeter before, FleetMeter after, RunReport run) {
        var around = after.secondsSince(before) - run.durationUs() / 1e6;
        return after.joulesSince(before) - around * PlannedSite.IDLE_WATTS;
    }

    private RunReport replay(Api api, TraceSource trace, int requests, double speed, long salt)
            throws Exception {
        var options =
                new ReplayOptions(
                        new ChatTarget(api.url(), api.key(), PlannedSite.MODEL, true, false),
                        trace,
                        requests,
                        speed,
                        salt,
                        PlannedSite.SLO,
                        ReplayOptions.Outputs.NONE,
                        Configuration.defaults(ReplayConfig.class));
        return Replay.run(vertx, options, ProgressListener.NONE)
                .await(START_AND_TAIL.toSeconds() + REQUESTS, TimeUnit.SECONDS);
    }
}
