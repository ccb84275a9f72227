// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.bench;

import static io.wattmill.kit.testing.Await.await;

import io.wattmill.billing.BillingWorld;
import io.wattmill.billing.Records;
import io.wattmill.contract.common.v1.WorkContext;
import io.wattmill.contract.ledger.v1.SettleAck;
import io.wattmill.contract.ledger.v1.SettleBatch;
import io.wattmill.contract.ledger.v1.UsageRecord;
import io.wattmill.kit.stream.Feed;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A gateway that settles at a rate, in a batch each fiftieth of a second. */
final class SettlingLoad {

    private static final int BATCHES_PER_SECOND = 50;
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final BillingWorld world;
    private final int perBatch;
    private final Feed<SettleBatch> feed;
    private final AtomicLong settled = new AtomicLong();
    private final String journal = "journal-load-" + NUMBERS.incrementAndGet();
    private final long startNs = System.nanoTime();
    private volatile boolean stopped;
    private final Thread thread;
    private int sent;
    private long refused;

    private SettlingLoad(BillingWorld world, int perSecond) {
        this.world = world;
        this.perBatch = perSecond / BATCHES_PER_SECOND;
        this.feed = Feed.of(world.vertx, 500);
        this.thread = Thread.ofPlatform().unstarted(this::run);
    }

    /** Starts; a rate of 0 settles nothing. */
    static SettlingLoad start(BillingWorld world, int perSecond) {
        SettlingLoad load = new SettlingLoad(world, perSecond);
        if (perSecond > 0) {
            await(world.service().ledger().settle(load.feed)).handler(load::acknowledged);
            load.thread.start();
        }
        return load;
    }

    /** Ends; what was settled. */
    String stop() throws InterruptedException {
        stopped = true;
        thread.join();
        feed.end();
        double seconds = (System.nanoTime() - startNs) / 1e9;
        return String.format(
                Locale.ROOT,
                "%,.0f requests settled per second, %,d offered, %,d bad",
                settled.get() / seconds,
                sent,
                refused);
    }

    private void acknowledged(SettleAck ack) {
        if (ack.getRetryReason().isEmpty()) {
            settled.addAndGet(perBatch - ack.getRejectedCount());
        } else {
            refused += perBatch;
        }
    }

    private void run() {
        for (int batch = 1; !stopped; batch++) {
            feed.offer(batch(batch));
            sent += perBatch;
            long dueNs = startNs + batch * (1_000_000_000L / BATCHES_PER_SECOND);
            LockSupport.parkNanos(Math.max(0, dueNs - System.nanoTime()));
        }
    }

    private SettleBatch batch(int number) {
        List<UsageRecord> records = new ArrayList<>();
        for (int i = 0; i < perBatch; i++) {
            records.add(record(sent + i + 1));
        }
        return Records.batch(records).setJournalId(journal).setBatch(number).build();
    }

    /** Requests that end now, of everybody in turn. */
    private UsageRecord record(int n) {
        String id = Records.id(NUMBERS.get() * 100_000_000 + n);
        return Records.record(n, world.clock.nowUs() - 3_000_000)
                .setRequestId(id)
                .setPrincipal(
                        BillingWorld.tenant("project-" + n % 20, "key-" + n % 20 + "-" + n % 3))
                .setModel("model-" + n / 60 % 3)
                .setWork(WorkContext.newBuilder().setTier(n / 180 % 2 == 0 ? "" : "flex"))
                .build();
    }
}
