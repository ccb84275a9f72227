// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.settle;

import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.wattmill.billing.crash.CrashPoint;
import io.wattmill.billing.price.PriceBook;
import io.wattmill.billing.settle.EventStore.Progress;
import io.wattmill.billing.sql.Sequence;
import io.wattmill.billing.tariff.Tariff;
import io.wattmill.billing.usage.GatewayTally;
import io.wattmill.billing.usage.ParsedBatch;
import io.wattmill.billing.usage.RatedUsage;
import io.wattmill.billing.usage.Refusal;
import io.wattmill.billing.usage.UsageEvent;
import io.wattmill.billing.usage.UsageParser;
import io.wattmill.contract.ledger.v1.SettleAck;
import io.wattmill.contract.ledger.v1.SettleBatch;
import io.wattmill.kit.bootstrap.ServiceContext;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Settles batches: parse, rate with authority, book, acknowledge after commit. Whatever fails as a
 * whole is answered with a reason to send it again, and nothing of it was booked; sending again is
 * always safe.
 */
public final class Settlement {

    private final ServiceContext context;
    private final EventStore store;
    private final Tariff tariff;
    private final SettleConfig config;
    private final SettleMetrics metrics;

    /**
     * @param keepCounts how often gateways' own counts are put on record
     */
    public Settlement(
            ServiceContext context,
            Pool pool,
            Tariff tariff,
            SettleConfig config,
            Duration keepCounts) {
        this.context = context;
        this.store =
                new EventStore(
                        pool,
                        config.shards(),
                        new GatewayCountTable(
                                TimeUnit.MILLISECONDS.toMicros(keepCounts.toMillis())));
        this.tariff = tariff;
        this.config = config;
        this.metrics = new SettleMetrics(context.metrics());
    }

    /** The acknowledgement of a batch; never a failed future. */
    public Future<SettleAck> settle(SettleBatch batch) {
        if (batch.getRecordsCount() > config.maxBatchRecords()) {
            metrics.tooLarge(batch.getRecordsList());
            return retry(batch, "a batch holds at most " + config.maxBatchRecords() + " records");
        }
        if (!UsageParser.hasOrigin(batch)) {
            return retry(batch, "a batch names its gateway and its journal");
        }
        long startNanos = context.ticker().nanos();
        return booked(batch)
                .timeout(config.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(
                        booked -> metrics.committed(booked, context.ticker().nanos() - startNanos))
                .onSuccess(_ -> crashPoint(batch))
                .map(booked -> booked.ack(batch.getBatch()))
                .onFailure(metrics::failed)
                .recover(_ -> retry(batch, "the ledger is not available"));
    }

    private static void crashPoint(SettleBatch batch) {
        if (batch.getRecordsCount() > 0) {
            CrashPoint.AFTER_COMMIT.pass();
        }
    }

    private static Future<SettleAck> retry(SettleBatch batch, String reason) {
        return Future.succeededFuture(
                SettleAck.newBuilder().setBatch(batch.getBatch()).setRetryReason(reason).build());
    }

    private Future<Booked> booked(SettleBatch batch) {
        ParsedBatch parsed = UsageParser.parse(batch);
        return tariff.bookWith(parsed.newestPriceVersion())
                .map(book -> parsed.events().stream().map(event -> rate(book, event)).toList())
                .compose(usages -> book(batch, usages, parsed.refused()));
    }

    private Future<Booked> book(SettleBatch batch, List<RatedUsage> usages, List<Refusal> refused) {
        return store.book(usages, refused, progress(batch))
                .recover(cause -> orElse(cause, () -> bookEach(batch, usages, refused)));
    }

    private static RatedUsage rate(PriceBook book, UsageEvent event) {
        return new RatedUsage(
                event,
                book.rate(
                        event.claim().priceVersion(),
                        event.call().model(),
                        event.situation(),
                        event.result().tokens()));
    }

    /** One record that PostgreSQL refuses must not hold up the rest for ever: each goes alone. */
    private Future<Booked> bookEach(
            SettleBatch batch, List<RatedUsage> usages, List<Refusal> refused) {
        return Sequence.map(usages, this::bookAlone)
                .map(each -> each.stream().reduce(Booked.NOTHING, Booked::plus))
                .map(new Booked(List.of(), 0, refused)::plus)
                .compose(sum -> store.book(List.of(), sum.refused(), progress(batch)).map(sum));
    }

    private Future<Booked> bookAlone(RatedUsage usage) {
        return store.bookAlone(usage)
                .recover(
                        cause ->
                                orElse(
                                        cause,
                                        () -> Future.succeededFuture(unstorable(usage, cause))));
    }

    private static Future<Booked> orElse(Throwable cause, Supplier<Future<Booked>> whenUnstorable) {
        return isUnstorable(cause) ? whenUnstorable.get() : Future.failedFuture(cause);
    }

    private static Booked unstorable(RatedUsage usage, Throwable cause) {
        return Booked.refused(
                Refusal.of(usage.event(), Refusal.UNSTORABLE, String.valueOf(cause.getMessage())));
    }

    /** SQLSTATE classes 22 (data exception) and 23 (integrity): sending again would not help. */
    private static boolean isUnstorable(Throwable cause) {
        return cause instanceof PgException pg
                && pg.getSqlState() != null
                && (pg.getSqlState().startsWith("22") || pg.getSqlState().startsWith("23"));
    }

    private Progress progress(SettleBatch batch) {
        return new Progress(
                batch.getJournalId(),
                batch.getGatewayId(),
                batch.getWatermarkUs(),
                batch.getSettledThrough(),
                batch.getClosedThrough(),
                context.clock().nowUs(),
                GatewayTally.of(batch));
    }
}
