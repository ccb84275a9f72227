// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Rounds in which something goes wrong while gateways, agents and people speak to billing. After
 * each, everything that was acknowledged is in the books exactly once, and every check of the books
 * holds. {@code deploy/measure/ledger-crash-rounds} runs hundreds.
 */
final class LedgerCrashTest {

    /** One of each, unless so many rounds are asked for. */
    private static final List<List<Fault>> KINDS =
            List.of(
                    List.of(Fault.BEFORE_COMMIT, Fault.AFTER_COMMIT, Fault.IN_LEASE),
                    List.of(
                            Fault.IN_METER,
                            Fault.IN_ATTRIBUTION,
                            Fault.IN_SEALING,
                            Fault.IN_JANITOR,
                            Fault.IN_ADJUSTMENT,
                            Fault.IN_ROLLUP),
                    List.of(Fault.KILL),
                    List.of(Fault.POSTGRES),
                    List.of(Fault.ZOMBIE),
                    List.of(Fault.EVENTS, Fault.CLOCK),
                    List.of(Fault.DEADLOCKS, Fault.SERIALIZATION, Fault.POOL),
                    List.of(Fault.DISK_FULL, Fault.RESTORE, Fault.UPGRADE));

    private static final int ROUNDS = Integer.getInteger("wattmill.rounds", KINDS.size());
    private static final List<Fault> FAULTS =
            Stream.of(System.getProperty("wattmill.faults", "").split(","))
                    .filter(name -> !name.isBlank())
                    .map(Fault::named)
                    .toList();

    private static final int CONTROL_ROUNDS = 5;

    private final Path folder;
    private final Vertx vertx = Vertx.vertx();

    LedgerCrashTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @AfterEach
    void close() {
        Await.await(vertx.close());
    }

    @Test
    void everythingAcknowledgedIsBookedOnceWhateverGoesWrong() throws Exception {
        long seed = Long.getLong("wattmill.seed", System.nanoTime());
        System.out.println("ledger crash rounds: seed " + seed);
        try (Site site = new Site(vertx, folder, new PostgresProcess(folder.resolve("pg")))) {
            Rounds rounds = new Rounds(site, seed);
            for (Fault fault : program(new Random(seed))) {
                rounds.run(fault);
            }
            // How often records conflict is a matter of chance; these rounds wait until one does.
            int more = 0;
            while (isWhole() && more < 3 && rounds.most().containsValue(0L)) {
                rounds.run(Fault.EVENTS);
                more++;
            }
            rounds.held().forEach((fault, held) -> System.out.printf("%-16s %d%n", fault, held));
            assertFalse(
                    isWhole() && rounds.most().containsValue(0L),
                    () -> "nothing to check: " + rounds.most());
            assertEquals(ROUNDS + more, rounds.held().values().stream().mapToInt(n -> n).sum());
        }
    }

    /**
     * The same proof where billing's sessions are told of a commit before its log is on disk: it
     * has to miss something. The log is written each ten seconds here, so that one death loses what
     * was acknowledged within them; that a round loses nothing takes a death in the moment after a
     * write, and {@value #CONTROL_ROUNDS} such moments in a row are not expected in the life of
     * this test.
     */
    @Test
    void aDatabaseThatAcknowledgesTooEarlyIsFoundOut() throws Exception {
        long seed = Long.getLong("wattmill.seed", System.nanoTime());
        System.out.println("negative control: seed " + seed);
        PostgresProcess postgres = new PostgresProcess(folder.resolve("pg"));
        postgres.set("wal_writer_delay", "10s");
        postgres.set("wal_buffers", "64MB");
        postgres.set("wal_writer_flush_after", "64MB");
        try (Site site = new Site(vertx, folder, postgres)) {
            site.acknowledgeEarly();
            Rounds rounds = new Rounds(site, seed);
            List<String> found = control(rounds);
            assertTrue(found.stream().anyMatch(LedgerCrashTest::tellsOfALoss), found::toString);
        }
    }

    /** What rounds say until one tells of a loss: others may have lost a lease, and no request. */
    private static List<String> control(Rounds rounds) throws Exception {
        List<String> found = new ArrayList<>();
        for (int i = 0;
                i < CONTROL_ROUNDS && found.stream().noneMatch(said -> tellsOfALoss(said));
                i++) {
            try {
                rounds.run(Fault.POSTGRES);
            } catch (AssertionError e) {
                found.add(String.valueOf(e.getMessage()));
            }
        }
        return found;
    }

    private static boolean tellsOfALoss(String found) {
        return found.contains("was acknowledged and is not booked");
    }

    /** Enough of everything happens that each check has something to look at. */
    private static boolean isWhole() {
        return FAULTS.isEmpty() && ROUNDS >= KINDS.size();
    }

    /** One fault of each kind, or each fault in turn until there are enough; by chance. */
    private static List<Fault> program(Random chance) {
        List<Fault> program = new ArrayList<>();
        if (FAULTS.isEmpty() && ROUNDS == KINDS.size()) {
            KINDS.forEach(kind -> program.add(kind.get(chance.nextInt(kind.size()))));
            Collections.shuffle(program, chance);
        }
        while (program.size() < ROUNDS) {
            List<Fault> turn = new ArrayList<>(FAULTS.isEmpty() ? List.of(Fault.values()) : FAULTS);
            Collections.shuffle(turn, chance);
            program.addAll(turn);
        }
        return program.subList(0, ROUNDS);
    }
}
