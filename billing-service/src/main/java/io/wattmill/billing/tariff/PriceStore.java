// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.tariff;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.price.CardTerms;
import io.wattmill.billing.price.FacilityFactors;
import io.wattmill.billing.price.PriceLine;
import io.wattmill.billing.price.PriceLines;
import io.wattmill.billing.sql.AdvisoryLock;
import io.wattmill.billing.sql.Instants;
import io.wattmill.billing.sql.Rows;
import io.wattmill.billing.sql.Statement;
import io.wattmill.billing.sql.Transactions;
import io.wattmill.billing.tariff.BookVersion.Origin;
import io.wattmill.billing.tariff.Versions.Planned;

import org.jspecify.annotations.Nullable;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Versions of the price book in PostgreSQL. */
final class PriceStore {

    /** Held while versions change, so that two services that do it at once do it in turn. */
    private static final AdvisoryLock LOCK = AdvisoryLock.named("wattpric");

    private static final Statement CARDS =
            new Statement(
                    """
                    SELECT version, currency, lower(valid) AS valid_from, upper(valid) AS valid_to, host_share_ppm,
                           pue_ppm, carbon_ug_per_kwh, electricity_price_per_kwh, origin, note, made_at
                      FROM rate_card ORDER BY version\
                    """);
    private static final Statement PRICES = new Statement("SELECT * FROM price");
    private static final Statement STEPS = new Statement("SELECT * FROM price_step");
    private static final Statement CLOSE =
            new Statement(
                    "UPDATE rate_card SET valid = tstzrange(lower(valid), $1::timestamptz)"
                            + " WHERE valid @> $1::timestamptz");
    private static final Statement OPEN =
            new Statement(
                    """
                    INSERT INTO rate_card (version, currency, valid, host_share_ppm, pue_ppm, carbon_ug_per_kwh,
                                           electricity_price_per_kwh, origin, note)
                    VALUES ($1, $2, 'empty', $3, $4, $5, $6, $7, $8)\
                    """);
    private static final Statement VALID =
            new Statement("UPDATE rate_card SET valid = tstzrange($2, $3) WHERE version = $1");

    private final Pool pool;

    PriceStore(Pool pool) {
        this.pool = pool;
    }

    /** Every version. */
    Future<Versions> read() {
        return read(pool);
    }

    /** Adds what the configuration changes; every version afterwards. */
    Future<Versions> configure(CardTerms terms, long nowUs) {
        return change((connection, versions) -> add(connection, versions, terms, nowUs))
                .compose(_ -> read());
    }

    private static Future<Integer> add(
            SqlConnection connection, Versions versions, CardTerms terms, long nowUs) {
        return versions.configured(terms, nowUs)
                .map(planned -> write(connection, versions, planned))
                .orElseGet(() -> Future.succeededFuture(0));
    }

    /** Keeps a draft; its number. */
    Future<Integer> draft(CardTerms terms, String note) {
        return change(
                (connection, versions) -> write(connection, versions, versions.draft(terms, note)));
    }

    /**
     * Puts the terms of a version into force: a draft itself, any other as a new version. The
     * number that is then in force; empty when there is no such version.
     */
    Future<Optional<Integer>> activate(int version, long atUs) {
        return change((connection, versions) -> activate(connection, versions, version, atUs));
    }

    private static Future<Optional<Integer>> activate(
            SqlConnection connection, Versions versions, int version, long atUs) {
        Optional<BookVersion> found = versions.find(version);
        if (found.isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        long fromUs = versions.freeFrom(atUs);
        Future<Integer> done =
                found.get().validFromUs().isPresent()
                        ? write(connection, versions, versions.again(found.get(), fromUs))
                        : begin(connection, versions, version, fromUs);
        return done.map(Optional::of);
    }

    /** What is done to the versions while nobody else changes them. */
    @FunctionalInterface
    private interface Change<T> {
        Future<T> of(SqlConnection connection, Versions versions);
    }

    private <T> Future<T> change(Change<T> change) {
        return Transactions.run(
                pool,
                connection ->
                        LOCK.take(connection)
                                .compose(_ -> read(connection))
                                .compose(versions -> change.of(connection, versions)));
    }

    private static Future<Integer> write(
            SqlConnection connection, Versions versions, Planned planned) {
        CardTerms terms = planned.terms();
        int number = planned.version();
        List<PriceRow> rows =
                terms.lines().all().stream().map(line -> new PriceRow(number, line)).toList();
        return open(connection, planned)
                .compose(_ -> PriceRow.INSERT.insert(connection, rows))
                .compose(
                        _ ->
                                StepRow.INSERT.insert(
                                        connection, StepRow.of(number, terms.monthly()).toList()))
                .compose(
                        _ ->
                                planned.fromUs().isPresent()
                                        ? begin(
                                                connection,
                                                versions,
                                                number,
                                                planned.fromUs().getAsLong())
                                        : Future.succeededFuture(number));
    }

    private static Future<Void> open(SqlConnection connection, Planned planned) {
        FacilityFactors facility = planned.terms().facility();
        return OPEN.run(
                connection,
                planned.version(),
                planned.terms().currency(),
                facility.hostSharePpm(),
                facility.puePpm(),
                facility.carbonUgPerKwh(),
                facility.electricityPricePerKwh(),
                planned.origin().word(),
                planned.note());
    }

    private static Future<Integer> begin(
            SqlConnection connection, Versions versions, int version, long fromUs) {
        OptionalLong end = versions.endOf(fromUs);
        @Nullable OffsetDateTime until = end.isPresent() ? Instants.at(end.getAsLong()) : null;
        return CLOSE.run(connection, Instants.at(fromUs))
                .compose(_ -> VALID.run(connection, version, Instants.at(fromUs), until))
                .map(version);
    }

    private static Future<Versions> read(SqlClient client) {
        return CARDS.rows(client)
                .compose(
                        cards ->
                                PRICES.rows(client)
                                        .compose(
                                                prices ->
                                                        STEPS.rows(client)
                                                                .map(
                                                                        steps ->
                                                                                versions(
                                                                                        cards,
                                                                                        prices,
                                                                                        steps))));
    }

    private static Versions versions(List<Row> cards, List<Row> prices, List<Row> steps) {
        Map<Integer, List<PriceLine>> lines =
                by(prices, PriceRow::of, PriceRow::version, PriceRow::line);
        Map<Integer, List<StepRow>> monthly =
                by(steps, StepRow::of, StepRow::version, Function.identity());
        return new Versions(cards.stream().map(row -> version(row, lines, monthly)).toList());
    }

    private static <R, T> Map<Integer, List<T>> by(
            List<Row> rows,
            Function<Row, R> read,
            Function<R, Integer> version,
            Function<R, T> value) {
        return rows.stream()
                .map(read)
                .collect(
                        Collectors.groupingBy(
                                version, Collectors.mapping(value, Collectors.toList())));
    }

    private static BookVersion version(
            Row row, Map<Integer, List<PriceLine>> lines, Map<Integer, List<StepRow>> monthly) {
        int number = row.getInteger("version");
        CardTerms terms =
                new CardTerms(
                        row.getString("currency"),
                        new PriceLines(lines.getOrDefault(number, List.of())),
                        StepRow.terms(monthly.getOrDefault(number, List.of())),
                        facility(row));
        return new BookVersion(
                number,
                terms,
                Origin.of(row.getString("origin")),
                row.getString("note"),
                Rows.us(row, "made_at"),
                Rows.maybeUs(row, "valid_from"),
                Rows.maybeUs(row, "valid_to"));
    }

    private static FacilityFactors facility(Row row) {
        return new FacilityFactors(
                row.getLong("host_share_ppm"),
                row.getLong("pue_ppm"),
                row.getLong("carbon_ug_per_kwh"),
                row.getBigDecimal("electricity_price_per_kwh"));
    }
}
