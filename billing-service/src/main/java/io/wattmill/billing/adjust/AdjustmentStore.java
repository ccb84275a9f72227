// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.adjust;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.account.Transfer;
import io.wattmill.billing.crash.CrashPoint;
import io.wattmill.billing.ledger.Bookings;
import io.wattmill.billing.ledger.PostgresLedger;
import io.wattmill.billing.price.Meter;
import io.wattmill.billing.price.MonthTotal;
import io.wattmill.billing.price.MonthlySchedule;
import io.wattmill.billing.price.RateCardVersion;
import io.wattmill.billing.sql.AdvisoryLock;
import io.wattmill.billing.sql.BulkInsert;
import io.wattmill.billing.sql.PgType;
import io.wattmill.billing.sql.Statement;
import io.wattmill.billing.sql.Transactions;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A month's totals to adjustments, in one transaction under one lock: a round that is repeated, or
 * run by two services, posts nothing twice.
 */
final class AdjustmentStore {

    private static final AdvisoryLock LOCK = AdvisoryLock.named("wattadju");
    private static final String SOURCE = "monthly schedules";

    /** Reasoning counts as output unless it was charged apart. */
    private static final Statement TOTALS =
            new Statement(
                    """
                    WITH used AS (
                        SELECT e.project_id, max(e.organization_id) AS organization_id, e.model, kind.meter,
                               e.price_tier AS tier, e.currency, sum(kind.tokens)::bigint AS tokens,
                               sum(kind.nano)::bigint AS charged_nano
                          FROM usage_event e
                          CROSS JOIN LATERAL (SELECT CASE WHEN e.reasoning_nano > 0 THEN e.reasoning ELSE 0 END) AS r (apart)
                          CROSS JOIN LATERAL (VALUES
                               (1, e.input_uncached, e.input_nano), (2, e.cache_read, e.cache_read_nano),
                               (3, e.cache_write, e.cache_write_nano), (4, e.output - r.apart, e.output_nano),
                               (5, r.apart, e.reasoning_nano)) AS kind (meter, tokens, nano)
                         WHERE e.ended_at >= $1 AND e.ended_at < $2 AND e.price_tier IS NOT NULL
                           AND e.model IN (
                               SELECT unnest($3::text[]) UNION SELECT model FROM price_adjustment WHERE month = $1)
                         GROUP BY e.project_id, e.model, kind.meter, e.price_tier, e.currency),
                    posted AS (
                        SELECT DISTINCT ON (project_id, model, meter, tier, currency) *
                          FROM price_adjustment WHERE month = $1
                         ORDER BY project_id, model, meter, tier, currency, revision DESC)
                    SELECT u.*, coalesce(p.revision, 0) AS revision, coalesce(p.adjusted_nano, 0) AS adjusted_nano
                      FROM used u LEFT JOIN posted p USING (project_id, model, meter, tier, currency)
                     ORDER BY project_id, model, meter, tier, currency\
                    """);

    /** An adjustment with where it is posted. */
    private record Posted(Month month, long bookingId, Transfer transfer, Adjustment adjustment) {}

    private static final BulkInsert<Posted> INSERT =
            BulkInsert.<Posted>into("price_adjustment")
                    .column("project_id", PgType.TEXT, p -> p.adjustment.total().project())
                    .column("model", PgType.TEXT, p -> p.adjustment.total().model())
                    .column(
                            "meter",
                            PgType.SMALLINT,
                            p -> (short) p.adjustment.total().meter().id())
                    .column("tier", PgType.TEXT, p -> p.adjustment.total().tier())
                    .column("currency", PgType.TEXT, p -> p.adjustment.total().currency())
                    .column("month", PgType.TIMESTAMPTZ, p -> p.month.start())
                    .column("revision", PgType.INTEGER, p -> p.adjustment.revision())
                    .column("price_version", PgType.INTEGER, p -> p.adjustment.priceVersion())
                    .column("tokens", PgType.BIGINT, p -> p.adjustment.total().tokens())
                    .column("charged_nano", PgType.BIGINT, p -> p.adjustment.total().chargedNano())
                    .column("adjusted_nano", PgType.BIGINT, p -> p.adjustment.adjustedNano())
                    .column("posted_nano", PgType.BIGINT, p -> p.adjustment.postedNano())
                    .column("transfer_id", PgType.UUID, p -> p.transfer.id())
                    .column("booking_id", PgType.BIGINT, Posted::bookingId)
                    .build("");

    private final Pool pool;

    AdjustmentStore(Pool pool) {
        this.pool = pool;
    }

    /** Posts what a month comes to by a card and was not posted yet; how many adjustments. */
    Future<Integer> adjust(Month month, RateCardVersion card) {
        return Transactions.run(
                pool,
                connection ->
                        LOCK.take(connection)
                                .compose(_ -> totals(connection, month, card))
                                .compose(found -> post(connection, month, found)));
    }

    private static Future<List<Adjustment>> totals(
            SqlConnection connection, Month month, RateCardVersion card) {
        String[] models =
                card.terms().monthly().schedules().stream()
                        .map(MonthlySchedule::model)
                        .distinct()
                        .toArray(String[]::new);
        return TOTALS.rows(connection, month.start(), month.end(), models)
                .map(rows -> rows.stream().flatMap(row -> adjustment(row, card).stream()).toList());
    }

    /** A schedule that is there no more leaves what was charged request by request. */
    private static Optional<Adjustment> adjustment(Row row, RateCardVersion card) {
        MonthTotal total =
                new MonthTotal(
                        row.getString("organization_id"),
                        row.getString("project_id"),
                        row.getString("model"),
                        Meter.of(row.getInteger("meter")),
                        row.getString("tier"),
                        row.getString("currency"),
                        row.getLong("tokens"),
                        row.getLong("charged_nano"));
        long adjusted =
                card.terms()
                        .monthly()
                        .of(total)
                        .map(s -> s.adjustmentNano(total.tokens(), total.chargedNano()))
                        .orElse(0L);
        long posted = Math.subtractExact(adjusted, row.getLong("adjusted_nano"));
        int revision = row.getInteger("revision") + 1;
        return posted == 0
                ? Optional.empty()
                : Optional.of(new Adjustment(total, revision, card.version(), adjusted, posted));
    }

    private static Future<Integer> post(
            SqlConnection connection, Month month, List<Adjustment> adjustments) {
        return adjustments.isEmpty()
                ? Future.succeededFuture(0)
                : Bookings.open(connection, Bookings.Kind.CORRECTION, SOURCE)
                        .compose(id -> post(connection, posted(month, id, adjustments), id));
    }

    private static List<Posted> posted(Month month, long bookingId, List<Adjustment> adjustments) {
        return IntStream.range(0, adjustments.size())
                .mapToObj(
                        i ->
                                new Posted(
                                        month,
                                        bookingId,
                                        adjustments.get(i).transfer(bookingId, i),
                                        adjustments.get(i)))
                .toList();
    }

    private static Future<Integer> post(
            SqlConnection connection, List<Posted> posted, long bookingId) {
        Stream<Transfer> transfers = posted.stream().map(Posted::transfer);
        return PostgresLedger.post(connection, bookingId, transfers.toList())
                .onSuccess(_ -> CrashPoint.IN_ADJUSTMENT.pass())
                .compose(_ -> INSERT.insert(connection, posted))
                .map(posted.size());
    }
}
