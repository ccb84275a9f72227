// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.verify;

/**
 * B-I8. Rates every event again, in SQL and so independently of the Java that rated it; an event
 * without a price must have none in its version of the book, and no charge. And every adjustment is
 * what its transfer moved, and the sum of those before it.
 */
final class RatingSql {

    static final String EVENTS =
            """
            SELECT 'event ' || e.request_id || ': charged ' || e.charged_nano AS what
              FROM usage_event e CROSS JOIN LATERAL rated_event(e, e.price_version) AS again
             WHERE e.booking_id >= $1 AND e.booking_id < $2
               AND (e.price_tier IS DISTINCT FROM again.tier
                OR e.input_nano <> again.input_nano OR e.cache_read_nano <> again.cache_read_nano
                OR e.cache_write_nano <> again.cache_write_nano OR e.output_nano <> again.output_nano
                OR e.reasoning_nano <> again.reasoning_nano
                OR e.charged_nano <> e.input_nano + e.cache_read_nano + e.cache_write_nano + e.output_nano
                                     + e.reasoning_nano)\
            """;

    static final String ADJUSTMENTS =
            """
            SELECT 'adjustment of ' || a.project_id || ' for ' || a.model || ' in ' || a.month || ', revision '
                   || a.revision AS what
              FROM (SELECT p.*, sum(posted_nano) OVER (
                               PARTITION BY project_id, model, meter, tier, currency, month ORDER BY revision) AS so_far
                      FROM price_adjustment p) AS a
              LEFT JOIN transfer t ON t.id = a.transfer_id AND t.booking_id = a.booking_id
              LEFT JOIN account d ON d.id = t.debit_account
             WHERE t.id IS NULL OR t.amount <> abs(a.posted_nano) OR a.so_far <> a.adjusted_nano
                OR (d.code = 100) <> (a.posted_nano > 0)\
            """;

    private RatingSql() {}
}
