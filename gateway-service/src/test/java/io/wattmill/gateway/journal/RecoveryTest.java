// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wattmill.contract.ledger.v1.Outcome;
import io.wattmill.contract.ledger.v1.UsageRecord;
import io.wattmill.gateway.far.Folders;
import io.wattmill.kit.time.Clock;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** What a journal says after its process, or its host, died at any moment. */
class RecoveryTest {

    private static final JournalConfig CONFIG =
            new JournalConfig(65_536, 16, 1_024, Duration.ofMillis(1), 65_536);
    private static final int REQUESTS = 40;
    private static final Written WRITTEN = write();

    /**
     * A journal as one run left it: its only segment with records, and what closed in which order.
     */
    private record Written(String name, byte[] segment, int length, List<String> closed) {}

    private static Journal open(Path folder) {
        return JournalRecovery.open(folder, CONFIG, Clock.system(), new SimpleMeterRegistry());
    }

    /** Requests that overlap: each is closed when the third after it has been opened. */
    private static Written write() {
        Path folder = Folders.make("wattmill-journal");
        List<String> closed = new ArrayList<>();
        List<OpenRequest> running = new ArrayList<>();
        try (Journal journal = open(folder)) {
            for (int i = 0; i < REQUESTS; i++) {
                running.add(JournalTest.open(journal, "r" + i));
                journal.mark(
                        List.of(
                                new Journal.Mark(
                                        running.get(i),
                                        UsageRecord.newBuilder()
                                                .setRequestId("r" + i)
                                                .setEndedAtUs(5)
                                                .build())));
                if (i >= 3) {
                    JournalTest.complete(journal, running.get(i - 3), "r" + (i - 3));
                    closed.add("r" + (i - 3));
                }
            }
        }
        try (Stream<Path> files = Files.list(folder)) {
            Path file =
                    files.filter(f -> f.toString().endsWith("1.segment")).findFirst().orElseThrow();
            byte[] bytes = Files.readAllBytes(file);
            int length = bytes.length;
            while (bytes[length - 1] == 0) {
                length--;
            }
            return new Written(file.getFileName().toString(), bytes, length, closed);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } finally {
            Folders.delete(folder);
        }
    }

    private static List<UsageRecord> recover(byte[] segment) throws IOException {
        Path folder = Folders.make("wattmill-journal");
        Files.write(folder.resolve(WRITTEN.name()), segment);
        try (Journal journal = open(folder)) {
            int count = journal.unsettledRequests();
            return JournalTest.durable(journal, count);
        } finally {
            Folders.delete(folder);
        }
    }

    private static void assertConsistent(List<UsageRecord> records) {
        List<String> completed =
                records.stream()
                        .filter(r -> r.getOutcome() == Outcome.OUTCOME_COMPLETED)
                        .map(UsageRecord::getRequestId)
                        .toList();
        assertEquals(
                WRITTEN.closed().subList(0, completed.size()),
                completed,
                "closed ones are a prefix");
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < records.size(); i++) {
            assertTrue(ids.add(records.get(i).getRequestId()), "no request twice");
            assertEquals(i + 1, records.get(i).getJournalSequence(), "sequences without a gap");
        }
        long interrupted =
                records.stream().filter(r -> r.getOutcome() == Outcome.OUTCOME_INTERRUPTED).count();
        assertEquals(records.size(), completed.size() + interrupted);
        assertTrue(interrupted <= 4, "never more than were open: " + interrupted);
    }

    @Property(tries = 150)
    void recoversFromAnyPrefix(@ForAll @IntRange(min = 64, max = 65_535) int cut)
            throws IOException {
        int at = Math.min(cut, WRITTEN.length());
        byte[] torn = Arrays.copyOf(Arrays.copyOf(WRITTEN.segment(), at), WRITTEN.segment().length);
        assertConsistent(recover(torn));
    }

    @Property(tries = 100)
    void stopsAtADamagedByteAndKeepsWhatIsBefore(
            @ForAll @IntRange(min = 64, max = 65_535) int at,
            @ForAll @IntRange(min = 1, max = 255) int flip)
            throws IOException {
        byte[] damaged = WRITTEN.segment().clone();
        damaged[64 + at % (WRITTEN.length() - 64)] ^= (byte) flip;
        assertConsistent(recover(damaged));
    }

    @Test
    void recoversEverythingFromAnUndamagedFile() throws IOException {
        List<UsageRecord> records = recover(WRITTEN.segment());
        assertEquals(REQUESTS, records.size());
        assertConsistent(records);
    }

    /** A process that opens and closes requests for ever and says which are closed. */
    public static final class Writer {

        private Writer() {}

        /** Writes into the folder {@code args[0]} until it is killed. */
        public static void main(String[] args) {
            Journal journal = open(Path.of(args[0]));
            for (long i = 0; ; i++) {
                String id = new UUID(i, i).toString();
                if (journal.open(JournalTest.draft(id))
                        instanceof Opening.Opened(OpenRequest request)) {
                    JournalTest.complete(journal, request, id);
                    System.out.println(id);
                }
                SettleWindow window = journal.window(1_000);
                if (i % 500 == 499) {
                    journal.settled(window.lastSequence());
                    System.out.println("settled " + window.lastSequence());
                }
            }
        }
    }

    @Test
    void losesNothingThatWasClosedWhenTheProcessIsKilled(@TempDir Path folder) throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        long before = 0;
        for (int round = 0; round < 2; round++) {
            List<String> said = runAndKill(folder, 1_000 + random.nextInt(4_000));
            before = assertSurvived(folder, said, before);
        }
    }

    private static List<String> runAndKill(Path folder, int lines)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                Writer.class.getName(),
                                folder.toString())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        List<String> said = new ArrayList<>();
        try (BufferedReader out = process.inputReader(StandardCharsets.US_ASCII)) {
            String line = out.readLine();
            while (line != null) {
                said.add(line);
                if (said.size() == lines) {
                    process.toHandle().destroyForcibly();
                }
                line = out.readLine();
            }
        }
        process.waitFor();
        assertTrue(said.size() >= lines, "the writer ended by itself after " + said);
        return said;
    }

    /**
     * The k-th id that was said closed has sequence {@code before + k}: it is settled or still
     * there.
     */
    private static long assertSurvived(Path folder, List<String> said, long before) {
        long settled =
                said.stream()
                        .filter(line -> line.startsWith("settled "))
                        .mapToLong(line -> Long.parseLong(line.substring(8)))
                        .max()
                        .orElse(0);
        List<String> closed = said.stream().filter(line -> line.length() == 36).toList();
        try (Journal journal = open(folder)) {
            List<UsageRecord> records = JournalTest.durable(journal, journal.unsettledRequests());
            SettleWindow window = journal.window(records.size());
            assertTrue(window.settledThrough() >= settled, "what was settled stays settled");
            Set<String> there = new HashSet<>();
            records.forEach(record -> assertTrue(there.add(record.getRequestId())));
            int gone = (int) Math.min(closed.size(), window.settledThrough() - before);
            assertTrue(there.containsAll(closed.subList(gone, closed.size())), "closed, and lost");
            journal.settled(window.lastSequence());
            return window.closedThrough();
        }
    }
}
