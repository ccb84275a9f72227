// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;

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

    private static final int ROUNDS = Integer.getInteger("wattmill.rounds", 8);
    private static final List<Fault> FAULTS =
            Stream.of(System.getProperty("wattmill.faults", "").split(","))
                    .filter(name -> !name.isBlank())
                    .map(Fault::named)
                    .toList();

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
            rounds.held().forEach((fault, held) -> System.out.printf("%-16s %d%n", fault, held));
            assertEquals(ROUNDS, rounds.held().values().stream().mapToInt(n -> n).sum());
        }
    }

    /** Each fault in turn, in an order by chance, until there are enough rounds. */
    private static List<Fault> program(Random chance) {
        List<Fault> program = new ArrayList<>();
        while (program.size() < ROUNDS) {
            List<Fault> turn = new ArrayList<>(FAULTS.isEmpty() ? List.of(Fault.values()) : FAULTS);
            Collections.shuffle(turn, chance);
            program.addAll(turn);
        }
        return program.subList(0, ROUNDS);
    }
}
