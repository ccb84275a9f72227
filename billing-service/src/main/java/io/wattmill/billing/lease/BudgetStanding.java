// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.lease;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.wattmill.billing.budget.BudgetAccounts;
import io.wattmill.billing.budget.Frame;
import io.wattmill.billing.budget.Standing;
import io.wattmill.billing.sql.Instants;
import io.wattmill.billing.sql.Statement;

import org.jspecify.annotations.Nullable;

import java.time.OffsetDateTime;

/** How a budget stands: its accounts, and the leases of it that are in hand or were of late. */
final class BudgetStanding {

    /** One snapshot: what is spent and what of it is recent must be of the same moment. */
    private static final Statement STANDING =
            new Statement(
                    """
                    SELECT coalesce(sum(debits_posted - credits_posted) FILTER (WHERE code = $1), 0)::bigint AS funded,
                           coalesce(sum(credits_posted - debits_posted - debits_pending)
                                        FILTER (WHERE code = $2), 0)::bigint AS available,
                           (SELECT coalesce(sum(l.amount - l.spent), 0)::bigint FROM lease l
                             WHERE l.owner = $5 AND l.unit = $6 AND l.resolved_at IS NULL) AS leased,
                           coalesce(sum(credits_posted - debits_posted) FILTER (WHERE code = $3), 0)::bigint AS spent,
                           coalesce(sum(debits_posted - credits_posted) FILTER (WHERE code = $4), 0)::bigint AS owed,
                           (SELECT coalesce(sum(l.spent + l.overrun), 0)::bigint FROM lease l
                             WHERE l.owner = $5 AND l.unit = $6 AND l.ends_at > $7) AS recent,
                           (SELECT count(DISTINCT l.gateway_id)::int FROM lease l
                             WHERE l.owner = $5 AND l.ends_at > $8 AND l.gateway_id <> $9) AS others,
                           (SELECT coalesce(sum(l.amount - l.spent), 0)::bigint FROM lease l
                             WHERE l.owner = $5 AND l.unit = $6 AND l.resolved_at IS NULL
                               AND l.gateway_id <> $9) AS elsewhere,
                           (SELECT min(l.ends_at) FROM lease l
                             WHERE l.owner = $5 AND l.unit = $6 AND l.ends_at > $7
                               AND l.spent + l.overrun > 0) AS oldest_end
                      FROM account
                     WHERE ledger = $10 AND code IN ($1, $2, $3, $4) AND owner = $5 AND unit = $6\
                    """);

    private BudgetStanding() {}

    /** How a budget stands, as {@code gatewayId} sees it. */
    static Future<Standing> read(
            SqlClient client,
            BudgetAccounts accounts,
            Frame.Span span,
            String gatewayId,
            long nowUs) {
        return STANDING.row(
                        client,
                        code(accounts.funding().code().id()),
                        code(accounts.budget().code().id()),
                        code(accounts.spent().code().id()),
                        code(accounts.overrun().code().id()),
                        accounts.owner(),
                        accounts.unit().stored(),
                        Instants.at(span.spentSinceUs()),
                        Instants.at(nowUs),
                        gatewayId,
                        code(accounts.budget().code().ledger().id()))
                .map(BudgetStanding::standing);
    }

    private static Standing standing(Row row) {
        @Nullable OffsetDateTime oldest = row.getOffsetDateTime("oldest_end");
        return new Standing(
                row.getLong("funded"),
                row.getLong("available"),
                row.getLong("leased"),
                row.getLong("spent"),
                row.getLong("owed"),
                row.getLong("recent"),
                row.getInteger("others"),
                row.getLong("elsewhere"),
                oldest == null ? 0 : Instants.us(oldest));
    }

    private static Short code(int id) {
        return (short) id;
    }
}
