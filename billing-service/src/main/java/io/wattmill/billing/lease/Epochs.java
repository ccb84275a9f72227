// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.lease;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.sql.Instants;
import io.wattmill.billing.sql.Statement;

/**
 * Incarnations of gateways. A new one fences those before it: their leases end, and their slices
 * are kept under another name until they expire, because a zombie may still use them.
 */
final class Epochs {

    private static final Statement BEGIN =
            new Statement(
                    """
                    INSERT INTO gateway_epoch (gateway_id, epoch, began_at) VALUES ($1, 1, $2)
                    ON CONFLICT (gateway_id) DO UPDATE SET epoch = gateway_epoch.epoch + 1, began_at = $2
                    RETURNING epoch\
                    """);
    private static final Statement END_LEASES =
            new Statement(
                    """
                    UPDATE lease SET ends_at = least(ends_at, $3)
                     WHERE id = ANY (ARRAY(SELECT id FROM lease
                                            WHERE gateway_id = $1 AND epoch < $2 AND resolved_at IS NULL
                                            ORDER BY id FOR UPDATE))\
                    """);
    private static final Statement KEEP_SLICES =
            new Statement(
                    """
                    UPDATE limit_slice SET gateway_id = gateway_id || '#' || $2::bigint, demand = 0
                     WHERE gateway_id = $1\
                    """);

    /** A database restored from a backup knows an older epoch than the gateway: it learns it. */
    private static final Statement CURRENT =
            new Statement(
                    """
                    INSERT INTO gateway_epoch (gateway_id, epoch, began_at) VALUES ($1, $2, $3)
                    ON CONFLICT (gateway_id) DO UPDATE SET epoch = greatest(gateway_epoch.epoch, $2)
                    RETURNING epoch\
                    """);

    private Epochs() {}

    /** The gateway's newest epoch, a new one when it has none; kept until the transaction ends. */
    static Future<Long> current(
            SqlConnection connection, String gatewayId, long epoch, long nowUs) {
        return epoch == 0
                ? begin(connection, gatewayId, nowUs)
                : CURRENT.row(connection, gatewayId, epoch, Instants.at(nowUs))
                        .map(row -> row.getLong("epoch"));
    }

    private static Future<Long> begin(SqlConnection connection, String gatewayId, long nowUs) {
        return BEGIN.row(connection, gatewayId, Instants.at(nowUs))
                .map(row -> row.getLong("epoch"))
                .compose(
                        epoch ->
                                END_LEASES
                                        .run(connection, gatewayId, epoch, Instants.at(nowUs))
                                        .compose(_ -> KEEP_SLICES.run(connection, gatewayId, epoch))
                                        .map(epoch));
    }
}
