// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.wattmill.kit.testing.Await;
import io.wattmill.standalone.ledger.AckFile;
import io.wattmill.standalone.ledger.BooksReport;
import io.wattmill.standalone.ledger.LedgerVerdict;
import io.wattmill.standalone.ledger.LedgerVerification;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * One round: a replay, beside it a client that leaves in the middle of a stream and one whose
 * engine dies, a fault; then the suite again, and its books.
 */
final class CrashRound {
    private static final List<String> INVARIANTS =
            List.of("B-I1", "B-I2", "B-I3", "B-I4", "B-I5", "B-I8", "B-I12");
    private static final int LONG_ANSWER = 2_000;

    private static final String ENGINE = "node-1";
    private static final int MOST_LOADS = 5;
    private static final int KILLED = 137;
    private static final Duration LONGEST_LOAD = Duration.ofSeconds(180);

    private final Vertx vertx;
    private final CrashSite site;
    private final Fault fault;
    private final Random chance;

    CrashRound(Vertx vertx, CrashSite site, Fault fault, long seed) {
        this.vertx = vertx;
        this.site = site;
        this.fault = fault;
        this.chance = new Random(seed);
    }

    /** What happened, in a line. */
    String run() throws Exception {
        if (fault instanceof Fault.Halt(var place)) {
            site.restart("-Dwattmill.crash=" + place);
        }
        var load = load();
        var strangers = Thread.ofVirtual().start(this::strangers);
        load = strike(load);
        var survived = site.suite().isAlive();
        var report = survived ? load.report() : load.stop();
        strangers.join();
        if (!survived) {
            site.restart();
        }
        requireServing();
        var verdict = requireHolds();
        return "%d completed, %d failed %s; %d acks on the ledger once"
                .formatted(
                        report.requests().completed(),
                        report.requests().failed(),
                        report.errors().stream()
                                .map(
                                        error ->
                                                error.count()
                                                        + " "
                                                        + error.error().label()
                                                        + ": "
                                                        + error.example())
                                .toList(),
                        verdict.acks().ids().size());
    }

    private ReplayLoad load() {
        return ReplayLoad.start(vertx, site.ready().developer(), site.acks(), chance.nextLong());
    }

    /** The load during which the fault came. */
    private ReplayLoad strike(ReplayLoad load) throws Exception {
        switch (fault) {
            case Fault.Halt _ -> {
                return untilHalted(load);
            }
            case Fault.Kill(var acks) -> {
                awaitAcks(load, acks);
                site.suite().kill();
            }
            case Fault.KillDatabase(var acks) -> {
                awaitAcks(load, acks);
                killDatabase();
            }
            case Fault.Pause(var acks, var length) -> {
                awaitAcks(load, acks);
                site.signal("STOP");
                // The pause is the fault, not a wait for something.
                Thread.sleep(length);
                site.signal("CONT");
            }
            case Fault.CrashEngine(var acks) -> {
                awaitAcks(load, acks);
                command("crash");
                load.report();
                command("restore");
            }
        }
        return load;
    }

    /** On a slow machine one load may be too short for the place to be passed often enough. */
    private ReplayLoad untilHalted(ReplayLoad first) throws Exception {
        var load = first;
        for (var loads = 1; !haltedDuring(load); loads++) {
            assertTrue(loads < MOST_LOADS, "the place is passed: " + site.suite().output());
            load = load();
        }
        assertEquals(KILLED, site.suite().exitCode(), site.suite()::output);
        return load;
    }

    private boolean haltedDuring(ReplayLoad load) {
        Await.until(() -> !site.suite().isAlive() || load.isOver(), "halt or end", LONGEST_LOAD);
        return !site.suite().isAlive();
    }

    private static void awaitAcks(ReplayLoad load, int acks) {
        Await.until(
                () -> load.acks() >= acks || load.isOver(), acks + " responses", Patience.LIMIT);
        assertTrue(load.acks() >= acks, "the load ran until the fault");
    }

    private void command(String command) {
        var path = "/twin/emulator/nodes/" + ENGINE + "/" + command;
        var reply = site.ready().admin().post(path, "");
        assertEquals(200, reply.statusCode(), reply::body);
    }

    private void killDatabase() {
        var server = site.postmaster();
        ProcessHandle.of(server).orElseThrow().destroyForcibly();
        Await.until(
                () -> site.postmaster() != server && site.postmaster() != 0,
                "a new server",
                Patience.LIMIT);
    }

    /** Whoever was given an id is on the ledger, even if the suite died under them. */
    private void strangers() {
        try {
            leave();
            meetADyingEngine();
        } catch (UncheckedIOException _) {
            // The suite went away before it gave out an id.
        }
    }

    private void leave() {
        var reply = site.ready().developer().stream(Api.MODEL, "a long story", LONG_ANSWER);
        reply.headers().firstValue("x-request-id").ifPresent(this::note);
        readSome(reply.body());
    }

    private void readSome(InputStream body) {
        try (var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            for (var left = chance.nextInt(1, 60); left > 0 && lines.readLine() != null; left--) {
                // One more line of the answer.
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void meetADyingEngine() {
        var reply = site.ready().developer().wholeStream(DoomedEngine.MODEL, "hello", 50);
        reply.headers().firstValue("x-request-id").ifPresent(this::note);
    }

    private void note(String id) {
        try {
            Files.writeString(
                    site.acks(),
                    id + "\n",
                    StandardCharsets.US_ASCII,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void requireServing() {
        var api = site.ready().developer();
        Patience.until(
                () -> api.chat(Api.MODEL, "are you there?", 4),
                reply -> reply.statusCode() == 200,
                "serving");
    }

    private LedgerVerdict requireHolds() throws Exception {
        var ready = site.ready();
        var verdict =
                LedgerVerification.of(
                        ready.url(),
                        ready.adminKey(),
                        AckFile.read(site.acks()),
                        Patience.LIMIT,
                        _ -> {});
        assertTrue(verdict.holds(), () -> String.join("\n", verdict.lines()));
        var names = verdict.books().checks().stream().map(BooksReport.Check::name).toList();
        for (var invariant : INVARIANTS) {
            assertTrue(
                    names.stream().anyMatch(name -> name.split(" ", 2)[0].equals(invariant)),
                    names::toString);
        }
        return verdict;
    }
}
