// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.wattmill.agent.buffer.Backlog;
import io.wattmill.agent.buffer.Frames;
import io.wattmill.agent.buffer.Kept;
import io.wattmill.agent.testing.LogLines;
import io.wattmill.kit.telemetry.Metrics;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.testing.FakeTicker;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Real files; one more thread stands for the event loop that the backlog belongs to. */
class DiskBacklogTest {

    private static final Codec<String> TEXT =
            new Codec<>(
                    text -> text.getBytes(StandardCharsets.UTF_8),
                    bytes -> Optional.of(new String(bytes, StandardCharsets.UTF_8)));
    private static final long RETRY_NANOS = Duration.ofSeconds(10).toNanos();

    /** Turns of the disk and of the loop that something on its way may take, and far more. */
    private static final int PATIENCE = 1_000;

    private final Path folder;
    private final PrometheusMeterRegistry registry = Metrics.registry();
    private final FakeTicker ticker = new FakeTicker();
    private final ExecutorService loop = Executors.newSingleThreadExecutor();
    private final List<Run> runs = new ArrayList<>();

    /** One run of the agent. */
    private final class Run {
        private final SpoolThread thread = new SpoolThread(100_000);
        private final DiskBacklog<String> backlog;

        Run(Path where, int capacity, long maxBytes, int segmentBytes) {
            this(where, capacity, maxBytes, segmentBytes, TEXT);
            thread.start();
        }

        /** A run whose disk does not answer before its thread begins. */
        Run(Path where, int capacity, long maxBytes, int segmentBytes, Codec<String> codec) {
            backlog =
                    new DiskBacklog<>(
                            thread,
                            where,
                            new SpoolLimits(maxBytes, segmentBytes, Long.MAX_VALUE, RETRY_NANOS),
                            ticker,
                            codec,
                            capacity,
                            7,
                            loop,
                            new SpoolMetrics(registry, "node-1", "reports"));
            runs.add(this);
        }

        void append(int from, int to) {
            IntStream.rangeClosed(from, to)
                    .forEach(i -> onLoop(() -> backlog.append("report " + i)));
            settle();
        }

        /** What is handed to the disk is there, and the loop knows. */
        void settle() {
            Await.until(() -> thread.offer(() -> {}), "room for a task");
            var done = new CountDownLatch(1);
            thread.offer(done::countDown);
            Await.until(() -> done.getCount() == 0, "the disk");
            onLoop(() -> {});
        }

        /**
         * Reads everything, acknowledging each when told to: until nothing comes, and nothing that
         * was to be acknowledged is on its way.
         */
        List<String> all(boolean acknowledge) {
            List<String> items = new ArrayList<>();
            long position = Backlog.START;
            for (int idle = 0; idle < 2 || (acknowledge && idle < PATIENCE && size() > 0); ) {
                long from = position;
                Optional<Kept<String>> next = ask(() -> backlog.after(from));
                if (next.isPresent()) {
                    items.add(next.get().item());
                    position = next.get().position();
                    long done = position;
                    if (acknowledge) {
                        onLoop(() -> backlog.acknowledge(done));
                    }
                    idle = 0;
                } else {
                    settle();
                    idle++;
                }
            }
            return items;
        }

        long size() {
            return ask(backlog::size);
        }

        /** The process ends in peace. */
        void end() {
            thread.close().toCompletableFuture().join();
        }
    }

    private void onLoop(Runnable task) {
        ask(
                () -> {
                    task.run();
                    return true;
                });
    }

    private <T> T ask(Callable<T> question) {
        try {
            return loop.submit(question).get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    DiskBacklogTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @AfterEach
    void close() {
        runs.forEach(Run::end);
        loop.shutdown();
    }

    private Run run() {
        return new Run(folder.resolve("reports"), 10, 1 << 20, 512);
    }

    private static List<String> reports(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(i -> "report " + i).toList();
    }

    private List<Path> files() {
        try (Stream<Path> all = Files.list(folder.resolve("reports"))) {
            return all.filter(file -> file.toString().endsWith(".spool")).sorted().toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private double lost() {
        return registry.counter("wattmill_agent_buffer_lost", "node", "node-1", "what", "reports")
                .count();
    }

    @Test
    void givesBackInOrderFarMoreThanMemoryHolds() {
        Run run = run();
        run.append(1, 200);
        assertEquals(200, run.size());
        assertEquals(reports(1, 200), run.all(true));
        assertEquals(0, run.size());
        assertEquals(0, lost());
        assertTrue(files().size() <= 2, "what was acknowledged is deleted: " + files());
    }

    @Test
    void givesTheSameAgainUntilItIsAcknowledged() {
        Run run = run();
        run.append(1, 50);
        assertEquals(reports(1, 50), run.all(false));
        assertEquals(reports(1, 50), run.all(true));
        assertEquals(List.of(), run.all(true));
    }

    @Test
    void bringsWhatAnEarlierRunLeftBeforeItsOwn() {
        Run first = run();
        first.append(1, 30);
        first.end();
        Run second = run();
        second.append(31, 40);
        second.end();
        Run third = run();
        third.append(41, 60);

        assertEquals(60, third.size());
        assertEquals(reports(1, 60), third.all(true));
        third.end();
        Run fourth = run();
        fourth.settle();
        assertEquals(List.of(), fourth.all(true));
    }

    @Test
    void doesNotBringWhatWasAcknowledgedBeforeTheEnd() {
        Run first = run();
        first.append(1, 30);
        onLoop(() -> first.backlog.acknowledge(25));
        first.settle();
        first.end();
        Run second = run();
        second.settle();

        assertEquals(5, second.size());
        assertEquals(reports(26, 30), second.all(true));
    }

    @Test
    void aRunThatWasKilledAtAnyByteLeavesEveryWholeReport() throws IOException {
        Run first = new Run(folder.resolve("reports"), 10, 1 << 20, 4_096);
        first.append(1, 6);
        byte[] whole = Files.readAllBytes(files().getFirst());
        first.end();
        int before = 0;
        for (int cut = 0; cut <= whole.length; cut += 3) {
            Path cutFolder = folder.resolve("cut-" + cut);
            Files.createDirectories(cutFolder);
            Files.write(cutFolder.resolve("000001-000001.spool"), Arrays.copyOf(whole, cut));
            Run second = new Run(cutFolder, 10, 1 << 20, 4_096);
            second.append(7, 8);
            List<String> left = second.all(true);
            second.end();
            List<String> expected = new ArrayList<>(reports(1, left.size() - 2));
            expected.addAll(reports(7, 8));
            assertEquals(expected, left);
            assertTrue(left.size() >= before, "more bytes, fewer reports");
            before = left.size();
        }
        assertTrue(before >= 7, "nearly the whole file leaves nearly every report");
    }

    @Test
    void dropsTheOldestFilesWhenTheFolderIsFullAndCountsWhatWasInThem() {
        Run run = new Run(folder.resolve("reports"), 5, 4_096, 512);
        run.append(1, 500);
        List<String> left = run.all(true);

        assertEquals(500 - lost(), left.size());
        assertEquals(reports(500 - left.size() + 1, 500), left);
        assertTrue(lost() > 300 && left.size() > 50, left.size() + " left");
        assertTrue(
                registry.scrape()
                        .contains("wattmill_limit_hits_total{limit=\"agent.buffer.disk-bytes\"}"));
    }

    @Test
    void aFileThatCannotBeReadIsCountedAndHoldsUpNothing() throws IOException {
        Run run = run();
        run.append(1, 200);
        Files.delete(files().get(1));
        List<String> left = run.all(true);

        assertEquals(200 - lost(), left.size());
        assertTrue(lost() > 0, "the file held something");
        List<String> missing = new ArrayList<>(reports(1, 200));
        missing.removeAll(left);
        int first = reports(1, 200).indexOf(missing.getFirst()) + 1;
        assertEquals(reports(first, first + missing.size() - 1), missing);
    }

    @Test
    void keepsTheNewestInMemoryWhileTheDiskRefusesAndGoesBackToTheDisk() throws IOException {
        Path inTheWay = folder.resolve("reports");
        Files.writeString(inTheWay, "a file where the folder should be");
        Run run = new Run(inTheWay, 10, 1 << 20, 512);
        run.append(1, 25);
        assertEquals(0, registry.get("wattmill_agent_buffer_on_disk").gauge().value());
        assertEquals(15, lost());
        assertEquals(reports(16, 25), run.all(false));

        Files.delete(inTheWay);
        ticker.advance(Duration.ofNanos(RETRY_NANOS));
        run.append(26, 100);
        List<String> left = run.all(true);
        assertEquals(reports(26, 100), left.subList(left.size() - 75, left.size()));
        assertEquals(100 - lost(), left.size());
    }

    @Test
    void goesOnInAnotherFileAfterAFileRefused() throws IOException {
        Run run = run();
        run.append(1, 10);
        int next = files().size() + 1;
        Files.createDirectory(
                folder.resolve("reports").resolve("000001-%06x.spool".formatted(next)));
        run.append(11, 40);
        ticker.advance(Duration.ofNanos(RETRY_NANOS));
        run.append(41, 60);

        List<String> left = run.all(true);
        assertEquals(60 - lost(), left.size());
        assertEquals(reports(41, 60), left.subList(left.size() - 20, left.size()));
    }

    @Test
    void leavesTheFolderOfAnotherAgentAlone() {
        Run first = run();
        first.append(1, 5);
        Run second = run();
        second.append(6, 8);

        assertEquals(reports(6, 8), second.all(true), "from memory");
        assertEquals(reports(1, 5), first.all(true));
    }

    /** Those of a run; what another run left may come between them. */
    private static List<String> only(List<String> brought, List<String> ofRun) {
        return brought.stream().filter(ofRun::contains).toList();
    }

    @Test
    void bringsWhatAnEarlierRunLeftEvenWhenItsFolderOpensLate() {
        Run first = run();
        first.append(1, 30);
        Run second = run();
        second.append(31, 45);
        assertEquals(reports(36, 45), second.all(true), "the newest, while the folder is locked");
        assertEquals(5, lost());
        first.end();
        ticker.advance(Duration.ofNanos(RETRY_NANOS));
        second.append(46, 48);

        List<String> brought = second.all(true);
        assertEquals(33, brought.size(), () -> "each once: " + brought);
        assertEquals(reports(1, 30), only(brought, reports(1, 30)), "in their order");
        assertEquals(reports(46, 48), only(brought, reports(46, 48)), "beside what was left");
        assertEquals(0, second.size());
        assertEquals(5, lost());
        assertTrue(files().size() <= 2, "what was acknowledged is deleted: " + files());
        second.end();
        Run third = run();
        third.settle();
        assertEquals(List.of(), third.all(true));
    }

    @Test
    void aDiskThatDoesNotAnswerHoldsUpNothingForLong() {
        Run first = run();
        first.append(1, 8);
        first.end();
        Run second = new Run(folder.resolve("reports"), 10, 1 << 20, 512, TEXT);
        onLoop(() -> second.backlog.append("report 9"));
        assertEquals(Optional.empty(), ask(() -> second.backlog.after(Backlog.START)));
        ticker.advance(Duration.ofNanos(RETRY_NANOS));
        Kept<String> live = ask(() -> second.backlog.after(Backlog.START)).orElseThrow();
        assertEquals("report 9", live.item());
        onLoop(() -> second.backlog.acknowledge(live.position()));

        second.thread.start();
        second.settle();
        assertEquals(reports(1, 8), second.all(true), "late, but not lost");
        assertEquals(0, second.size());
    }

    @Test
    void goesOnAfterAReadThatEndedInAnError() {
        AtomicBoolean failed = new AtomicBoolean();
        Codec<String> failsOnce =
                new Codec<>(
                        TEXT.encode(),
                        bytes -> {
                            if (failed.compareAndSet(false, true)) {
                                throw new OutOfMemoryError("as of a file that is too long");
                            }
                            return TEXT.decode().apply(bytes);
                        });
        Run run = new Run(folder.resolve("reports"), 10, 1 << 20, 512, failsOnce);
        run.thread.start();
        run.append(1, 50);
        assertEquals(Optional.empty(), ask(() -> run.backlog.after(Backlog.START)));
        run.settle();
        assertTrue(failed.get(), "a read failed");
        assertEquals(reports(1, 50), run.all(true));
    }

    @Test
    void givesUpAFileThatEndsEachReadInAnErrorAndSaysSo() throws IOException {
        Codec<String> fails =
                new Codec<>(
                        TEXT.encode(),
                        bytes -> {
                            String text = new String(bytes, StandardCharsets.UTF_8);
                            if (text.equals("report 3")) {
                                throw new OutOfMemoryError("as of what is too long");
                            }
                            return Optional.of(text);
                        });
        Run run = new Run(folder.resolve("reports"), 10, 1 << 20, 512, fails);
        run.thread.start();
        try (LogLines log = new LogLines()) {
            run.append(1, 200);
            List<String> left = new ArrayList<>();
            Await.until(() -> left.addAll(run.all(true)) && run.size() == 0, "the others");

            int lost = (int) lost();
            List<String> expected = new ArrayList<>(reports(1, 2));
            expected.addAll(reports(3 + lost, 200));
            assertEquals(expected, left);
            assertTrue(lost > 0 && lost < 30, "one file: " + lost);
            assertTrue(
                    log.lines().stream().anyMatch(line -> line.contains("is given up")),
                    log.lines()::toString);
        }
    }

    @Test
    void countsWhatIsNoReportAnyMore() {
        Codec<String> notAll =
                new Codec<>(
                        TEXT.encode(),
                        bytes -> TEXT.decode().apply(bytes).filter(it -> !it.endsWith("7")));
        Run run = new Run(folder.resolve("reports"), 10, 1 << 20, 512, notAll);
        run.thread.start();
        run.append(1, 60);

        assertEquals(55, run.all(true).size(), "of the 50 that are read back");
        assertEquals(5, lost());
    }

    @Test
    void readsAFileThatIsLongerThanItsMemory() throws Exception {
        Path reports = Files.createDirectories(folder.resolve("reports"));
        Path file = reports.resolve("000001-000001.spool");
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 1; i <= 10_000; i++) {
                out.write(Frames.item(Ids.start(1) + i, new byte[4_096]).array());
            }
        }
        assertEquals("10000", onlyWith("-Xmx24m", reports));
    }

    /** How many wait in a folder, as a process with so much memory finds that reads all of it. */
    private static String onlyWith(String memory, Path folder) throws Exception {
        Process child =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                memory,
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                ReadAllRun.class.getName(),
                                folder.toString())
                        .redirectErrorStream(true)
                        .start();
        try (BufferedReader lines = child.inputReader()) {
            return lines.lines().reduce("", (_, line) -> line);
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    @Test
    void aProcessThatIsKilledLosesNothingWhoseWriteHadReturned() throws Exception {
        int said = killedAfter(300, "exec", 4_096);
        Run next = new Run(folder.resolve("reports"), 10, 1 << 24, 4_096);
        next.settle();
        List<String> left = next.all(true);

        assertTrue(left.size() >= said, left.size() + " of " + said);
        assertEquals(reports(1, left.size()), left);
    }

    /** The system takes a part of a write and refuses the rest, as a disk does that gets full. */
    @Test
    void aFileThatMayNotGrowEndsInATornReportAndTheNextTakesOver() throws Exception {
        int said = killedAfter(900, "ulimit -f 8; exec", 1 << 20);
        int files = files().size();
        Run next = new Run(folder.resolve("reports"), 10, 1 << 24, 4_096);
        next.settle();
        List<String> left = next.all(true);

        assertTrue(files >= 3, files + " files");
        assertTrue(left.size() >= said - files, left.size() + " of " + said);
        List<Integer> numbers =
                left.stream().map(one -> Integer.parseInt(one.substring(7))).toList();
        assertEquals(numbers.stream().sorted().distinct().toList(), numbers);
    }

    /** Starts a process that appends, and kills it once it has said this number. */
    private int killedAfter(int number, String shell, int segmentBytes) throws Exception {
        String java =
                "%s %s -XX:TieredStopAtLevel=1 -XX:-UsePerfData -cp %s %s %s %d"
                        .formatted(
                                shell,
                                Path.of(System.getProperty("java.home"), "bin", "java"),
                                System.getProperty("java.class.path"),
                                KilledRun.class.getName(),
                                folder.resolve("reports"),
                                segmentBytes);
        Process child =
                new ProcessBuilder("bash", "-c", java)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        int said = 0;
        try (BufferedReader lines = child.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                said = line.isEmpty() ? said : Math.max(said, Integer.parseInt(line));
                if (said == number) {
                    child.toHandle().destroyForcibly();
                }
            }
        } finally {
            child.destroyForcibly().waitFor();
        }
        assertTrue(said >= number, "the process ended by itself at " + said);
        return said;
    }
}
