// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.verify;

/**
 * B-I15. Each attempt on a hosted API has what its provider charges; that follows from its tokens
 * and the price beside it, and is on the ledger as cost of its request.
 */
final class ProviderSql {

    static final String BROKEN =
            """
            WITH due AS (
                SELECT c.*, a.request_id IS NULL
                       OR c.input_tokens <> a.input_uncached + a.cache_write OR c.cached_tokens <> a.cache_read
                       OR c.output_tokens <> a.output + a.waste_tokens AS off
                  FROM provider_charge c
                  LEFT JOIN usage_attempt a ON a.request_id = c.request_id AND a.number = c.number),
            moved AS (
                SELECT event_id, sum(amount) AS nano FROM transfer
                 WHERE event_id IS NOT NULL AND ledger = 4 GROUP BY event_id),
            charged AS (
                SELECT request_id, sum(amount_nano) AS nano FROM provider_charge GROUP BY request_id)
            SELECT 'provider of ' || request_id || '/' || number || ' counts other tokens' AS what FROM due WHERE off
            UNION ALL
            SELECT 'provider of ' || request_id || '/' || number || ' charges another amount'
              FROM due
             WHERE amount_nano <> rated_nano(1, (input_tokens * input_price + cached_tokens * cached_price
                                                 + output_tokens * output_price) * 0.000001)
            UNION ALL
            SELECT 'request ' || coalesce(c.request_id, m.event_id) || ' differs from its transfers of cost'
              FROM charged c FULL JOIN moved m ON m.event_id = c.request_id
             WHERE coalesce(c.nano, 0) <> coalesce(m.nano, 0)
            UNION ALL
            SELECT 'attempt ' || a.request_id || '/' || a.number || ' on a hosted API has no charge of its provider'
              FROM usage_attempt a
              LEFT JOIN provider_charge c ON c.request_id = a.request_id AND c.number = a.number
             WHERE a.engine_kind = 'hosted' AND c.request_id IS NULL\
            """;

    private ProviderSql() {}
}
