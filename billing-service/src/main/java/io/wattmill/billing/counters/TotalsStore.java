// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.counters;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.wattmill.billing.account.AccountCode;
import io.wattmill.billing.attribution.ShareKind;
import io.wattmill.billing.cost.Amounts;
import io.wattmill.billing.cost.CostBasis;
import io.wattmill.billing.price.FacilityFactors;
import io.wattmill.billing.sql.Instants;
import io.wattmill.billing.sql.Statement;
import io.wattmill.billing.usage.UsageTotals.Dimension;
import io.wattmill.contract.common.v1.TokenVector;
import io.wattmill.contract.ledger.v1.EnergyTotals;
import io.wattmill.contract.ledger.v1.UsageRow;

import java.util.List;
import java.util.OptionalLong;

/**
 * Totals from tables that are kept as usage is booked: nothing here grows with the number of
 * requests.
 */
final class TotalsStore {

    /** The largest rows by themselves, the others as one. */
    private static final Statement USAGE =
            new Statement(
                    """
                    WITH ranked AS (
                        SELECT *, row_number() OVER (ORDER BY charged_nano DESC, requests DESC, name) AS place
                          FROM usage_total WHERE dimension = $1)
                    SELECT CASE WHEN place <= $2 THEN name ELSE 'other' END AS name,
                           sum(requests)::bigint AS requests, sum(completed)::bigint AS completed,
                           sum(input_uncached)::bigint AS input_uncached, sum(cache_read)::bigint AS cache_read,
                           sum(cache_write)::bigint AS cache_write, sum(output)::bigint AS output,
                           sum(reasoning)::bigint AS reasoning, sum(charged_nano)::bigint AS charged_nano,
                           sum(waste_tokens)::bigint AS waste_tokens, sum(unpriced)::bigint AS unpriced
                      FROM ranked GROUP BY 1, least(place, $2 + 1) ORDER BY least(place, $2 + 1)\
                    """);

    private static final Statement REJECTED =
            new Statement("SELECT count(*) AS rejected FROM usage_quarantine");
    private static final Statement GATEWAYS =
            new Statement(
                    """
                    SELECT (count(*) FILTER (WHERE seen_at > $1))::int AS heard,
                           (count(*) FILTER (WHERE seen_at <= $1))::int AS silent
                      FROM (SELECT gateway_id, max(seen_at) AS seen_at
                              FROM gateway_journal GROUP BY gateway_id) gateway
                     WHERE seen_at > $2\
                    """);
    private static final Statement METERED =
            new Statement(
                    "SELECT coalesce(sum(total_uj), 0)::bigint AS uj FROM meter_source WHERE NOT"
                            + " host");

    private final Pool pool;

    TotalsStore(Pool pool) {
        this.pool = pool;
    }

    Future<List<UsageRow>> usage(Dimension dimension, int maxRows) {
        return USAGE.rows(pool, (short) dimension.id(), maxRows)
                .map(rows -> rows.stream().map(TotalsStore::usageRow).toList());
    }

    Future<Long> rejected() {
        return REJECTED.row(pool).map(row -> row.getLong("rejected"));
    }

    /**
     * Gateways by when they gave a sign of life.
     *
     * @param heard lately
     * @param silent not so lately
     */
    record Gateways(int heard, int silent) {}

    /** Those heard since {@code heardSinceUs}, and the others since {@code missedSinceUs}. */
    Future<Gateways> gateways(long heardSinceUs, long missedSinceUs) {
        return GATEWAYS.row(pool, Instants.at(heardSinceUs), Instants.at(missedSinceUs))
                .map(row -> new Gateways(row.getInteger("heard"), row.getInteger("silent")));
    }

    Future<EnergyTotals> energy(Balances balances, FacilityFactors facility) {
        return METERED.row(pool).map(row -> energy(row.getLong("uj"), balances, facility));
    }

    /**
     * Device joules are measured; host and facility are as booked, and follow by the rate card's
     * factors from what is not attributed yet.
     */
    private static EnergyTotals energy(
            long meteredUj, Balances balances, FacilityFactors facility) {
        EnergyTotals.Builder totals =
                EnergyTotals.newBuilder()
                        .setMeteredUj(meteredUj)
                        .setPrefillUj(balances.of(ShareKind.PREFILL.account()))
                        .setDecodeUj(balances.of(ShareKind.DECODE.account()))
                        .setIdleShareUj(balances.of(ShareKind.IDLE_SHARE.account()))
                        .setEmptyUj(balances.of(ShareKind.EMPTY.account()))
                        .setUnattributedUj(balances.of(ShareKind.UNATTRIBUTED.account()));
        long attributedUj =
                totals.getPrefillUj()
                        + totals.getDecodeUj()
                        + totals.getIdleShareUj()
                        + totals.getEmptyUj()
                        + totals.getUnattributedUj();
        long pendingUj = meteredUj - attributedUj;
        Amounts expected = new CostBasis(pendingUj, OptionalLong.empty(), 0, facility).amounts();
        return totals.setPendingUj(pendingUj)
                .setHostUj(
                        expected.hostUj()
                                + balances.of(AccountCode.ENERGY_HOST)
                                + balances.of(AccountCode.ENERGY_HOST_OVERHEAD))
                .setFacilityUj(
                        expected.facilityUj()
                                + balances.of(AccountCode.ENERGY_FACILITY)
                                + balances.of(AccountCode.ENERGY_FACILITY_OVERHEAD))
                .build();
    }

    private static UsageRow usageRow(Row row) {
        return UsageRow.newBuilder()
                .setName(row.getString("name"))
                .setRequests(row.getLong("requests"))
                .setCompleted(row.getLong("completed"))
                .setTokens(
                        TokenVector.newBuilder()
                                .setInputUncached(row.getLong("input_uncached"))
                                .setCacheRead(row.getLong("cache_read"))
                                .setCacheWrite(row.getLong("cache_write"))
                                .setOutput(row.getLong("output"))
                                .setReasoning(row.getLong("reasoning")))
                .setChargedNano(row.getLong("charged_nano"))
                .setWasteTokens(row.getLong("waste_tokens"))
                .setUnpriced(row.getLong("unpriced"))
                .build();
    }
}
