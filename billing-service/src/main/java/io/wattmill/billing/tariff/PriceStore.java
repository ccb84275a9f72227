// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.tariff;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.price.CardTerms;
import io.wattmill.billing.price.FacilityFactors;
import io.wattmill.billing.price.PriceBook;
import io.wattmill.billing.price.RateCardVersion;
import io.wattmill.billing.sql.BulkInsert;
import io.wattmill.billing.sql.Instants;
import io.wattmill.billing.sql.PgType;
import io.wattmill.billing.sql.Rows;
import io.wattmill.billing.sql.Statement;
import io.wattmill.billing.sql.Transactions;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Versions of the price book in PostgreSQL. */
final class PriceStore {

    /** Held while a version is added, so that two services that start together add one. */
    private static final long LOCK_KEY = 0x77_61_74_74_70_72_69_63L; // "wattpric"

    private static final Statement CARDS =
            new Statement(
                    """
                    SELECT version, currency, lower(valid) AS valid_from, host_share_ppm, pue_ppm, carbon_ug_per_kwh,
                           electricity_price_per_kwh
                      FROM rate_card ORDER BY version\
                    """);
    private static final Statement PRICES =
            new Statement("SELECT version, model, tier, meter, unit_price FROM price");
    private static final Statement CLOSE =
            new Statement(
                    "UPDATE rate_card SET valid = tstzrange(lower(valid), $1) WHERE"
                            + " upper_inf(valid)");
    private static final Statement OPEN =
            new Statement(
                    """
                    INSERT INTO rate_card (version, currency, valid, host_share_ppm, pue_ppm, carbon_ug_per_kwh,
                                           electricity_price_per_kwh)
                    VALUES ($1, $2, tstzrange($3, NULL), $4, $5, $6, $7)\
                    """);
    private static final Statement LOCK = new Statement("SELECT pg_advisory_xact_lock($1)");
    private static final BulkInsert<PriceRow> INSERT_PRICES =
            BulkInsert.<PriceRow>into("price")
                    .column("version", PgType.INTEGER, PriceRow::version)
                    .column("model", PgType.TEXT, row -> row.key().model())
                    .column("tier", PgType.TEXT, row -> row.key().tier())
                    .column("meter", PgType.SMALLINT, row -> (short) row.meter().id())
                    .column("unit_price", PgType.NUMERIC, PriceRow::unitPrice)
                    .build("");

    private final Pool pool;

    PriceStore(Pool pool) {
        this.pool = pool;
    }

    /** Every version. */
    Future<PriceBook> read() {
        return read(pool).map(PriceBook::new);
    }

    /** Adds a version when the terms differ from the newest one's; the whole book afterwards. */
    Future<PriceBook> ensure(CardTerms terms, long nowUs) {
        return Transactions.run(
                        pool,
                        connection ->
                                LOCK.run(connection, LOCK_KEY)
                                        .compose(_ -> read(connection))
                                        .compose(
                                                cards -> addIfNew(connection, cards, terms, nowUs)))
                .map(PriceBook::new);
    }

    private static Future<List<RateCardVersion>> read(SqlClient client) {
        return CARDS.rows(client)
                .compose(cards -> PRICES.rows(client).map(prices -> cards(cards, prices)));
    }

    private static Future<List<RateCardVersion>> addIfNew(
            SqlConnection connection, List<RateCardVersion> versions, CardTerms terms, long nowUs) {
        Optional<RateCardVersion> latest =
                versions.stream().max(Comparator.comparingInt(RateCardVersion::version));
        if (latest.isPresent() && latest.get().terms().equals(terms)) {
            return Future.succeededFuture(versions);
        }
        int number = latest.map(RateCardVersion::version).orElse(0) + 1;
        // A clock that went back must not make the range of the version before it empty.
        long fromUs = Math.max(nowUs, latest.map(RateCardVersion::validFromUs).orElse(0L) + 1);
        return add(connection, new RateCardVersion(number, fromUs, terms))
                .compose(_ -> read(connection));
    }

    private static Future<Void> add(SqlConnection connection, RateCardVersion card) {
        List<PriceRow> rows =
                card.terms().prices().entrySet().stream()
                        .flatMap(
                                price ->
                                        PriceRow.of(
                                                card.version(), price.getKey(), price.getValue()))
                        .toList();
        return CLOSE.run(connection, Instants.at(card.validFromUs()))
                .compose(_ -> open(connection, card))
                .compose(_ -> INSERT_PRICES.insert(connection, rows))
                .mapEmpty();
    }

    private static Future<Void> open(SqlConnection connection, RateCardVersion card) {
        FacilityFactors facility = card.terms().facility();
        return OPEN.run(
                connection,
                card.version(),
                card.terms().currency(),
                Instants.at(card.validFromUs()),
                facility.hostSharePpm(),
                facility.puePpm(),
                facility.carbonUgPerKwh(),
                facility.electricityPricePerKwh());
    }

    private static List<RateCardVersion> cards(List<Row> cards, List<Row> prices) {
        Map<Integer, List<PriceRow>> byVersion =
                prices.stream().map(PriceRow::of).collect(Collectors.groupingBy(PriceRow::version));
        return cards.stream()
                .map(row -> card(row, byVersion.getOrDefault(row.getInteger("version"), List.of())))
                .toList();
    }

    private static RateCardVersion card(Row row, List<PriceRow> prices) {
        FacilityFactors facility =
                new FacilityFactors(
                        row.getLong("host_share_ppm"),
                        row.getLong("pue_ppm"),
                        row.getLong("carbon_ug_per_kwh"),
                        row.getBigDecimal("electricity_price_per_kwh"));
        CardTerms terms =
                new CardTerms(row.getString("currency"), PriceRow.prices(prices), facility);
        return new RateCardVersion(row.getInteger("version"), Rows.us(row, "valid_from"), terms);
    }
}
