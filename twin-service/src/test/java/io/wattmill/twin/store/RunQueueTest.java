// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.config.ConfigException;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.postgres.PostgresConfig;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.testing.TestPostgres;
import io.wattmill.twin.runs.PlanEntry;
import io.wattmill.twin.runs.PlanRecord;
import io.wattmill.twin.runs.RunAsked;
import io.wattmill.twin.runs.RunFacts;
import io.wattmill.twin.runs.RunRecord;
import io.wattmill.twin.runs.RunState;
import io.wattmill.twin.runs.RunWork;
import io.wattmill.twin.runs.RunWork.Outcome;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

/** On a real PostgreSQL; the work is a stand-in that goes on for as long as a test wants. */
class RunQueueTest {
    private static final String SHA = "0".repeat(64);
    private static final RunFacts FACTS =
            new RunFacts("works", "conversation", "00", new TreeMap<>(Map.of("table", "1")));

    private final Vertx vertx = Vertx.vertx();
    private final PostgresConfig postgres = TestPostgres.fresh();
    private Duration longest = Duration.ofMinutes(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);

    private static RunsConfig usual() {
        return Configuration.parse("{}", Map.of()).section("runs", RunsConfig.class);
    }

    private RunsConfig config(int maxQueued, int maxKept) {
        return new RunsConfig(
                true,
                1,
                maxQueued,
                maxKept,
                2,
                1_000,
                1_000,
                Optional.empty(),
                1_000,
                longest,
                Duration.ofMillis(50),
                Duration.ofMinutes(1));
    }

    private RunQueue open(RunsConfig config, RunWork work) {
        return Await.await(RunQueue.open(ServiceContext.of(vertx), postgres, config, "test", work));
    }

    private static Outcome done(String yaml, RunAsked asked, RunWork.Watch watch) {
        watch.goOn(500_000);
        return new Outcome.Done(
                (yaml + asked.seed()).getBytes(java.nio.charset.StandardCharsets.UTF_8),
                new TreeMap<>(Map.of("output_tokens_per_s", 12.5)),
                FACTS);
    }

    /** Goes on until it is told to end, or the test lets it. */
    private Outcome endless(String yaml, RunAsked asked, RunWork.Watch watch) {
        while (watch.goOn(250_000)) {
            if (mayEnd.getCount() == 0) {
                return done(yaml, asked, watch);
            }
            Thread.onSpinWait();
        }
        return new Outcome.Ended();
    }

    private static RunAsked asked(long seed) {
        return RunAsked.of(RunAsked.CONVERSATION, seed, 10, Optional.empty());
    }

    private static PlanRecord plan(RunQueue queue) {
        return Await.await(queue.keep("hall", SHA, "site: {}", "kai"));
    }

    private static UUID submit(RunQueue queue, long seed) {
        return Await.await(queue.submit(plan(queue), asked(seed), "kai")).orElseThrow().id();
    }

    private static RunRecord run(RunQueue queue, UUID id) {
        return Await.await(queue.run(id)).orElseThrow();
    }

    private static void until(RunQueue queue, UUID id, RunState state) {
        Await.until(() -> run(queue, id).state() == state, id + " " + state);
    }

    @AfterEach
    void close() {
        mayEnd.countDown();
        Await.await(vertx.close());
    }

    @Test
    void keepsPlansOnceAndRunsWithAllThatTheyFollowFrom() {
        var queue = open(config(10, 10), RunQueueTest::done);
        var plan = plan(queue);
        assertEquals(plan, Await.await(queue.keep("other", SHA, "site: {}", "lee")));
        assertEquals(plan, Await.await(queue.plan(plan.id())).orElseThrow());
        assertEquals(List.of(plan.entry()), Await.await(queue.plans(10)));
        var id = submit(queue, 7);
        until(queue, id, RunState.DONE);
        var run = run(queue, id);
        assertEquals(asked(7), run.asked());
        assertEquals(SHA, run.planSha256());
        assertEquals("test", run.version());
        assertEquals(1_000_000, run.progressPpm());
        assertEquals(12.5, run.summary().get("output_tokens_per_s"));
        assertEquals(FACTS, run.facts());
        assertArrayEquals(
                "site: {}7".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                Await.await(queue.answer(id)).orElseThrow().getBytes());
        Await.await(queue.close());
    }

    @Test
    void refusesMoreThanMayWait() {
        var queue = open(config(1, 10), this::endless);
        var first = submit(queue, 1);
        until(queue, first, RunState.RUNNING);
        submit(queue, 2);
        assertTrue(Await.await(queue.submit(plan(queue), asked(3), "kai")).isEmpty());
        Await.await(queue.close());
    }

    @Test
    void saysHowFarARunIsAndEndsIt() {
        var queue = open(config(10, 10), this::endless);
        var running = submit(queue, 1);
        var waiting = submit(queue, 2);
        Await.until(() -> run(queue, running).progressPpm() == 250_000, "progress");
        assertTrue(Await.await(queue.cancel(waiting)));
        assertEquals(RunState.CANCELLED, run(queue, waiting).state());
        assertTrue(Await.await(queue.cancel(running)));
        until(queue, running, RunState.CANCELLED);
        assertFalse(Await.await(queue.cancel(running)));
        Await.await(queue.close());
    }

    @Test
    void marksARunWhoseProcessIsGone() {
        var queue = open(config(10, 10), RunQueueTest::done);
        var id = submit(queue, 1);
        until(queue, id, RunState.DONE);
        orphan(id);
        until(queue, id, RunState.INTERRUPTED);
        Await.await(queue.close());
    }

    /** As a process leaves it that is killed while it runs. */
    private void orphan(UUID id) {
        var pool = Await.await(io.wattmill.kit.postgres.Database.open(vertx, postgres, "twin"));
        Await.await(
                pool.preparedQuery(
                                "UPDATE run SET state = 'running', answer = NULL, heard_at_us = 1"
                                        + " WHERE id = $1")
                        .execute(io.vertx.sqlclient.Tuple.of(id)));
        Await.await(pool.close());
    }

    @Test
    void interruptsWhatGoesWhenItStopsAndGoesOnWithWhatWaits() {
        var queue = open(config(10, 10), this::endless);
        var running = submit(queue, 1);
        until(queue, running, RunState.RUNNING);
        var waiting = submit(queue, 2);
        Await.await(queue.close());
        var next = open(config(10, 10), RunQueueTest::done);
        assertEquals(RunState.INTERRUPTED, run(next, running).state());
        until(next, waiting, RunState.DONE);
        Await.await(next.close());
    }

    @Test
    void recordsWhyARunFailed() {
        var queue =
                open(
                        config(10, 10),
                        (_, asked, _) -> {
                            if (asked.seed() == 1) {
                                throw new IllegalStateException("out of luck");
                            }
                            return new Outcome.Refused("no racks");
                        });
        var broken = submit(queue, 1);
        var refused = submit(queue, 2);
        until(queue, broken, RunState.FAILED);
        until(queue, refused, RunState.FAILED);
        assertTrue(run(queue, broken).error().orElseThrow().contains("out of luck"));
        assertEquals(Optional.of("no racks"), run(queue, refused).error());
        Await.await(queue.close());
    }

    @Test
    void keepsTheNewestRunsOnly() {
        var queue = open(config(10, 2), RunQueueTest::done);
        for (int seed = 1; seed <= 4; seed++) {
            until(queue, submit(queue, seed), RunState.DONE);
        }
        Await.until(() -> Await.await(queue.runs(10)).size() == 2, "two runs kept");
        assertEquals(4, Await.await(queue.runs(10)).getFirst().asked().seed());
        Await.await(queue.close());
    }

    @Test
    void keepsPlansWithARunAndTheNewestOfTheOthers() {
        var queue = open(config(10, 10), RunQueueTest::done);
        until(queue, submit(queue, 1), RunState.DONE);
        for (int i = 1; i <= 4; i++) {
            Await.await(queue.keep("hall-" + i, String.valueOf(i).repeat(64), "site: {}", "kai"));
        }
        Await.until(
                () ->
                        Await.await(queue.plans(10)).stream()
                                .map(PlanEntry::name)
                                .toList()
                                .equals(List.of("hall-4", "hall-3", "hall")),
                "two plans without a run, and that of the run");
        Await.await(queue.close());
    }

    @Test
    void twinsWhoseClocksDifferLeaveEachOthersRunsAlone() {
        var one = open(config(10, 10), this::endless);
        var id = submit(one, 1);
        until(one, id, RunState.RUNNING);
        var usual = ServiceContext.of(vertx);
        var ahead =
                new ServiceContext(
                        vertx,
                        usual.metrics(),
                        () -> usual.clock().nowUs() + 3_600_000_000L,
                        usual.ticker(),
                        usual.health(),
                        usual.bus(),
                        usual.tls());
        // what it opens with is a sweep
        var other =
                Await.await(
                        RunQueue.open(ahead, postgres, config(10, 10), "test", RunQueueTest::done));
        assertEquals(RunState.RUNNING, run(one, id).state());
        Await.await(other.close());
        Await.await(one.close());
    }

    @Test
    void refusesASilenceThatAHeartbeatOrTwoMayTake() {
        var said =
                assertThrows(
                        ConfigException.class,
                        () ->
                                Configuration.parse("runs: {heartbeat: 1s, silence: 4s}", Map.of())
                                        .section("runs", RunsConfig.class));
        assertTrue(String.valueOf(said.getMessage()).contains("give at least 5000 ms"));
    }

    @Test
    void lessThanOneTooManyWaitsHoweverManyAskAtOnce() {
        var queue = open(config(3, 10), this::endless);
        until(queue, submit(queue, 1), RunState.RUNNING);
        var plan = plan(queue);
        var asked =
                IntStream.range(0, 40)
                        .mapToObj(seed -> queue.submit(plan, asked(seed), "kai"))
                        .toList();
        long taken = asked.stream().filter(each -> Await.await(each).isPresent()).count();
        assertEquals(3, taken);
        Await.await(queue.close());
    }

    @Test
    void aRunThatIsTakenWhileItStopsIsInterrupted() {
        for (int round = 0; round < 5; round++) {
            var queue = open(config(10, 10), this::endless);
            var id = submit(queue, round);
            Await.await(queue.close());
            var next = open(config(10, 100), this::endless);
            var state = run(next, id).state();
            assertTrue(
                    Set.of(RunState.INTERRUPTED, RunState.QUEUED, RunState.RUNNING).contains(state),
                    state + " " + run(next, id).error());
            Await.await(queue.cancel(id).otherwise(false));
            Await.await(next.close());
        }
    }

    @Test
    void leavesNothingOpenWhenItCannotOpen() throws SQLException {
        Await.await(open(config(10, 10), RunQueueTest::done).close());
        harm("ALTER TABLE twin.run RENAME TO gone");
        var opened =
                RunQueue.open(
                        ServiceContext.of(vertx),
                        postgres,
                        config(10, 10),
                        "test",
                        RunQueueTest::done);
        assertThrows(Exception.class, () -> Await.await(opened));
        Await.until(() -> connections() == 0, "no connection left");
    }

    private void harm(String sql) throws SQLException {
        try (var connection = owner();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Connection owner() throws SQLException {
        return DriverManager.getConnection(
                postgres.jdbcUrl(), postgres.migrationUser(), postgres.migrationPassword());
    }

    private int connections() {
        try (var connection = owner();
                var statement = connection.createStatement();
                var found =
                        statement.executeQuery(
                                "SELECT count(*) FROM pg_stat_activity WHERE application_name ="
                                        + " 'wattmill-twin' AND datname = current_database()")) {
            found.next();
            return found.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void endsARunThatGoesOnForTooLongAndSaysWhy() {
        longest = Duration.ofSeconds(2);
        var queue = open(config(10, 10), this::endless);
        var id = submit(queue, 1);
        until(queue, id, RunState.FAILED);
        var error = run(queue, id).error().orElseThrow();
        assertTrue(error.contains("twin.runs.max-duration"), error);
        assertTrue(error.contains("25 % done"), error);
        Await.await(queue.close());
    }

    @Test
    void doesNotBeginWhatWouldTakeTooMuch() {
        longest = Duration.ofMillis(60);
        var queue =
                open(
                        config(10, 10),
                        (_, _, _) -> {
                            throw new IllegalStateException("it began");
                        });
        var asked = RunAsked.of(RunAsked.CONVERSATION, 1, 10_000_000, Optional.empty());
        var run = Await.await(queue.submit(plan(queue), asked, "kai")).orElseThrow();
        until(queue, run.id(), RunState.FAILED);
        var error = run(queue, run.id()).error().orElseThrow();
        assertTrue(error.startsWith("10,000,000 requests need some "), error);
        assertTrue(error.contains("ask for at most some "), error);
        Await.await(queue.close());
    }

    @Test
    void isOffUnlessItIsAskedFor() {
        assertFalse(usual().enabled());
    }
}
