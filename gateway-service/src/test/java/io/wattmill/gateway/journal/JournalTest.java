// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wattmill.contract.common.v1.TokenVector;
import io.wattmill.contract.ledger.v1.Attempt;
import io.wattmill.contract.ledger.v1.Outcome;
import io.wattmill.contract.ledger.v1.UsageRecord;
import io.wattmill.contract.placement.v1.DecisionRecord;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.testing.FakeClock;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

class JournalTest {

    private static final JournalConfig SMALL =
            new JournalConfig(65_536, 3, 1_024, Duration.ofMillis(1), 65_536);

    private final Path folder;

    private final FakeClock clock = new FakeClock();

    JournalTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Journal open() {
        return JournalRecovery.open(folder, SMALL, clock, new SimpleMeterRegistry());
    }

    static UsageRecord draft(String id) {
        return UsageRecord.newBuilder()
                .setRequestId(id)
                .setModel("m")
                .setApi("chat.completions")
                .build();
    }

    static OpenRequest open(Journal journal, String id) {
        return assertInstanceOf(Opening.Opened.class, journal.open(draft(id))).request();
    }

    static long complete(Journal journal, OpenRequest request, String id) {
        return journal.close(
                request,
                draft(id).toBuilder()
                        .setAdmittedAtUs(request.admittedAtUs())
                        .setOutcome(Outcome.OUTCOME_COMPLETED)
                        .setTokens(TokenVector.newBuilder().setOutput(7))
                        .build());
    }

    static List<UsageRecord> durable(Journal journal, int count) {
        Await.until(
                () -> journal.window(count).records().size() == count,
                count + " records reach the disk");
        return journal.window(count).records();
    }

    @Test
    void keepsClosedRequestsInOrderUntilTheyAreSettled() {
        try (Journal journal = open()) {
            for (int i = 1; i <= 5; i++) {
                assertEquals(i, complete(journal, open(journal, "r" + i), "r" + i));
            }
            List<UsageRecord> records = durable(journal, 5);
            assertEquals(
                    List.of(1L, 2L, 3L, 4L, 5L),
                    records.stream().map(UsageRecord::getJournalSequence).toList());
            journal.settled(3);
            SettleWindow window = journal.window(10);
            assertEquals(3, window.settledThrough());
            assertEquals(5, window.closedThrough());
            assertEquals(
                    List.of("r4", "r5"),
                    window.records().stream().map(UsageRecord::getRequestId).toList());
        }
    }

    @Test
    void holdsTheWatermarkAtTheOldestRequestThatIsNotSettled() {
        try (Journal journal = open()) {
            OpenRequest first = open(journal, "first");
            clock.advance(Duration.ofSeconds(1));
            OpenRequest second = open(journal, "second");
            clock.advance(Duration.ofSeconds(1));
            assertEquals(first.admittedAtUs(), journal.window(10).watermarkUs());
            complete(journal, first, "first");
            durable(journal, 1);
            // Closed and in the window: only the second holds it back.
            assertEquals(second.admittedAtUs(), journal.window(10).watermarkUs());
            // Closed and not in the window.
            assertEquals(first.admittedAtUs(), journal.window(0).watermarkUs());
            complete(journal, second, "second");
            durable(journal, 2);
            assertEquals(clock.nowUs(), journal.window(10).watermarkUs());
        }
    }

    @Test
    void neverAdmitsBehindAWatermarkThatItGaveEvenWhenTheClockIsSetBack() {
        long watermark;
        try (Journal journal = open()) {
            watermark = journal.window(1).watermarkUs();
            clock.advance(Duration.ofHours(-1));
            assertTrue(open(journal, "late").admittedAtUs() >= watermark);
        }
        try (Journal journal = open()) {
            assertTrue(open(journal, "later").admittedAtUs() >= watermark);
        }
    }

    @Test
    void settlesAnInterruptedRequestAsOfItsLastMark() {
        try (Journal journal = open()) {
            OpenRequest request = open(journal, "cut");
            journal.update(
                    request,
                    draft("cut").toBuilder()
                            .addAttempts(
                                    Attempt.newBuilder()
                                            .setNumber(1)
                                            .setNodeId("n1")
                                            .setStartedAtUs(1))
                            .build());
            for (int tokens = 1; tokens <= 3; tokens++) {
                journal.mark(List.of(new Journal.Mark(request, mark("cut", tokens))));
            }
        }
        try (Journal journal = open()) {
            UsageRecord record = durable(journal, 1).getFirst();
            assertEquals(Outcome.OUTCOME_INTERRUPTED, record.getOutcome());
            assertEquals(3, record.getTokens().getOutput());
            assertEquals(300, record.getChargedNano());
            assertEquals(1, record.getJournalSequence());
            assertEquals("n1", record.getAttempts(0).getNodeId());
            assertEquals(Outcome.OUTCOME_INTERRUPTED, record.getAttempts(0).getOutcome());
            assertEquals(3, record.getAttempts(0).getTokens().getOutput());
            assertTrue(record.getAdmittedAtUs() > 0);
        }
    }

    private UsageRecord mark(String id, int tokens) {
        return UsageRecord.newBuilder()
                .setRequestId(id)
                .setTokens(TokenVector.newBuilder().setOutput(tokens))
                .setChargedNano(tokens * 100L)
                .setEndedAtUs(clock.nowUs() + tokens)
                .build();
    }

    @Test
    void goesOnWithTheSameIdentityAndSequenceAfterARestart() {
        String gateway;
        String id;
        try (Journal journal = open()) {
            gateway = journal.gatewayId();
            id = journal.journalId();
            complete(journal, open(journal, "a"), "a");
            complete(journal, open(journal, "b"), "b");
            durable(journal, 2);
            journal.settled(1);
        }
        try (Journal journal = open()) {
            assertEquals(gateway, journal.gatewayId());
            assertEquals(id, journal.journalId());
            assertEquals(
                    List.of("b"),
                    durable(journal, 1).stream().map(UsageRecord::getRequestId).toList());
            assertEquals(3, complete(journal, open(journal, "c"), "c"));
        }
    }

    @Test
    void hasANewIdentityWhenItsFilesAreLost() throws IOException {
        String id;
        try (Journal journal = open()) {
            id = journal.journalId();
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".segment")).toList()) {
                Files.delete(file);
            }
        }
        try (Journal journal = open()) {
            assertNotEquals(id, journal.journalId());
        }
    }

    @Test
    void refusesASecondOwner() {
        try (Journal _ = open()) {
            JournalException refused = assertThrows(JournalException.class, this::open);
            String message = String.valueOf(refused.getMessage());
            assertTrue(message.contains("in use by pid " + ProcessHandle.current().pid()), message);
        }
    }

    @Test
    void refusesNewRequestsWhenFullAndLosesNoneThatItHas() {
        try (Journal journal = open()) {
            List<String> closed = new ArrayList<>();
            List<OpenRequest> running = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                running.add(open(journal, "running" + i));
            }
            String reason = fill(journal, closed);
            assertTrue(reason.contains("full"), reason);
            for (int i = 0; i < 20; i++) {
                complete(journal, running.get(i), "running" + i);
                closed.add("running" + i);
            }
            assertEquals(closed.size(), journal.unsettledRequests());
            assertEquals(
                    closed,
                    durable(journal, closed.size()).stream()
                            .map(UsageRecord::getRequestId)
                            .toList());
            assertTrue(journal.segmentCount() <= SMALL.maxSegments());
            journal.settled(closed.size());
            Await.until(
                    () ->
                            journal.open(draft("again" + UUID.randomUUID()))
                                    instanceof Opening.Opened,
                    "there is room again");
        }
    }

    private static String fill(Journal journal, List<String> closed) {
        long deadline = System.nanoTime() + Await.LIMIT.toNanos();
        for (int i = 0; System.nanoTime() < deadline; i++) {
            String id = "fill" + i;
            switch (journal.open(draft(id))) {
                case Opening.Full(String reason) -> {
                    if (journal.segmentCount() == SMALL.maxSegments()) {
                        return reason;
                    }
                    Thread.onSpinWait();
                }
                case Opening.Opened(OpenRequest request) -> {
                    complete(journal, request, id);
                    closed.add(id);
                }
            }
        }
        throw new AssertionError("never full");
    }

    @Test
    void deletesWhatIsSettledAndCarriesLongRequestsOn() {
        try (Journal journal = open()) {
            OpenRequest longOne = open(journal, "long");
            for (int i = 1; i <= 3_000; i++) {
                String id = "r" + i;
                complete(journal, openWhenThereIsRoom(journal, id), id);
                if (i % 50 == 0) {
                    settleAll(journal);
                    journal.mark(List.of(new Journal.Mark(longOne, mark("long", i))));
                }
            }
            Await.until(() -> journal.segmentCount() <= 2, "old segments go");
        }
        try (Journal journal = open()) {
            UsageRecord record = durable(journal, 1).getFirst();
            assertEquals("long", record.getRequestId());
            assertEquals(3_000, record.getTokens().getOutput());
            assertEquals(3_001, record.getJournalSequence());
        }
    }

    private static OpenRequest openWhenThereIsRoom(Journal journal, String id) {
        AtomicReference<@Nullable OpenRequest> opened = new AtomicReference<>();
        Await.until(
                () -> {
                    if (journal.open(draft(id)) instanceof Opening.Opened(OpenRequest request)) {
                        opened.set(request);
                        return true;
                    }
                    return false;
                },
                "there is room");
        return Objects.requireNonNull(opened.get());
    }

    private static void settleAll(Journal journal) {
        Await.until(
                () -> {
                    SettleWindow window = journal.window(100);
                    journal.settled(window.lastSequence());
                    return journal.unsettledRequests() == 0;
                },
                "all is durable and settled");
    }

    @Test
    void leavesTheExplanationOutOfARecordThatIsTooLong() {
        try (Journal journal = open()) {
            OpenRequest request = open(journal, "big");
            journal.close(
                    request,
                    draft("big").toBuilder()
                            .setAdmittedAtUs(request.admittedAtUs())
                            .setDecision(DecisionRecord.newBuilder().setMode("x".repeat(5_000)))
                            .build());
            assertEquals("", durable(journal, 1).getFirst().getDecision().getMode());
        }
    }

    @Test
    void throwsAwaySegmentsThatWereNeverUsed() throws IOException {
        try (Journal journal = open()) {
            complete(journal, open(journal, "a"), "a");
        }
        Files.write(folder.resolve("00000000000000ff.segment"), new byte[65_536]);
        Files.write(folder.resolve("0000000000000100.segment"), new byte[10]);
        try (Journal journal = open()) {
            assertEquals(1, durable(journal, 1).size());
        }
        assertTrue(Files.notExists(folder.resolve("0000000000000100.segment")));
    }
}
