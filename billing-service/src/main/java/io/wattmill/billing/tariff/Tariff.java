// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.tariff;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.sqlclient.Pool;
import io.wattmill.billing.price.CardTerms;
import io.wattmill.billing.price.FacilityFactors;
import io.wattmill.billing.price.PriceBook;
import io.wattmill.billing.price.RateCardVersion;
import io.wattmill.contract.ledger.v1.LedgerAddresses;
import io.wattmill.contract.ledger.v1.PriceChanged;
import io.wattmill.contract.ledger.v1.RateCardReply;
import io.wattmill.contract.ledger.v1.RateCardRequest;
import io.wattmill.kit.bootstrap.ServiceContext;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Optional;

/**
 * The price book: read from PostgreSQL, kept in memory, served to gateways as the card in force.
 * Another billing service that changes it says so on the bus; a version that a gateway quotes and
 * this one does not know is read then.
 */
public final class Tariff {

    private static final Logger LOG = LoggerFactory.getLogger(Tariff.class);

    private final ServiceContext context;
    private final PriceStore store;
    private final boolean refusesUnpriced;
    private final MessageConsumer<Buffer> hints;
    private volatile PriceBook book;

    private Tariff(ServiceContext context, PriceStore store, PricesConfig config, PriceBook book) {
        this.context = context;
        this.store = store;
        this.refusesUnpriced = config.unknown() == UnknownPrice.REFUSE;
        this.book = book;
        this.hints =
                context.bus()
                        .subscribe(
                                LedgerAddresses.PRICE_CHANGED,
                                PriceChanged.parser(),
                                _ -> rereadQuietly());
    }

    /** Brings what the configuration changed into force, tells the bus, and gives the tariff. */
    public static Future<Tariff> open(ServiceContext context, Pool pool, PricesConfig config) {
        PriceStore store = new PriceStore(pool);
        return store.configure(config.terms(), context.clock().nowUs())
                .map(versions -> new Tariff(context, store, config, versions.book()))
                .onSuccess(tariff -> tariff.announce(tariff.inForce().version()));
    }

    /** Hears no more of changes. */
    public Future<Void> close() {
        return hints.unregister();
    }

    /** Every version that is, was or will be in force. */
    public PriceBook book() {
        return book;
    }

    /** The version in force at this moment. */
    public RateCardVersion inForce() {
        return book.at(context.clock().nowUs());
    }

    /** The factors of the site at this moment. */
    public FacilityFactors facility() {
        return inForce().terms().facility();
    }

    /**
     * The book, read again when it does not know a version that somebody quotes: another service
     * may have added it.
     */
    public Future<PriceBook> bookWith(int quotedVersion) {
        boolean known = quotedVersion <= 0 || book.version(quotedVersion).isPresent();
        return known ? Future.succeededFuture(book) : reread();
    }

    /** Answers a gateway: the card in force, or that it has it. */
    public RateCardReply reply(RateCardRequest request) {
        RateCardVersion card = inForce();
        RateCardReply.Builder reply = RateCardReply.newBuilder().setRefuseUnpriced(refusesUnpriced);
        return request.getKnownVersion() == card.version()
                ? reply.setUnchanged(true).build()
                : reply.setCard(RateCards.message(card)).build();
    }

    /** Every version, drafts included. */
    public Future<List<BookVersion>> versions() {
        return store.read().map(Versions::all);
    }

    /** Keeps terms as a draft; its number. */
    public Future<Integer> draft(CardTerms terms, String note) {
        return store.draft(terms, note);
    }

    /**
     * Puts the terms of a version into force, now or later; the number that they then have, empty
     * when there is no such version.
     */
    public Future<Optional<Integer>> activate(int version, long atUs) {
        return store.activate(version, Math.max(atUs, context.clock().nowUs()))
                .compose(number -> reread().map(number))
                .onSuccess(number -> number.ifPresent(this::announce));
    }

    /**
     * Puts the terms of the version before the one in force into force again, as a new version;
     * empty when there was none.
     */
    public Future<Optional<Integer>> rollBack() {
        long nowUs = context.clock().nowUs();
        return reread().compose(
                        read ->
                                read.before(read.at(nowUs))
                                        .map(before -> activate(before.version(), nowUs))
                                        .orElseGet(() -> Future.succeededFuture(Optional.empty())));
    }

    private Future<PriceBook> reread() {
        return store.read().map(Versions::book).onSuccess(read -> book = read);
    }

    private void rereadQuietly() {
        reread().onFailure(
                        cause -> LOG.atWarn().setCause(cause).log("price book could not be read"));
    }

    private void announce(int version) {
        LOG.atInfo().addKeyValue("version", version).log("price book changed");
        context.bus()
                .publish(
                        LedgerAddresses.PRICE_CHANGED,
                        PriceChanged.newBuilder().setVersion(version).build());
    }
}
