// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.twin.trace.Trace;
import io.wattmill.twin.trace.servegen.ServeGenLoad;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;

class ServeGenFilesTest {
    private static final String WINDOWS =
            "0,0.5,2.0,Gamma,0.25,8.0\n600,0,0,,0,0\n1200,1.5,0.9,Weibull,1.12,0.6\n";
    private static final String LENGTHS =
            "{\"0\": {\"input_tokens\": \"{10: 0.5, 700: 0.5}\", \"output_tokens\": \"{5: 1.0}\"}}";

    private static ServeGenFiles.Outcome read(String windows, String lengths) {
        return read(ReadLimits.USUAL, windows, lengths);
    }

    private static ServeGenFiles.Outcome read(ReadLimits limits, String windows, String lengths) {
        ServeGenFiles files = new ServeGenFiles(limits);
        files.client("chunk-0", windows, lengths);
        return files.outcome();
    }

    private static ServeGenLoad load(String windows, String lengths) {
        return assertInstanceOf(ServeGenFiles.Outcome.Load.class, read(windows, lengths)).load();
    }

    @Property(tries = 20)
    void makesAsManyRequestsAsTheRatesSay(@ForAll long seed) {
        Trace trace = load(WINDOWS, LENGTHS).trace(seed, 0, 1, 10_000);
        assertEquals(0.5 * 600 + 1.5 * 600, trace.requests().size(), 2);
        assertEquals(300, trace.requests().stream().filter(r -> r.arrivalUs() < 6e8).count(), 1);
        long dull = trace.requests().stream().filter(r -> r.inputTokens() == 10).count();
        assertEquals(600, dull, 100, "seed " + seed);
        assertEquals(trace, load(WINDOWS, LENGTHS).trace(seed, 0, 1, 10_000));
        assertEquals(trace.limited(17), load(WINDOWS, LENGTHS).trace(seed, 0, 1, 17));
    }

    @Test
    void beginsWhereItIsAskedTo() {
        Trace trace = load(WINDOWS, LENGTHS).trace(3, 1_200, 2, 10_000);
        assertEquals(1_800, trace.requests().size(), 1);
        assertTrue(trace.spanUs() < 600_000_000);
    }

    @Test
    void tellsWhatIsWrongWithWhichFile() {
        ServeGenFiles.Outcome.Refused refused =
                assertInstanceOf(
                        ServeGenFiles.Outcome.Refused.class,
                        read("0,0.5,2.0,Pareto,0.25,8.0\n1,2\n", "{\"0\": {}}"));
        assertEquals(4, refused.problems().size(), refused::toString);
        assertEquals(
                "line 1: distribution is neither Gamma nor Weibull (in chunk-0-trace.csv)",
                refused.problems().getFirst().toString());
    }

    @Test
    void refusesWindowsAndRatesThatFillTheMemory() {
        ReadLimits few = new ReadLimits(1_000, 1_000, 1 << 20, 2, 20);
        assertTrue(
                refused(few, WINDOWS).startsWith("line 3: is beyond 2 windows"),
                () -> refused(few, WINDOWS));
        String rush = "0,0.5,2,Gamma,0.25,8\n600,1,2,Gamma,1,1\n0,1.5,2,Gamma,0.25,8\n";
        ReadLimits all = new ReadLimits(1_000, 1_000, 1 << 20, 9, 20);
        assertTrue(
                refused(all, rush).startsWith("line 3: rate makes 1,200 requests in the 600 s"),
                () -> refused(all, rush));
        assertTrue(refused(all, rush).endsWith("(in chunk-0-trace.csv)"));
    }

    private static String refused(ReadLimits limits, String windows) {
        var outcome = read(limits, windows, LENGTHS);
        return assertInstanceOf(ServeGenFiles.Outcome.Refused.class, outcome)
                .problems()
                .getFirst()
                .toString();
    }

    @Property(tries = 300)
    void neverThrowsOnAnyText(@ForAll String text) {
        assertNotNull(read(text, text));
        assertNotNull(read(WINDOWS + text, LENGTHS.substring(0, 40) + text));
    }
}
