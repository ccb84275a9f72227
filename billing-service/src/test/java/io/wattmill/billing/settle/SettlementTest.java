// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.settle;

import static io.wattmill.billing.Records.batch;
import static io.wattmill.billing.Records.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.billing.BillingWorld;
import io.wattmill.billing.Records;
import io.wattmill.contract.common.v1.TokenVector;
import io.wattmill.contract.ledger.v1.LeaseGrant;
import io.wattmill.contract.ledger.v1.LeaseRequest;
import io.wattmill.contract.ledger.v1.LeaseWish;
import io.wattmill.contract.ledger.v1.RateCardRequest;
import io.wattmill.contract.ledger.v1.SettleAck;
import io.wattmill.contract.ledger.v1.SettleBatch;
import io.wattmill.contract.ledger.v1.UsageRecord;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SettlementTest {

    private static final int STREAMS = 4;
    private static final long EVENTS_CHARGE = 26_100;

    private final BillingWorld world = BillingWorld.start();
    private final long startUs = world.clock.nowUs();

    @BeforeAll
    void firstRequest() {
        SettleAck ack = world.settle(batch(record(1, startUs)));
        assertEquals("", ack.getRetryReason());
        assertEquals(List.of(), ack.getRejectedList());
    }

    @AfterAll
    void close() {
        world.close();
    }

    @Test
    void booksMoneyAndEachKindOfTokenOnce() {
        String event = "event_id = '" + Records.id(1) + "'";
        assertEquals(1, world.number("SELECT count(*) FROM transfer WHERE " + event));
        assertEquals(
                EVENTS_CHARGE,
                world.number("SELECT amount FROM transfer WHERE ledger = 1 AND " + event));
        assertEquals(
                2 * 170,
                world.number(
                        "SELECT sum(amount) FROM transfer WHERE ledger = 2 AND booking_id ="
                                + " (SELECT booking_id FROM usage_event WHERE request_id = '"
                                + Records.id(1)
                                + "')"));
        world.verify();
    }

    @Test
    void acknowledgesARepeatAndChangesNothing() {
        long before = world.number("SELECT sum(debits_posted) FROM account");
        SettleAck ack = world.settle(batch(record(1, startUs)));
        assertEquals(0, ack.getRejectedCount());
        assertEquals("", ack.getRetryReason());
        assertEquals(before, world.number("SELECT sum(debits_posted) FROM account"));
    }

    @Test
    void refusesTheSameIdWithOtherContentAndKeepsIt() {
        UsageRecord.Builder other = record(1, startUs).setWasteTokens(7);
        SettleAck ack = world.settle(batch(other, record(2, startUs)));
        assertEquals("conflict", ack.getRejected(0).getCode());
        assertEquals(1, ack.getRejectedCount());
        assertEquals(
                1,
                world.number(
                        "SELECT count(*) FROM usage_event WHERE request_id = '"
                                + Records.id(2)
                                + "'"));
        assertEquals(
                1, world.number("SELECT count(*) FROM usage_quarantine WHERE code = 'conflict'"));
        world.settle(batch(other));
        assertEquals(
                1, world.number("SELECT count(*) FROM usage_quarantine WHERE code = 'conflict'"));
        world.verify();
    }

    @Test
    void refusesAnotherRequestInATakenPlaceOfTheJournal() {
        SettleAck ack = world.settle(batch(record(3, startUs).setJournalSequence(1)));
        assertEquals("journal_conflict", ack.getRejected(0).getCode());
        assertEquals(
                0,
                world.number(
                        "SELECT count(*) FROM usage_event WHERE request_id = '"
                                + Records.id(3)
                                + "'"));
    }

    @Test
    void refusesWhatCannotBeBookedAndBooksTheRest() {
        List<UsageRecord.Builder> bad =
                List.of(
                        record(11, startUs).setRequestId("11"),
                        record(12, startUs).setTokens(TokenVector.newBuilder().setOutput(-1)),
                        record(13, startUs)
                                .setTokens(TokenVector.newBuilder().setOutput(1).setReasoning(2)),
                        record(14, startUs).clearPrincipal(),
                        record(15, startUs).clearOutcome(),
                        record(16, startUs).setAdmittedAtUs(5),
                        record(17, startUs).setModel("m".repeat(300)),
                        record(18, startUs).setModel("nul\0"));
        List<UsageRecord> all =
                new ArrayList<>(bad.stream().map(UsageRecord.Builder::build).toList());
        all.add(record(19, startUs).build());
        SettleAck ack = world.settle(batch(all).build());
        assertEquals(8, ack.getRejectedCount());
        assertEquals(
                1,
                world.number(
                        "SELECT count(*) FROM usage_event WHERE journal_sequence BETWEEN 11 AND"
                                + " 19"));
        assertEquals(
                8,
                world.number(
                        "SELECT count(*) FROM usage_quarantine WHERE journal_sequence BETWEEN 11"
                                + " AND 19"));
        world.verify();
    }

    @Test
    void putsAClockThatWentBackInOrderRatherThanRefusing() {
        world.settle(batch(record(21, startUs).setEndedAtUs(startUs - 3_600_000_000L)));
        assertEquals(
                1,
                world.number(
                        "SELECT count(*) FROM usage_event WHERE journal_sequence = 21 AND ended_at"
                                + " = admitted_at"));
    }

    @Test
    void ratesWithAuthorityAndCountsWhatTheGatewayGotWrong() {
        double before = world.counter("wattmill_rating_mismatch");
        world.settle(batch(record(31, startUs).setChargedNano(1)));
        assertEquals(before + 1, world.counter("wattmill_rating_mismatch"));
        assertEquals(
                before + 1,
                world.counter(
                        "wattmill_metering_mismatch",
                        "between",
                        "gateway-ledger",
                        "dimension",
                        "charge"));
        assertEquals(
                EVENTS_CHARGE,
                world.number("SELECT charged_nano FROM usage_event WHERE journal_sequence = 31"));
    }

    @Test
    void ratesAnUnknownVersionWithTheBookOfItsTime() {
        double before = world.counter("wattmill_rating_unknown_version");
        world.settle(batch(record(32, startUs).setPriceVersion(77)));
        assertEquals(before + 1, world.counter("wattmill_rating_unknown_version"));
        assertEquals(
                1,
                world.number("SELECT price_version FROM usage_event WHERE journal_sequence = 32"));
        world.verify();
    }

    @Test
    void booksAModelWithoutAPriceAsUnpricedAndSaysSo() {
        double before = world.counter("wattmill_billing_unpriced");
        world.settle(batch(record(33, startUs).setModel("mystery-1t")));
        assertEquals(before + 1, world.counter("wattmill_billing_unpriced"));
        assertEquals(
                1,
                world.number(
                        "SELECT count(*) FROM usage_event WHERE journal_sequence = 33 AND"
                                + " price_tier IS NULL"));
        assertEquals(
                "mystery-1t p1",
                world.text(
                        "SELECT string_agg(name, ' ' ORDER BY dimension) FROM usage_total WHERE"
                                + " unpriced = 1"));
        world.verify();
    }

    @Test
    void givesTheSameBooksWhateverTheOrderAndNumberOfDeliveries() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        List<UsageRecord> records =
                IntStream.rangeClosed(100, 160)
                        .mapToObj(n -> record(n, startUs).setJournalSequence(n).build())
                        .toList();
        List<SettleBatch> deliveries = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            List<UsageRecord> shuffled = new ArrayList<>(records);
            Collections.shuffle(shuffled, random);
            deliveries.add(batch(shuffled.subList(0, 1 + random.nextInt(60))).build());
        }
        deliveries.add(batch(records).build());
        Collections.shuffle(deliveries, random);
        world.settle(deliveries).forEach(ack -> assertEquals(0, ack.getRejectedCount()));
        assertEquals(
                61,
                world.number(
                        "SELECT count(*) FROM usage_event WHERE journal_sequence BETWEEN 100 AND"
                                + " 160"));
        world.verify();
    }

    @Test
    void settlesConcurrentStreamsWithoutDeadlock() {
        List<Thread> threads =
                IntStream.range(0, STREAMS)
                        .mapToObj(
                                stream -> Thread.ofVirtual().start(() -> settleOverlapping(stream)))
                        .toList();
        threads.forEach(SettlementTest::join);
        assertEquals(
                8 * 10 + STREAMS * 8 * 10,
                world.number("SELECT count(*) FROM usage_event WHERE journal_sequence >= 1000"));
        world.verify();
    }

    /** Eight batches of twenty: ten that every stream sends, ten of its own. */
    private void settleOverlapping(int stream) {
        List<SettleBatch> batches = new ArrayList<>();
        for (int b = 0; b < 8; b++) {
            int common = 1_000 + 10 * b;
            int own = common + 1_000 * (stream + 1);
            List<UsageRecord> records = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                records.add(record(common + i, startUs).build());
                records.add(record(own + i, startUs).build());
            }
            batches.add(batch(records).build());
        }
        world.settle(batches);
    }

    @Test
    void aGatewayThatHasTheCardIsToldSo() {
        var reply =
                Await.await(
                        world.service()
                                .ledger()
                                .rateCard(RateCardRequest.newBuilder().setKnownVersion(1).build()));
        assertTrue(reply.getUnchanged());
    }

    @Test
    void aWishForAnUnknownBudgetIsRefused() {
        LeaseGrant grant =
                Await.await(
                                world.service()
                                        .ledger()
                                        .lease(
                                                LeaseRequest.newBuilder()
                                                        .setGatewayId("g")
                                                        .addWishes(
                                                                LeaseWish.newBuilder()
                                                                        .setBudgetId("b")
                                                                        .setAmount(5))
                                                        .build()))
                        .getGrants(0);
        assertEquals("there is no budget 'b'", grant.getRefusedReason());
        assertEquals(0, grant.getAmount());
    }

    @Test
    void keepsTheWatermarkOfAJournal() {
        world.settle(Records.watermark(startUs + 5));
        world.settle(Records.watermark(startUs + 3));
        assertEquals(startUs + 5, world.number("SELECT watermark_us FROM gateway_journal"));
    }

    @Test
    void asksAgainForABatchWithoutOriginOrWithTooManyRecords() {
        assertFalse(world.settle(SettleBatch.getDefaultInstance()).getRetryReason().isEmpty());
    }

    @Test
    void refusesToChangeWhatIsBooked() {
        for (String table :
                List.of("transfer", "booking", "usage_event", "usage_attempt", "price")) {
            assertThrows(IllegalStateException.class, () -> world.execute("DELETE FROM " + table));
            assertTrue(world.number("SELECT count(*) FROM " + table) > 0);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
