// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.reconciling;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.reconcile.Cause;
import io.wattmill.billing.reconcile.Counts;
import io.wattmill.billing.reconcile.Reading;
import io.wattmill.billing.reconcile.Span;
import io.wattmill.billing.reconcile.Tally;
import io.wattmill.billing.reconcile.WorkFold;
import io.wattmill.billing.reconcile.Worked;
import io.wattmill.billing.sql.Instants;
import io.wattmill.billing.sql.Rows;
import io.wattmill.billing.sql.Statement;

import java.util.List;

/** What the tables have of one engine's window. */
final class SpanStore {

    private static final Statement READINGS =
            new Statement(
                    """
                    SELECT read_at, boot, requests, prompt_tokens, cached_tokens, output_tokens, in_flight
                      FROM engine_reading
                     WHERE node_id = $1 AND engine_id = $2 AND read_at BETWEEN $3 AND $4 ORDER BY read_at\
                    """);
    private static final Statement WORKS =
            new Statement(
                    """
                    SELECT a.started_at, a.first_token_at, e.stream, a.ended_at, a.outcome, a.input_uncached + a.cache_read + a.cache_write AS prompt_tokens,
                           a.cache_read AS cached_tokens, a.output + a.waste_tokens AS output_tokens,
                           b.prompt_tokens AS most_prompt, b.output_tokens AS most_output, b.estimated
                      FROM usage_attempt a
                      JOIN usage_event e ON e.request_id = a.request_id
                      LEFT JOIN attempt_bound b ON b.request_id = a.request_id AND b.number = a.number
                     WHERE hashtext(a.node_id || '/' || a.engine_id) = hashtext($1 || '/' || $2)
                       AND a.node_id = $1 AND a.engine_id = $2 AND a.ended_at >= $3 AND a.started_at <= $4\
                    """);

    // Of each snapshot of the window: what was counted since the one before it, and what the ledger
    // has of the same places. A process counts from 0 where its journal stood.
    private static final String COUNTED =
            """
            SELECT s.journal_id, s.since_sequence, coalesce(p.through_sequence, s.since_sequence) AS after,
                   s.through_sequence AS through, p.slot IS NULL AS first,
                   coalesce(c.requests, 0) - coalesce(d.requests, 0) AS requests,
                   coalesce(c.prompt_tokens, 0) - coalesce(d.prompt_tokens, 0) AS prompt_tokens,
                   coalesce(c.cached_tokens, 0) - coalesce(d.cached_tokens, 0) AS cached_tokens,
                   coalesce(c.output_tokens, 0) - coalesce(d.output_tokens, 0) AS output_tokens
              FROM gateway_snapshot s
              LEFT JOIN LATERAL (
                   SELECT o.slot, o.through_sequence FROM gateway_snapshot o
                    WHERE o.journal_id = s.journal_id AND o.since_sequence = s.since_sequence AND o.slot < s.slot
                    ORDER BY o.slot DESC LIMIT 1) p ON true
              LEFT JOIN gateway_count c ON c.journal_id = s.journal_id AND c.since_sequence = s.since_sequence
                   AND c.slot = s.slot AND c.node_id = $1 AND c.engine_id = $2
              LEFT JOIN gateway_count d ON d.journal_id = s.journal_id AND d.since_sequence = s.since_sequence
                   AND d.slot = p.slot AND d.node_id = $1 AND d.engine_id = $2
             WHERE s.slot > $3 AND s.slot <= $4\
            """;
    private static final Statement TALLY =
            new Statement(
                    """
                    WITH counted AS (%s),
                    gaps AS (
                        SELECT c.journal_id, max(o.through_sequence) AS after, c.since_sequence AS through
                          FROM counted c JOIN gateway_snapshot o
                            ON o.journal_id = c.journal_id AND o.since_sequence < c.since_sequence
                         WHERE c.first GROUP BY c.journal_id, c.since_sequence),
                    places AS (
                        SELECT journal_id, after, through, true AS is_counted FROM counted
                        UNION ALL SELECT journal_id, after, through, false FROM gaps),
                    booked AS (
                        SELECT p.is_counted, a.input_uncached + a.cache_read + a.cache_write AS prompt_tokens,
                               a.cache_read AS cached_tokens, a.output + a.waste_tokens AS output_tokens
                          FROM places p
                          JOIN usage_event e ON e.journal_sequence > p.after AND e.journal_sequence <= p.through
                               AND e.journal_id = p.journal_id
                          JOIN usage_attempt a ON a.request_id = e.request_id AND a.node_id = $1 AND a.engine_id = $2),
                    theirs AS (
                        SELECT coalesce(sum(requests), 0)::bigint AS requests,
                               coalesce(sum(prompt_tokens), 0)::bigint AS prompt_tokens,
                               coalesce(sum(cached_tokens), 0)::bigint AS cached_tokens,
                               coalesce(sum(output_tokens), 0)::bigint AS output_tokens FROM counted),
                    ours AS (
                        SELECT count(*) AS requests, coalesce(sum(prompt_tokens), 0)::bigint AS prompt_tokens,
                               coalesce(sum(cached_tokens), 0)::bigint AS cached_tokens,
                               coalesce(sum(output_tokens), 0)::bigint AS output_tokens FROM booked WHERE is_counted),
                    uncounted AS (
                        SELECT count(*) AS requests, coalesce(sum(prompt_tokens), 0)::bigint AS prompt_tokens,
                               coalesce(sum(cached_tokens), 0)::bigint AS cached_tokens,
                               coalesce(sum(output_tokens), 0)::bigint AS output_tokens FROM booked WHERE NOT is_counted)
                    SELECT t.requests - o.requests AS requests, t.prompt_tokens - o.prompt_tokens AS prompt_tokens,
                           t.cached_tokens - o.cached_tokens AS cached_tokens,
                           t.output_tokens - o.output_tokens AS output_tokens,
                           u.requests AS lone_requests, u.prompt_tokens AS lone_prompt,
                           u.cached_tokens AS lone_cached, u.output_tokens AS lone_output,
                           EXISTS (SELECT FROM places p JOIN gateway_journal j ON j.journal_id = p.journal_id
                                    WHERE j.settled_through < p.through) AS unsettled,
                           EXISTS (SELECT FROM places p JOIN usage_quarantine q ON q.journal_id = p.journal_id
                                    WHERE q.journal_sequence > p.after AND q.journal_sequence <= p.through) AS rejected
                      FROM theirs t, ours o, uncounted u\
                    """
                            .formatted(COUNTED));

    private final SqlConnection connection;
    private final ReconciliationConfig config;
    private final WorkRules rules;

    /** For one transaction. */
    SpanStore(SqlConnection connection, ReconciliationConfig config) {
        this.connection = connection;
        this.config = config;
        this.rules = new WorkRules(config.tailTokens(), config.unboundedOutput());
    }

    Future<Span> span(WindowKey window) {
        return readings(window).compose(readings -> span(window, readings));
    }

    private Future<Span> span(WindowKey window, List<Reading> readings) {
        return worked(window, readings)
                .compose(
                        worked ->
                                tally(window)
                                        .map(
                                                tally ->
                                                        new Span(
                                                                readings,
                                                                worked,
                                                                tally,
                                                                config.marginUs())));
    }

    private Future<List<Reading>> readings(WindowKey window) {
        return READINGS.rows(
                        connection,
                        window.engine().nodeId(),
                        window.engine().engineId(),
                        Instants.at(window.fromUs()),
                        Instants.at(window.toUs()))
                .map(rows -> rows.stream().map(SpanStore::reading).toList());
    }

    private Future<Worked> worked(WindowKey window, List<Reading> readings) {
        WorkFold fold = new WorkFold(readings, config.marginUs());
        return WORKS.each(
                        connection,
                        config.attemptsPerRead(),
                        row -> fold.add(rules.work(row)),
                        window.engine().nodeId(),
                        window.engine().engineId(),
                        Instants.at(window.fromUs() - config.marginUs()),
                        Instants.at(window.toUs() + config.marginUs()))
                .map(_ -> fold.worked());
    }

    private Future<Tally> tally(WindowKey window) {
        return TALLY.row(
                        connection,
                        window.engine().nodeId(),
                        window.engine().engineId(),
                        Math.floorDiv(window.startUs(), config.readingsUs()),
                        Math.floorDiv(window.endUs(), config.readingsUs()))
                .map(SpanStore::tally);
    }

    private static Reading reading(Row row) {
        return new Reading(
                Rows.us(row, "read_at"),
                row.getLong("boot"),
                counts(row),
                row.getLong("in_flight"));
    }

    private static Counts counts(Row row) {
        return new Counts(
                row.getLong("requests"),
                row.getLong("prompt_tokens"),
                row.getLong("cached_tokens"),
                row.getLong("output_tokens"));
    }

    private static Tally tally(Row row) {
        Counts uncounted =
                new Counts(
                        row.getLong("lone_requests"),
                        row.getLong("lone_prompt"),
                        row.getLong("lone_cached"),
                        row.getLong("lone_output"));
        return new Tally(counts(row), why(row), uncounted);
    }

    private static Cause why(Row row) {
        if (row.getBoolean("rejected")) {
            return Cause.REJECTED;
        }
        return row.getBoolean("unsettled") ? Cause.UNSETTLED : Cause.UNEXPLAINED;
    }
}
