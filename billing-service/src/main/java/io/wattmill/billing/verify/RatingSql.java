// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.verify;

/**
 * B-I8. Rates every event again, in SQL and so independently of the Java that rated it; an event
 * without a price must have none in its version of the book, and no charge.
 */
final class RatingSql {

    static final String BROKEN =
            """
            WITH book AS (
                SELECT version, model, tier,
                       max(unit_price) FILTER (WHERE meter = 1) AS input,
                       max(unit_price) FILTER (WHERE meter = 2) AS cache_read,
                       max(unit_price) FILTER (WHERE meter = 3) AS cache_write,
                       max(unit_price) FILTER (WHERE meter = 4) AS output
                  FROM price GROUP BY version, model, tier)
            SELECT 'event ' || e.request_id || ': charged ' || e.charged_nano AS what
              FROM usage_event e
              LEFT JOIN book exact ON exact.version = e.price_version AND exact.model = e.model
                                  AND exact.tier = e.tier
              LEFT JOIN book plain ON plain.version = e.price_version AND plain.model = e.model
                                  AND plain.tier = ''
             WHERE e.price_tier IS DISTINCT FROM coalesce(exact.tier, plain.tier)
                OR e.charged_nano <> e.input_nano + e.cache_read_nano + e.cache_write_nano + e.output_nano
                OR e.input_nano <> coalesce(
                       rated_nano(e.input_uncached, coalesce(exact.input, plain.input)), 0)
                OR e.cache_read_nano <> coalesce(
                       rated_nano(e.cache_read, coalesce(exact.cache_read, plain.cache_read)), 0)
                OR e.cache_write_nano <> coalesce(
                       rated_nano(e.cache_write, coalesce(exact.cache_write, plain.cache_write)), 0)
                OR e.output_nano <> coalesce(
                       rated_nano(e.output, coalesce(exact.output, plain.output)), 0)\
            """;

    private RatingSql() {}
}
