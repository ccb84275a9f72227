// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

class ReferenceCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... words) {
        return Wattmill.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(words);
    }

    @Test
    void settingsAreThoseBelowAPath() {
        assertEquals(ExitCode.OK, run("reference", "settings", "agent.engines"));
        var text = out.toString();
        for (var path : List.of("`agent.engines`", "`agent.engines[].url`")) {
            assertTrue(text.contains(path), text);
        }
        assertFalse(text.contains("`agent.node-id`"), text);
    }

    @Test
    void aPathOfNothingIsRefusedWithTheSections() {
        assertEquals(ExitCode.USAGE, run("reference", "settings", "gateway.htp"));
        assertTrue(
                err.toString().contains("'gateway.htp'; sections are [agent, billing"),
                err::toString);
    }

    @Test
    void metricsAreAPage() {
        assertEquals(ExitCode.OK, run("reference", "metrics"));
        assertTrue(out.toString().contains("| `wattmill_settle_rejected_total` | counter |"));
    }
}
