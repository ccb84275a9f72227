// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.twin.trace.Chains;
import io.wattmill.twin.trace.Trace;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;

class AgentSessionsTest {
    private static String row(long atUs, String input, String output, String session) {
        return "{\"timestamp\":%d,\"input\":\"%s\",\"output\":\"%s\",\"session_id\":\"%s\"}\n"
                .formatted(atUs, input, output, session);
    }

    private static TraceReading read(String... files) {
        return read(ReadLimits.USUAL, files);
    }

    private static TraceReading read(ReadLimits limits, String... files) {
        try {
            AgentSessions sessions = new AgentSessions(limits);
            for (int i = 0; i < files.length; i++) {
                sessions.file("s" + i, new StringReader(files[i]));
            }
            return sessions.reading("sessions", 1_000);
        } catch (IOException e) {
            throw new AssertionError("a text in memory does not fail", e);
        }
    }

    @Test
    void chainsTheTurnsOfASessionInTheOrderOfTheirTimes() {
        String begin = "a".repeat(64);
        String text =
                row(5_000_000, begin + "bc", "x".repeat(240), "one")
                        + row(1_000_000, begin, "", "one")
                        + row(2_000_000, "other", "y", "two");
        Trace trace = assertInstanceOf(TraceReading.Accepted.class, read(text)).trace();
        assertEquals(3, trace.requests().size());
        Chains chains = trace.chains();
        assertEquals(
                List.of(-1, 0, -1), List.of(chains.after(0), chains.after(1), chains.after(2)));
        // The first answer is one token: a sixtieth of a second; the rest of four was the tool.
        assertEquals(4_000_000 - 16_666, chains.waitUs(1));
        assertEquals(List.of(0L, 0L, 1_000_000L), arrivals(trace));
        assertEquals(60, trace.requests().get(1).outputTokens());
        assertEquals(
                1, trace.requests().get(0).blocks().sharedWith(trace.requests().get(1).blocks()));
    }

    private static List<Long> arrivals(Trace trace) {
        return trace.requests().stream().map(r -> r.arrivalUs()).toList();
    }

    @Test
    void tellsEveryBadLineWithItsFile() {
        TraceReading.Refused refused =
                assertInstanceOf(
                        TraceReading.Refused.class,
                        read(row(1, "a", "b", "c"), "nonsense\n{\"timestamp\":-1}\n"));
        assertTrue(refused.problems().getFirst().toString().contains("(in s1)"));
        assertEquals(5, refused.problems().size(), refused::toString);
    }

    @Test
    void refusesMoreThanItMayHoldWithFileLineAndFix() {
        String turn = row(1, "a".repeat(6_400), "b", "one");
        ReadLimits little = ReadLimits.USUAL.keeping(4_000);
        String refused = first(read(little, row(1, "a", "b", "c"), turn.repeat(9)));
        assertTrue(refused.startsWith("line 4: makes what is kept"), refused);
        assertTrue(refused.contains("(in s1)") && refused.contains("--limit"), refused);
        ReadLimits brief = new ReadLimits(10, 1_000, 1 << 20, 10, 20);
        assertTrue(first(read(brief, turn)).startsWith("line 1: is a turn longer than 1000"));
        assertInstanceOf(
                TraceReading.Accepted.class, read(ReadLimits.USUAL.keeping(9_000), turn.repeat(9)));
    }

    private static String first(TraceReading reading) {
        return assertInstanceOf(TraceReading.Refused.class, reading)
                .problems()
                .getFirst()
                .toString();
    }

    @Test
    void saysWhereAFileBreaksOff() {
        String whole = row(1, "a", "b", "c");
        TraceReading.Refused refused =
                assertInstanceOf(TraceReading.Refused.class, read(whole + whole.substring(0, 20)));
        assertEquals(
                "line 2: is where the file breaks off; fetch it again, or delete this line (in s0)",
                refused.problems().getLast().toString());
    }

    @Property(tries = 300)
    void neverThrowsOnAnyText(@ForAll String text) {
        assertNotNull(read(text, row(1, "a", "b", "c") + text));
    }
}
