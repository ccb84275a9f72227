// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.runs.simulated;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.twin.planfile.SamplePlan;
import io.wattmill.twin.runs.RunAsked;
import io.wattmill.twin.runs.RunIds;
import io.wattmill.twin.runs.RunWork.Outcome;
import io.wattmill.twin.simulate.run.RunLimits;
import io.wattmill.twin.simulate.site.SiteOptions;
import io.wattmill.twin.trace.format.ReadLimits;
import io.wattmill.twin.trace.upload.TraceName;
import io.wattmill.twin.trace.upload.UploadQuota;
import io.wattmill.twin.trace.upload.UploadedTraces;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

class AnsweringWorkTest {
    private static final RunAsked ASKED =
            RunAsked.of(RunAsked.CONVERSATION, 7, 200, Optional.of("chat-small")).briefly();

    private final AnsweringWork work = new AnsweringWork("test", TraceFolder.NONE);

    @TempDir private Path folder = Path.of("");

    @Test
    void givesTheSameBytesOfTheSameRecord() {
        var once = assertInstanceOf(Outcome.Done.class, run(ASKED));
        var again = assertInstanceOf(Outcome.Done.class, run(ASKED));
        assertArrayEquals(once.answer(), again.answer());
        assertEquals(once.summary(), again.summary());
        assertTrue(once.summary().getOrDefault("output_tokens_per_s", 0.0) > 0);
        assertTrue(once.summary().getOrDefault("pue", 0.0) > 1);
        assertTrue(once.summary().getOrDefault("cost_per_mtok", 0.0) > 0);
        assertEquals(once.facts(), again.facts());
        assertEquals(64, once.facts().traceSha256().length());
        assertTrue(once.facts().tables().containsKey("kernels.csv"));
        var text = new String(once.answer(), StandardCharsets.UTF_8);
        assertTrue(
                text.contains("--generate 200 --model chat-small --seed 7 --seeds 1 --brief"),
                text);
    }

    @Test
    void otherSeedsAreOtherTracesAndThePlansOwnLoadIsAnother() {
        var seven = assertInstanceOf(Outcome.Done.class, run(ASKED));
        var eight = RunAsked.of(RunAsked.CONVERSATION, 8, 200, ASKED.model()).briefly();
        var planned = RunAsked.of(RunAsked.PLANNED, 7, 200, ASKED.model()).briefly();
        var prints =
                Stream.of(eight, planned)
                        .map(asked -> assertInstanceOf(Outcome.Done.class, run(asked)))
                        .map(done -> done.facts().traceSha256())
                        .collect(Collectors.toSet());
        assertEquals(2, prints.size());
        assertFalse(prints.contains(seven.facts().traceSha256()));
    }

    @Test
    void servesARecordedTraceOfItsFolderAndNoneBeside() throws IOException {
        var line =
                "{\"timestamp\": %d, \"input_length\": 900, \"output_length\": 50,"
                        + " \"hash_ids\": [1, 2]}";
        Files.writeString(
                folder.resolve("day.jsonl"), line.formatted(0) + "\n" + line.formatted(500));
        var here = new AnsweringWork("test", new TraceFolder(Optional.of(folder), true));
        var asked = RunAsked.of("mooncake:day.jsonl", 1, 10, ASKED.model()).briefly();
        var done =
                assertInstanceOf(Outcome.Done.class, here.run(SamplePlan.text(), asked, _ -> true));
        assertEquals("mooncake:day.jsonl", done.facts().trace());
        for (var name : List.of("mooncake:../day.jsonl", "mooncake:/etc/passwd", "no", "x:y")) {
            var away = RunAsked.of(name, 1, 10, ASKED.model()).briefly();
            assertInstanceOf(
                    Outcome.Refused.class, here.run(SamplePlan.text(), away, _ -> true), name);
        }
    }

    @Test
    void servesATraceThatItsOwnerSent() throws IOException {
        var uploads = new UploadedTraces(folder, new UploadQuota(10_000, 2, 10_000));
        var name = TraceName.of("acme", "day").orElseThrow();
        var rows = "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:15:46,374,44\n";
        uploads.take(name, 0, ByteBuffer.wrap(rows.getBytes(StandardCharsets.UTF_8)));
        uploads.keep(name, "azure");
        var files = new TraceFiles(TraceFolder.NONE, Optional.of(uploads), ReadLimits.USUAL);
        var sent = new AnsweringWork("test", files, SiteOptions.USUAL.limits());
        var asked = RunAsked.of("uploaded:acme/day", 1, 10, ASKED.model()).briefly();
        assertInstanceOf(Outcome.Done.class, sent.run(SamplePlan.text(), asked, _ -> true));
        var other = RunAsked.of("uploaded:other/day", 1, 10, ASKED.model()).briefly();
        assertInstanceOf(Outcome.Refused.class, sent.run(SamplePlan.text(), other, _ -> true));
        var little = new AnsweringWork("test", files, new RunLimits(100, 1));
        var refused =
                assertInstanceOf(
                        Outcome.Refused.class, little.run(SamplePlan.text(), asked, _ -> true));
        assertTrue(refused.why().contains("1 requests"), refused.why());
    }

    @Test
    void saysHowFarItIsAndEndsWhenItIsTold() {
        var told = new ArrayList<Integer>();
        assertInstanceOf(
                Outcome.Ended.class,
                work.run(
                        SamplePlan.text(),
                        RunAsked.of(RunAsked.CONVERSATION, 7, 20_000, ASKED.model()),
                        ppm -> {
                            told.add(ppm);
                            return told.size() < 3;
                        }));
        assertTrue(told.getLast() < 1_000_000, told::toString);
    }

    @Test
    void saysWhyAPlanCannotRun() {
        var refused =
                assertInstanceOf(Outcome.Refused.class, work.run("what: ever", ASKED, _ -> true));
        assertTrue(refused.why().contains("what: is"), refused.why());
        var many = RunAsked.of(RunAsked.CONVERSATION, 7, 10, Optional.of("none"));
        assertInstanceOf(Outcome.Refused.class, run(many));
    }

    @Test
    void idsSortByTheirTime() {
        var early = RunIds.of(1_700_000_000_000_000L, -1, -1);
        var late = RunIds.of(1_700_000_000_001_000L, 0, 0);
        assertEquals(7, early.version());
        assertEquals(2, early.variant());
        assertEquals(1_700_000_000_000L, early.getMostSignificantBits() >>> 16);
        assertTrue(early.toString().compareTo(late.toString()) < 0);
    }

    private Outcome run(RunAsked asked) {
        return work.run(SamplePlan.text(), asked, _ -> true);
    }
}
