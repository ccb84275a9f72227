// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** The suite is killed under load; what clients got is on the ledger, once. */
class KillTest {
    private static final int REQUESTS = 150;
    private static final int CLIENTS = 12;
    private static final int EARLIEST = 30;
    private static final int LATEST = 120;

    private final Path folder;
    private final Queue<String> acks = new ConcurrentLinkedQueue<>();

    KillTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void everyResponseReceivedInFullIsOnTheLedgerOnce() throws Exception {
        var seed = Long.getLong("wattmill.seed", System.nanoTime());
        System.out.println("KillTest seed " + seed + " (repeat with -Dwattmill.seed=" + seed + ")");
        var killAfter = new Random(seed).nextInt(EARLIEST, LATEST);
        try (var suite = SuiteProcess.up(folder, "--nodes", "2")) {
            underLoad(suite, killAfter);
        }
        assertTrue(acks.size() >= killAfter, "the load ran until the kill");

        try (var again = SuiteProcess.up(folder, "--nodes", "2")) {
            var ready = again.ready();
            for (var id : acks) {
                var found = ready.developer().ledger(id);
                assertEquals(id, found.path("id").asText(), found::toPrettyString);
            }
            Books.requireBalanced(ready.admin());
        }
    }

    private void underLoad(SuiteProcess suite, int killAfter) throws Exception {
        var api = suite.ready().developer();
        try (var clients = Executors.newFixedThreadPool(CLIENTS)) {
            IntStream.range(0, REQUESTS)
                    .forEach(n -> clients.submit(() -> ask(suite, api, n, killAfter)));
        }
    }

    /** One request; its id is acknowledged once the response is here in full. */
    private void ask(SuiteProcess suite, Api api, int n, int killAfter) {
        complete(api, n).ifPresent(acks::add);
        if (acks.size() >= killAfter) {
            suite.kill();
        }
    }

    private static Optional<String> complete(Api api, int n) {
        try {
            var reply =
                    n % 2 == 0
                            ? api.chat(Api.MODEL, "short " + n, 4 + n % 9)
                            : api.wholeStream(Api.MODEL, "short " + n, 4 + n % 9);
            assertFalse(reply.statusCode() == 200 && reply.body().isEmpty());
            return reply.statusCode() == 200
                    ? reply.headers().firstValue("x-request-id")
                    : Optional.empty();
        } catch (UncheckedIOException _) {
            return Optional.empty();
        }
    }
}
