// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.settle;

import static io.wattmill.billing.Records.batch;
import static io.wattmill.billing.Records.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.billing.BillingWorld;
import io.wattmill.contract.ledger.v1.RateCard;
import io.wattmill.contract.ledger.v1.RateCardRequest;
import io.wattmill.contract.ledger.v1.SettleAck;
import io.wattmill.contract.ledger.v1.SettleBatch;
import io.wattmill.contract.ledger.v1.UsageRecord;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

final class FaultTest {

    private static final String KILL =
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name ="
                    + " 'wattmill-billing' AND datname = current_database()";

    private final BillingWorld world = BillingWorld.start();
    private final long startUs = world.clock.nowUs();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void booksEverythingOnceThoughItsConnectionsAreKilled() throws InterruptedException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        AtomicBoolean done = new AtomicBoolean();
        // Where a batch takes long it is cut off less and less often: it has to come to its end.
        AtomicInteger tries = new AtomicInteger(1);
        Thread killer =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    while (!done.get()) {
                                        world.number(
                                                "SELECT count(*) FROM (" + KILL + ") AS killed");
                                        long nanos = 10_000_000L + random.nextInt(90_000_000);
                                        LockSupport.parkNanos(nanos * tries.get());
                                    }
                                });
        int retries = 0;
        int batches = 0;
        while (batches < 25 || retries == 0 && batches < 500) {
            SettleBatch batch = full(batches++ * 40 + 1, 40);
            tries.set(1);
            while (!world.settle(batch).getRetryReason().isEmpty()) {
                tries.incrementAndGet();
                retries++;
            }
        }
        done.set(true);
        killer.join();
        System.out.println("batches sent again: " + retries);
        assertTrue(retries > 0, "nothing was killed in the middle");
        assertEquals(batches * 40, world.number("SELECT count(*) FROM usage_event"));
        Await.until(
                () -> world.get("/billing/verify", BillingWorld.admin()).status() == 200,
                "no connection of its pool is one that was killed");
        world.verify();
    }

    @Test
    void tellsTheGatewayToSendAgainWhileTheDatabaseIsAway() {
        world.server(
                "ALTER DATABASE " + world.database.database() + " WITH ALLOW_CONNECTIONS false");
        world.server(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
                        + world.database.database()
                        + "'");
        SettleAck ack = world.settle(batch(record(1, startUs)));
        assertFalse(ack.getRetryReason().isEmpty());
        assertEquals(503, world.get("/v1/requests/last", BillingWorld.admin()).status());
        world.server(
                "ALTER DATABASE " + world.database.database() + " WITH ALLOW_CONNECTIONS true");
        Await.until(
                () -> world.settle(batch(record(1, startUs))).getRetryReason().isEmpty(),
                "billing recovers");
        assertEquals(1, world.number("SELECT count(*) FROM usage_event"));
        world.verify();
    }

    @Test
    void oneRecordThatTheDatabaseRefusesDoesNotHoldUpTheRest() {
        world.execute("ALTER TABLE usage_event ADD CONSTRAINT trap CHECK (label <> 'trap')");
        UsageRecord.Builder trap = record(2, startUs);
        trap.getWorkBuilder().setLabel("trap");
        SettleAck ack = world.settle(batch(record(1, startUs), trap, record(3, startUs)));
        assertEquals("unstorable", ack.getRejected(0).getCode());
        assertEquals(2, world.number("SELECT count(*) FROM usage_event"));
        assertEquals(1, world.number("SELECT count(*) FROM usage_quarantine"));
        world.verify();
    }

    @Test
    void aRestartedServiceKnowsWhatWasBooked() {
        world.settle(batch(record(1, startUs)));
        world.restart();
        SettleAck ack = world.settle(batch(record(1, startUs), record(2, startUs)));
        assertEquals(0, ack.getRejectedCount());
        assertEquals(2, world.number("SELECT count(*) FROM usage_event"));
        world.verify();
    }

    @Test
    void aChangedPriceBookIsANewVersionAndOldRequestsKeepTheirs() {
        world.settle(batch(record(1, startUs)));
        world.clock.advance(Duration.ofHours(1));
        world.restart(
                "billing: {prices: {models: {llama-3.1-8b: {input-per-mtok: 0.36, output-per-mtok:"
                        + " 0.36}}}}");
        RateCard card =
                Await.await(world.service().ledger().rateCard(RateCardRequest.getDefaultInstance()))
                        .getCard();
        assertEquals(2, card.getVersion());
        assertEquals("0.36", card.getModels(0).getInputPerMtok());
        long afterUs = world.clock.nowUs();
        world.settle(
                batch(
                        record(2, afterUs).setPriceVersion(1),
                        record(3, afterUs).setPriceVersion(2)));
        assertEquals(
                26_100,
                world.number("SELECT charged_nano FROM usage_event WHERE journal_sequence = 2"));
        assertEquals(
                61_200,
                world.number("SELECT charged_nano FROM usage_event WHERE journal_sequence = 3"));
        world.restart(
                "billing: {prices: {models: {llama-3.1-8b: {input-per-mtok: 0.36, output-per-mtok:"
                        + " 0.36}}}}");
        assertEquals(2, world.number("SELECT max(version) FROM rate_card"));
        world.verify();
    }

    @Test
    void aDrainedServiceStillSettlesWhatGatewaysFinishAndAStoppedOneSaysSo() {
        var ledger = world.service();
        Await.await(ledger.drain());
        assertEquals("", world.settle(batch(record(1, startUs))).getRetryReason());
        Await.await(ledger.stop());
        assertEquals(
                "billing is stopping", world.settle(batch(record(2, startUs))).getRetryReason());
    }

    @Test
    void booksABatchOfTwoHundredQuickly() {
        for (int b = 0; b < 20; b++) {
            world.settle(full(1 + b * 200, 200));
        }
        long[] millis =
                IntStream.range(0, 20)
                        .mapToLong(
                                b -> {
                                    SettleBatch batch = full(10_001 + b * 200, 200);
                                    long start = System.nanoTime();
                                    world.settle(batch);
                                    return (System.nanoTime() - start) / 1_000_000;
                                })
                        .sorted()
                        .toArray();
        System.out.println(
                "batch of 200 records: median "
                        + millis[10]
                        + " ms, slowest "
                        + millis[19]
                        + " ms");
        long start = System.nanoTime();
        IntStream.range(0, 5).forEach(b -> world.settle(full(20_001 + b * 1_000, 1_000)));
        long perSecond = 5_000L * 1_000_000_000L / (System.nanoTime() - start);
        System.out.println("batches of 1,000 records, one stream: " + perSecond + " records/s");
        assertTrue(millis[10] < 1_000, "a batch takes " + millis[10] + " ms");
    }

    private SettleBatch full(int first, int count) {
        List<UsageRecord> records =
                IntStream.range(first, first + count)
                        .mapToObj(n -> record(n, startUs + n).build())
                        .toList();
        return batch(records).build();
    }
}
