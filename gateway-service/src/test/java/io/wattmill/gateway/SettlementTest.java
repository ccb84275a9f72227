// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.contract.ledger.v1.SettleBatch;
import io.wattmill.contract.ledger.v1.UsageRecord;
import io.wattmill.gateway.far.Site;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Every request reaches the ledger once, whatever the ledger does. */
class SettlementTest {

    private static Site site;

    @BeforeAll
    static void open() {
        site =
                new Site(
                        Map.of(
                                "WATTMILL_GATEWAY_FLUSH_TIMEOUT", "300ms",
                                "WATTMILL_GATEWAY_SETTLE_ACK_TIMEOUT", "400ms",
                                "WATTMILL_GATEWAY_SETTLE_MAX_BACKOFF", "200ms",
                                "WATTMILL_GATEWAY_SETTLE_MAX_BATCH", "16"));
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @BeforeEach
    void reset() {
        site.reset();
    }

    private static Set<String> requests(int count) {
        Set<String> ids = new HashSet<>();
        try (ExecutorService callers = Executors.newFixedThreadPool(8)) {
            List<Future<String>> calls = new ArrayList<>();
            IntStream.range(0, count)
                    .forEach(
                            _ ->
                                    calls.add(
                                            callers.submit(
                                                    () ->
                                                            Site.requestId(
                                                                    site.post(
                                                                            "/v1/chat/completions",
                                                                            Site.chat(
                                                                                    false, ""))))));
            for (var call : calls) {
                ids.add(call.get());
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
        return ids;
    }

    private static void assertBookedOnce(Set<String> ids) {
        Await.until(() -> site.ledger.booked().size() >= ids.size(), "everything is booked");
        Set<String> booked = new HashSet<>();
        Set<Long> sequences = new HashSet<>();
        for (UsageRecord record : site.ledger.booked()) {
            booked.add(record.getRequestId());
            assertTrue(sequences.add(record.getJournalSequence()), "sequence given twice");
        }
        assertEquals(ids, booked);
        assertEquals(List.of(), site.ledger.conflicts());
        long first = sequences.stream().mapToLong(Long::longValue).min().orElseThrow();
        long last = sequences.stream().mapToLong(Long::longValue).max().orElseThrow();
        assertEquals(ids.size(), last - first + 1, "sequences are contiguous");
    }

    @Test
    void booksEachRequestOnceInContiguousSequence() {
        assertBookedOnce(requests(50));
    }

    @Test
    void servesWhileTheLedgerIsAwayAndSettlesLater() {
        site.ledger.away(true);
        Set<String> ids = requests(20);
        assertEquals(0, site.ledger.booked().size());
        site.ledger.away(false);
        assertBookedOnce(ids);
    }

    @Test
    void sendsAgainWhatWasNotConfirmed() {
        site.ledger.silent(2);
        assertBookedOnce(requests(10));
        Await.until(
                () ->
                        site.ledger.batches().getLast().getSettledThrough()
                                == site.ledger.batches().getLast().getClosedThrough(),
                "everything is confirmed in the end");
    }

    @Test
    void sendsAgainWhatTheLedgerAsksForAgain() {
        site.ledger.retry(3);
        assertBookedOnce(requests(10));
    }

    @Test
    void sendsAWatermarkWhenThereIsNothingToSettle() {
        long before = System.currentTimeMillis() * 1_000;
        Await.until(
                () ->
                        site.ledger.batches().stream()
                                .anyMatch(
                                        b ->
                                                b.getRecordsCount() == 0
                                                        && b.getWatermarkUs() > before),
                "a heartbeat comes");
        SettleBatch last = site.ledger.batches().getLast();
        assertEquals(36, last.getGatewayId().length());
        assertEquals(36, last.getJournalId().length());
    }

    @Test
    void keepsWhatTheLedgerRefusesAndGoesOn() throws IOException {
        site.router.serve("bad", "node-1", site.one.url());
        site.ledger.refuse("bad");
        String id =
                Site.requestId(
                        site.post(
                                "/v1/chat/completions",
                                Site.chat(false, "").replace("llama", "bad")));
        Path rejected = site.data.resolve("journal/rejected.jsonl");
        Await.until(() -> Files.exists(rejected) && contains(rejected, id), "the record is kept");
        String next = Site.requestId(site.post("/v1/chat/completions", Site.chat(false, "")));
        site.ledger.await(next);
    }

    private static boolean contains(Path file, String text) {
        try {
            return Files.readString(file).contains(text);
        } catch (IOException _) {
            return false;
        }
    }

    @Test
    void settlesAfterARestartWhatWasClosedBefore() {
        site.ledger.away(true);
        Set<String> ids = requests(5);
        String journal =
                site.ledger.batches().isEmpty()
                        ? ""
                        : site.ledger.batches().getLast().getJournalId();
        site.restart();
        assertEquals(0, site.ledger.booked().size());
        site.ledger.away(false);
        assertBookedOnce(ids);
        if (!journal.isEmpty()) {
            assertEquals(journal, site.ledger.batches().getLast().getJournalId());
        }
    }

    @Test
    void neverSendsAWatermarkPastARequestThatIsNotSettled() {
        requests(30);
        Await.until(() -> site.ledger.booked().size() == 30, "everything is booked");
        long watermark = 0;
        for (SettleBatch batch : site.ledger.batches()) {
            for (UsageRecord record : batch.getRecordsList()) {
                assertTrue(record.getAdmittedAtUs() >= watermark, "a watermark ran ahead");
            }
            assertTrue(batch.getWatermarkUs() >= watermark, "a watermark went back");
            watermark = batch.getWatermarkUs();
        }
    }
}
