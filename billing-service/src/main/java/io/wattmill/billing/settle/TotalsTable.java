// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.settle;

import io.wattmill.billing.sql.BulkInsert;
import io.wattmill.billing.sql.PgType;
import io.wattmill.billing.usage.UsageTotals.Total;

/** The running totals that usage.counters.v1 is read from. */
final class TotalsTable {

    static final BulkInsert<Total> ADD =
            BulkInsert.<Total>into("usage_total")
                    .column("dimension", PgType.SMALLINT, t -> (short) t.dimension().id())
                    .column("name", PgType.TEXT, Total::name)
                    .column("requests", PgType.BIGINT, Total::requests)
                    .column("completed", PgType.BIGINT, Total::completed)
                    .column("input_uncached", PgType.BIGINT, t -> t.tokens().inputUncached())
                    .column("cache_read", PgType.BIGINT, t -> t.tokens().cacheRead())
                    .column("cache_write", PgType.BIGINT, t -> t.tokens().cacheWrite())
                    .column("output", PgType.BIGINT, t -> t.tokens().output())
                    .column("reasoning", PgType.BIGINT, t -> t.tokens().reasoning())
                    .column("charged_nano", PgType.BIGINT, Total::chargedNano)
                    .column("waste_tokens", PgType.BIGINT, Total::wasteTokens)
                    .column("unpriced", PgType.BIGINT, Total::unpriced)
                    .build(
                            """
                            ON CONFLICT (dimension, name) DO UPDATE SET
                                requests = usage_total.requests + excluded.requests,
                                completed = usage_total.completed + excluded.completed,
                                input_uncached = usage_total.input_uncached + excluded.input_uncached,
                                cache_read = usage_total.cache_read + excluded.cache_read,
                                cache_write = usage_total.cache_write + excluded.cache_write,
                                output = usage_total.output + excluded.output,
                                reasoning = usage_total.reasoning + excluded.reasoning,
                                charged_nano = usage_total.charged_nano + excluded.charged_nano,
                                waste_tokens = usage_total.waste_tokens + excluded.waste_tokens,
                                unpriced = usage_total.unpriced + excluded.unpriced\
                            """);

    private TotalsTable() {}
}
