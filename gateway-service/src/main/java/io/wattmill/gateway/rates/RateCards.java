// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.rates;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageConsumer;
import io.wattmill.contract.ledger.v1.Ledger;
import io.wattmill.contract.ledger.v1.LedgerAddresses;
import io.wattmill.contract.ledger.v1.PriceChanged;
import io.wattmill.contract.ledger.v1.RateCardReply;
import io.wattmill.contract.ledger.v1.RateCardRequest;
import io.wattmill.gateway.meter.PriceTable;
import io.wattmill.gateway.meter.Situation;
import io.wattmill.kit.bus.Bus;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.TimeUnit;

/**
 * The newest rate card: asked for at intervals, and at once when billing says that a price changed.
 * Without billing the last card is used on; before the first one requests run unpriced and billing
 * rates them later.
 */
public final class RateCards {

    private static final Logger LOG = LoggerFactory.getLogger(RateCards.class);

    private final Vertx vertx;
    private final RatesConfig config;
    private final Ledger ledger;
    private final Bus bus;
    private final MeterRegistry metrics;
    private volatile PriceTable table = PriceTable.NONE;
    private @Nullable MessageConsumer<Buffer> hints;
    private volatile boolean refuseUnpriced;
    private long timer = -1;

    /** Cards of {@code ledger}; none until {@link #start}. */
    public RateCards(
            Vertx vertx, RatesConfig config, Ledger ledger, Bus bus, MeterRegistry metrics) {
        this.vertx = vertx;
        this.config = config;
        this.ledger = ledger;
        this.bus = bus;
        this.metrics = metrics;
    }

    /** Prices of this moment. From any thread. */
    public PriceTable current() {
        return table;
    }

    /**
     * Whether a request is to be refused because the card in use has no price for it.
     *
     * @param makes whether it has output; embeddings have none and need no price for it
     */
    public boolean refuses(String model, Situation situation, long inputTokens, boolean makes) {
        PriceTable current = table;
        return refuseUnpriced
                && current.version() > 0
                && !current.rates(model, situation, inputTokens).areComplete(makes);
    }

    /** Completes when a first answer came or was waited for; billing need not be there. */
    public Future<Void> start() {
        hints =
                bus.subscribe(
                        LedgerAddresses.PRICE_CHANGED,
                        PriceChanged.parser(),
                        changed -> {
                            if (changed.getVersion() != table.version()) {
                                refreshQuietly();
                            }
                        });
        timer = vertx.setPeriodic(config.refresh().toMillis(), _ -> refreshQuietly());
        return refresh().otherwiseEmpty();
    }

    /** Ends the refreshing. */
    public Future<Void> stop() {
        vertx.cancelTimer(timer);
        return hints == null ? Future.succeededFuture() : hints.unregister();
    }

    private void refreshQuietly() {
        refresh().onFailure(e -> LOG.atDebug().setCause(e).log("no rate card now"));
    }

    private Future<Void> refresh() {
        return ledger.rateCard(
                        RateCardRequest.newBuilder().setKnownVersion(table.version()).build())
                .timeout(config.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(_ -> metrics.counter("wattmill_rates_refresh_failures").increment())
                .map(this::take);
    }

    private @Nullable Void take(RateCardReply reply) {
        refuseUnpriced = reply.getRefuseUnpriced();
        if (!reply.getUnchanged() && reply.getCard().getVersion() != table.version()) {
            try {
                table = PriceTable.of(reply.getCard());
                LOG.atInfo().addKeyValue("version", table.version()).log("rate card in use");
            } catch (NumberFormatException e) {
                metrics.counter("wattmill_rates_unreadable").increment();
                LOG.atError()
                        .addKeyValue("version", reply.getCard().getVersion())
                        .setCause(e)
                        .log("rate card refused: a price is no decimal");
            }
        }
        return null;
    }
}
