// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.bench;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import io.wattmill.billing.BillingWorld;
import io.wattmill.kit.postgres.Database;
import io.wattmill.kit.testing.Await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Settlement as one statement a batch, without a service around it: arrays in, and the booking,
 * events, attempts, transfers, balances, totals and the journal's progress come out. What it writes
 * is what the service wrote in the other database, read there first.
 */
final class HandWritten {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final SqlClient from;
    private final SqlClient to;
    private final List<String> event;
    private final List<String> attempt;
    private final List<String> transfer;
    private final List<Tuple> batches = new ArrayList<>();
    private final String insert;
    private long lastBooking;

    HandWritten(BillingWorld ours, BillingWorld other) {
        this.from = Await.await(Database.open(ours.vertx, ours.database, "billing"), LONG);
        this.to = Await.await(Database.open(ours.vertx, other.database, "billing"), LONG);
        this.event = columns("usage_event");
        this.attempt = columns("usage_attempt");
        this.transfer = columns("transfer");
        this.insert = statement();
    }

    private List<String> columns(String table) {
        return rows(
                        from,
                        "SELECT attname || ' ' || format_type(atttypid, NULL) AS c FROM"
                                + " pg_attribute WHERE attrelid = '"
                                + table
                                + "'::regclass AND attnum > 0 AND NOT attisdropped"
                                + " AND attname <> 'booking_id' ORDER BY attnum",
                        Tuple.tuple())
                .stream()
                .map(row -> row.getString("c"))
                .toList();
    }

    private static List<Row> rows(SqlClient client, String sql, Tuple parameters) {
        RowSet<Row> found = Await.await(client.preparedQuery(sql).execute(parameters), LONG);
        List<Row> list = new ArrayList<>();
        found.forEach(list::add);
        return list;
    }

    /** Reads what the service has booked since the last time; opens the accounts of it. */
    void read() {
        batches.clear();
        openAccounts();
        rows(
                        from,
                        "SELECT id FROM booking WHERE id > $1 AND kind = 1 ORDER BY id",
                        Tuple.of(lastBooking))
                .forEach(row -> read(row.getLong("id")));
    }

    private void read(long booking) {
        lastBooking = booking;
        Tuple all = Tuple.tuple();
        add(all, event, "usage_event WHERE booking_id = $1", booking);
        add(
                all,
                attempt,
                "usage_attempt WHERE request_id IN"
                        + " (SELECT request_id FROM usage_event WHERE booking_id = $1)",
                booking);
        add(all, transfer, "transfer WHERE booking_id = $1", booking);
        batches.add(all);
    }

    private void add(Tuple all, List<String> columns, String source, long booking) {
        String arrays =
                columns.stream()
                        .map(HandWritten::name)
                        .map(name -> "array_agg(" + name + ") AS " + name)
                        .collect(Collectors.joining(", "));
        Row row = rows(from, "SELECT " + arrays + " FROM " + source, Tuple.of(booking)).getFirst();
        IntStream.range(0, columns.size()).forEach(i -> all.addValue(row.getValue(i)));
    }

    private void openAccounts() {
        Row found =
                rows(
                                from,
                                "SELECT array_agg(id) AS i, array_agg(ledger) AS l, array_agg(code)"
                                        + " AS c, array_agg(owner) AS o, array_agg(unit) AS u,"
                                        + " array_agg(shard) AS s, array_agg(flags) AS f FROM"
                                        + " account",
                                Tuple.tuple())
                        .getFirst();
        Tuple arrays = Tuple.tuple();
        IntStream.range(0, 7).forEach(i -> arrays.addValue(found.getValue(i)));
        rows(
                to,
                "INSERT INTO account (id, ledger, code, owner, unit, shard, flags) SELECT"
                        + " unnest($1::bigint[]), unnest($2::smallint[]), unnest($3::smallint[]),"
                        + " unnest($4::text[]), unnest($5::text[]), unnest($6::smallint[]),"
                        + " unnest($7::smallint[]) ON CONFLICT DO NOTHING",
                arrays);
    }

    /** Writes it, a statement and a transaction a batch. */
    void write() {
        batches.forEach(batch -> rows(to, insert, batch));
    }

    /** Fails when the two databases do not have the same rows and balances. */
    void requireSame() {
        for (String table : List.of("usage_event", "usage_attempt", "transfer", "usage_total")) {
            requireSame("SELECT count(*)::text AS value FROM " + table);
        }
        requireSame(
                "SELECT string_agg(concat_ws(' ', id, debits_posted, credits_posted), ',' ORDER BY"
                        + " id) AS value FROM account");
    }

    private void requireSame(String sql) {
        String ours = rows(from, sql, Tuple.tuple()).getFirst().getString("value");
        String theirs = rows(to, sql, Tuple.tuple()).getFirst().getString("value");
        if (!ours.equals(theirs)) {
            throw new IllegalStateException(
                    sql + ": the statement by hand has not done the same work");
        }
    }

    private String statement() {
        int attempts = event.size();
        int transfers = attempts + attempt.size();
        return """
        WITH b AS (INSERT INTO booking (kind, source) VALUES (1, 'by hand') RETURNING id),
        e AS (
            INSERT INTO usage_event (booking_id, %s) SELECT (SELECT id FROM b), %s ON CONFLICT DO NOTHING
            RETURNING model, project_id, outcome, input_uncached, cache_read, cache_write, output, reasoning,
                      charged_nano, waste_tokens, price_tier, gateway_id, journal_id, journal_sequence),
        a AS (INSERT INTO usage_attempt (%s) SELECT %s),
        t AS (
            INSERT INTO transfer (booking_id, %s) SELECT (SELECT id FROM b), %s
            RETURNING debit_account, credit_account, amount),
        d AS (
            SELECT id, sum(debit) AS debits, sum(credit) AS credits
              FROM (SELECT debit_account AS id, amount AS debit, 0 AS credit FROM t
                    UNION ALL SELECT credit_account, 0, amount FROM t) AS sides GROUP BY id),
        l AS (SELECT a.id FROM account a WHERE a.id IN (SELECT id FROM d) ORDER BY a.id FOR UPDATE),
        u AS (
            UPDATE account a SET debits_posted = a.debits_posted + d.debits, credits_posted = a.credits_posted + d.credits
              FROM d JOIN l USING (id) WHERE a.id = d.id),
        s AS (
            INSERT INTO usage_total AS old (dimension, name, requests, completed, input_uncached, cache_read, cache_write,
                                            output, reasoning, charged_nano, waste_tokens, unpriced)
            SELECT CASE WHEN grouping(model) = 0 THEN 1 ELSE 2 END, coalesce(model, project_id), count(*),
                   count(*) FILTER (WHERE outcome = 1), sum(input_uncached), sum(cache_read), sum(cache_write),
                   sum(output), sum(reasoning), sum(charged_nano), sum(waste_tokens),
                   count(*) FILTER (WHERE price_tier IS NULL)
              FROM e GROUP BY GROUPING SETS ((model), (project_id)) ORDER BY 1, 2
            ON CONFLICT (dimension, name) DO UPDATE SET
                requests = old.requests + excluded.requests, completed = old.completed + excluded.completed,
                input_uncached = old.input_uncached + excluded.input_uncached,
                cache_read = old.cache_read + excluded.cache_read, cache_write = old.cache_write + excluded.cache_write,
                output = old.output + excluded.output, reasoning = old.reasoning + excluded.reasoning,
                charged_nano = old.charged_nano + excluded.charged_nano,
                waste_tokens = old.waste_tokens + excluded.waste_tokens, unpriced = old.unpriced + excluded.unpriced)
        INSERT INTO gateway_journal AS old (journal_id, gateway_id, watermark_us, settled_through, closed_through, seen_at)
        SELECT journal_id, min(gateway_id), 0, max(journal_sequence), max(journal_sequence), now() FROM e GROUP BY journal_id
        ON CONFLICT (journal_id) DO UPDATE SET settled_through = greatest(old.settled_through, excluded.settled_through),
            closed_through = greatest(old.closed_through, excluded.closed_through), seen_at = excluded.seen_at\
        """
                .formatted(
                        names(event), unnested(event, 0),
                        names(attempt), unnested(attempt, attempts),
                        names(transfer), unnested(transfer, transfers));
    }

    private static String names(List<String> columns) {
        return columns.stream().map(HandWritten::name).collect(Collectors.joining(", "));
    }

    private static String name(String column) {
        return column.substring(0, column.indexOf(' '));
    }

    private static String unnested(List<String> columns, int first) {
        return IntStream.range(0, columns.size())
                .mapToObj(i -> "unnest($" + (first + i + 1) + "::" + type(columns.get(i)) + "[])")
                .collect(Collectors.joining(", "));
    }

    private static String type(String column) {
        return column.substring(column.indexOf(' ') + 1);
    }
}
