// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.tariff;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.wattmill.billing.sql.Instants;
import io.wattmill.billing.sql.Statement;

import java.util.List;

/** What a past period would have been charged by another version: every request, rated again. */
public final class DryRun {

    private static final Statement RATE_AGAIN =
            new Statement(
                    """
                    SELECT e.project_id, e.model, e.currency, count(*) AS requests,
                           count(*) FILTER (WHERE e.price_tier IS NULL) AS unpriced_then,
                           count(*) FILTER (WHERE again.tier IS NULL) AS unpriced_now,
                           sum(e.charged_nano)::bigint AS charged,
                           sum(again.input_nano + again.cache_read_nano + again.cache_write_nano + again.output_nano
                               + again.reasoning_nano)::bigint AS would_be
                      FROM usage_event e CROSS JOIN LATERAL rated_event(e, $1) AS again
                     WHERE e.ended_at >= $2 AND e.ended_at < $3
                     GROUP BY e.project_id, e.model, e.currency
                     ORDER BY e.project_id, e.model, e.currency LIMIT $4\
                    """);

    private final Pool pool;

    public DryRun(Pool pool) {
        this.pool = pool;
    }

    /**
     * One project's requests of one model.
     *
     * @param unpricedNow requests that the version has no price for; they are 0 in the sum
     */
    public record Difference(
            String project,
            String model,
            String currency,
            long requests,
            long unpricedThen,
            long unpricedNow,
            long chargedNano,
            long wouldBeNano) {}

    /** At most {@code limit} differences of requests that ended in a period, epoch microseconds. */
    public Future<List<Difference>> of(int version, long fromUs, long toUs, int limit) {
        return RATE_AGAIN
                .rows(pool, version, Instants.at(fromUs), Instants.at(toUs), limit)
                .map(rows -> rows.stream().map(DryRun::difference).toList());
    }

    private static Difference difference(Row row) {
        return new Difference(
                row.getString("project_id"),
                row.getString("model"),
                row.getString("currency"),
                row.getLong("requests"),
                row.getLong("unpriced_then"),
                row.getLong("unpriced_now"),
                row.getLong("charged"),
                row.getLong("would_be"));
    }
}
