// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.standalone.cli.Wattmill;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/** `budgets` on a live suite. */
@ExtendWith(SharedSuite.class)
class BudgetsTest {
    private final LiveSuite suite;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    BudgetsTest(LiveSuite suite) {
        this.suite = suite;
    }

    @Test
    void areSetListedAndRemoved() {
        assertEquals(0, set("--amount", "2.5", "--unit", "USD", "--window", "day"), err::toString);
        assertEquals(0, run("list"), err::toString);
        assertTrue(out.toString().contains("2.5 USD"), out::toString);
        assertTrue(out.toString().lines().allMatch(line -> line.length() <= 96), out::toString);
        assertEquals(0, run("list", "--json"));
        assertEquals("day", Api.parse(out.toString()).path(0).path("window").asText());
        assertEquals(0, run("remove", "cli"), err::toString);
        assertEquals(0, run("list"));
        assertFalse(out.toString().contains("2.5 USD"), out::toString);
        Patience.until(
                () -> suite.admin().json("/health/ready").toString(),
                ready -> ready.contains("\"0 budgets"),
                "the gateway knows that there is none");
    }

    @Test
    void aMistakeIsNamedWithItsFix() {
        assertEquals(1, set("--amount", "5", "--unit", "USD"));
        assertTrue(err.toString().contains("window is day or month"), err::toString);
        assertEquals(1, run("remove", "nobody"));
        assertTrue(err.toString().contains("no budget 'nobody'"), err::toString);
        assertEquals(2, run("remove", "a/b"));
    }

    private int set(String... words) {
        List<String> all = new ArrayList<>(List.of("set", "cli", "--project", "demo"));
        all.addAll(List.of(words));
        return run(all.toArray(String[]::new));
    }

    private int run(String... words) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        List<String> all = new ArrayList<>(List.of("budgets"));
        all.addAll(List.of(words));
        all.addAll(List.of("--url", suite.url().toString(), "--key", suite.keys().admin()));
        return Wattmill.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }
}
