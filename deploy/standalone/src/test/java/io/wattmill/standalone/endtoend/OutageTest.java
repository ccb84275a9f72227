// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** PostgreSQL away for a while: completions go on, and the books balance after. */
@ExtendWith(SharedSuite.class)
class OutageTest {
    private static final Duration OUTAGE = Duration.ofSeconds(3);

    private final LiveSuite suite;

    OutageTest(LiveSuite suite) {
        this.suite = suite;
    }

    @Test
    void completionsGoOnWhileTheDatabaseHangs() throws Exception {
        var server = suite.postmaster();
        var ids = new ArrayList<String>();
        try {
            signal("STOP", server);
            var end = System.nanoTime() + OUTAGE.toNanos();
            while (System.nanoTime() < end) {
                ids.add(complete());
            }
        } finally {
            signal("CONT", server);
        }
        requireBooked(ids);
    }

    @Test
    void completionsGoOnWhileTheDatabaseIsDeadAndRestarted() throws Exception {
        var server = suite.postmaster();
        ProcessHandle.of(server).orElseThrow().destroyForcibly();
        var ids = new ArrayList<String>();
        Await.until(
                () -> {
                    ids.add(complete());
                    return restarted(server);
                },
                "a new server",
                Patience.LIMIT);
        ids.add(complete());
        requireBooked(ids);
    }

    private String complete() {
        var reply = suite.developer().chat(Api.MODEL, "are you there?", 4);
        assertEquals(200, reply.statusCode(), reply::body);
        return reply.headers().firstValue("x-request-id").orElseThrow();
    }

    private void requireBooked(List<String> ids) {
        assertTrue(ids.size() > 1);
        ids.forEach(id -> assertEquals(id, suite.developer().ledger(id).path("id").asText()));
        Books.requireBalanced(suite.admin());
    }

    private boolean restarted(long old) {
        try {
            return suite.postmaster() != old;
        } catch (IOException _) {
            return false;
        }
    }

    /** To the server, which then makes no more children, and to those that it has. */
    private static void signal(String name, long server) throws Exception {
        assertTrue(isTold(name, server), name);
        for (var child : ProcessHandle.of(server).orElseThrow().descendants().toList()) {
            assertTrue(isTold(name, child.pid()) || !child.isAlive(), name + " " + child.info());
        }
    }

    private static boolean isTold(String name, long pid) throws Exception {
        return new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor() == 0;
    }
}
