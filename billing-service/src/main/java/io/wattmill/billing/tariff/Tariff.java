// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.tariff;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.wattmill.billing.price.CardTerms;
import io.wattmill.billing.price.PriceBook;
import io.wattmill.contract.ledger.v1.LedgerAddresses;
import io.wattmill.contract.ledger.v1.PriceChanged;
import io.wattmill.contract.ledger.v1.RateCardReply;
import io.wattmill.contract.ledger.v1.RateCardRequest;
import io.wattmill.kit.bus.Bus;

/** The price book in force: read from PostgreSQL, kept in memory, served to gateways. */
public final class Tariff {

    private final PriceStore store;
    private volatile PriceBook book;

    private Tariff(PriceStore store, PriceBook book) {
        this.store = store;
        this.book = book;
    }

    /** Makes the configured terms the newest version, tells the bus, and gives the tariff. */
    public static Future<Tariff> open(Pool pool, Bus bus, CardTerms configured, long nowUs) {
        PriceStore store = new PriceStore(pool);
        return store.ensure(configured, nowUs)
                .map(book -> new Tariff(store, book))
                .onSuccess(
                        tariff ->
                                bus.publish(
                                        LedgerAddresses.PRICE_CHANGED,
                                        PriceChanged.newBuilder()
                                                .setVersion(tariff.book.latest().version())
                                                .build()));
    }

    /** Every version. */
    public PriceBook book() {
        return book;
    }

    /**
     * The book, read again when it does not know a version that somebody quotes: another service
     * may have added it.
     */
    public Future<PriceBook> bookWith(int quotedVersion) {
        if (quotedVersion <= book.latest().version()) {
            return Future.succeededFuture(book);
        }
        return store.read().onSuccess(read -> book = read);
    }

    /** Answers a gateway: the newest card, or that it has it. */
    public RateCardReply reply(RateCardRequest request) {
        var latest = book.latest();
        return request.getKnownVersion() == latest.version()
                ? RateCardReply.newBuilder().setUnchanged(true).build()
                : RateCardReply.newBuilder().setCard(RateCards.message(latest)).build();
    }
}
