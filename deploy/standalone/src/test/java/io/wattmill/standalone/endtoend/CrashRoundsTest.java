// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.vertx.core.Vertx;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Rounds of a replay in which something goes wrong. After each the ledger has every response that
 * was received in full exactly once, every check of the books holds, and the suite serves again
 * without a hand. All rounds share one data folder, and what one left behind is checked again by
 * those after it. {@code deploy/measure/crash-rounds} runs hundreds.
 */
class CrashRoundsTest {
    private static final int ROUNDS = Integer.getInteger("wattmill.rounds", 5);
    private static final List<Fault.Kind> KINDS =
            Stream.of(System.getProperty("wattmill.faults", "").split(","))
                    .filter(name -> !name.isBlank())
                    .map(name -> Fault.Kind.valueOf(name.strip().toUpperCase(Locale.ROOT)))
                    .toList();
    private static final Duration PAUSE =
            Duration.ofMillis(Long.getLong("wattmill.pause-ms", 2_000));

    private final Path folder;
    private final Vertx vertx = Vertx.vertx();

    CrashRoundsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void afterEachFaultTheBooksHoldAndTheSuiteServesAgain() throws Exception {
        var seed = Long.getLong("wattmill.seed", System.nanoTime());
        System.out.println(
                "crash rounds: seed %1$d (repeat with -Dwattmill.seed=%1$d)".formatted(seed));
        var chance = new Random(seed);
        try (var engine = DoomedEngine.start();
                var site = new CrashSite(folder, engine)) {
            var due = new ArrayList<Fault.Kind>();
            for (var round = 1; round <= ROUNDS; round++) {
                if (due.isEmpty()) {
                    due.addAll(KINDS.isEmpty() ? List.of(Fault.Kind.values()) : KINDS);
                    Collections.shuffle(due, chance);
                }
                var fault = Fault.of(due.removeLast(), chance, PAUSE);
                var outcome = new CrashRound(vertx, site, fault, chance.nextLong()).run();
                System.out.println("round %d: %s: %s".formatted(round, fault, outcome));
            }
            assertFalse(
                    Books.detail(Books.requireBalanced(site.ready().admin()), "B-I12")
                            .startsWith("0 "),
                    "windows were checked");
        }
    }
}
