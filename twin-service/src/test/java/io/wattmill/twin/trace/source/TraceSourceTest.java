// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.wattmill.twin.trace.Chains;
import io.wattmill.twin.trace.Trace;
import io.wattmill.twin.trace.TraceCensus;
import io.wattmill.twin.trace.TraceShape;
import io.wattmill.twin.trace.format.ReadLimits;
import io.wattmill.twin.trace.format.TraceFormat;
import io.wattmill.twin.trace.format.TraceReading;
import io.wattmill.twin.trace.source.TraceSource.Generated;
import io.wattmill.twin.trace.source.TraceSource.Recorded;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;

class TraceSourceTest {

    @Test
    void makesNoMoreOfATraceUpThanIsWanted() throws IOException {
        assertEquals(
                40, load(new Generated(7, 100, TraceShape.conversation()), 40).requests().size());
        assertEquals(
                100, load(new Generated(7, 100, TraceShape.conversation()), 400).requests().size());
    }

    @Test
    void saysThatAFileIsMissing() {
        Path nowhere = Path.of("no-such-trace.jsonl");
        assertThrows(
                NoSuchFileException.class,
                () -> Recorded.of(nowhere, TraceFormat.MOONCAKE).load(1));
    }

    /** The figures of the trace's publication. */
    @Test
    void readsMooncakesConversationTrace() throws IOException {
        Path file = data("traces/mooncake/conversation_trace.jsonl");
        Trace trace = load(Recorded.of(file, TraceFormat.MOONCAKE), 20_000);
        TraceCensus census = TraceCensus.of(trace);
        assertEquals(12_031, census.requests());
        assertEquals(288_500, census.blocks());
        assertEquals(182_790, census.blocks() - census.reusableBlocks());
        assertEquals(12_035, census.inputTokens() / census.requests());
        assertEquals(trace.limited(1_000), load(Recorded.of(file, TraceFormat.MOONCAKE), 1_000));
    }

    @Test
    void readsAzuresConversationTrace() throws IOException {
        Path file = data("traces/azure-llm-2023/AzureLLMInferenceTrace_conv.csv");
        TraceCensus census = TraceCensus.of(load(Recorded.of(file, TraceFormat.AZURE), 20_000));
        assertEquals(19_366, census.requests());
        assertEquals(0, census.reusableBlocks());
        assertEquals(3_501, census.spanUs() / 1_000_000);
    }

    @Test
    void readsTheSessionsOfAgents() throws IOException {
        Path folder = data("traces/agents-taubench");
        Trace trace = load(TraceSource.Sessions.of(folder), 20_000);
        assertEquals(471, trace.requests().size());
        long firsts =
                IntStream.range(0, 471)
                        .filter(i -> trace.chains().after(i) == Chains.FIRST)
                        .count();
        assertEquals(24, firsts);
        double shared = TraceCensus.of(trace).reusableShare();
        System.out.printf("agents: %.1f %% of the blocks of 16 tokens reusable%n", 100 * shared);
        assertTrue(shared > 0.75);
    }

    @Test
    void makesTheLoadOfServeGensClients() throws IOException {
        Path folder = data("traces/servegen-reason/deepseek-r1");
        var noon = new TraceSource.ServeGen(folder, 7, 43_200, 1, ReadLimits.USUAL);
        Trace trace = load(noon, 20_000);
        assertEquals(20_000, trace.requests().size());
        double input = TraceCensus.of(trace).inputTokens() / 20_000.0;
        double output = TraceCensus.of(trace).outputTokens() / 20_000.0;
        double rate = 20_000 * 1e6 / trace.spanUs();
        System.out.printf(
                "servegen at noon: %.1f/s, %.0f tokens in, %.0f out%n", rate, input, output);
        assertTrue(rate > 5 && rate < 60);
        assertTrue(input > 300 && output > 300);
    }

    private static Path data(String name) {
        Optional<Path> file =
                Optional.ofNullable(System.getenv("WATTMILL_DATA"))
                        .map(folder -> Path.of(folder, name))
                        .filter(Files::isReadable);
        assumeTrue(file.isPresent(), "skipped: WATTMILL_DATA names no folder with " + name);
        return file.orElseThrow();
    }

    private static Trace load(TraceSource source, int limit) throws IOException {
        return assertInstanceOf(TraceReading.Accepted.class, source.load(limit)).trace();
    }
}
