// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.settle;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.attribution.Settled.GatewayMark;
import io.wattmill.billing.sql.Rows;
import io.wattmill.billing.sql.Statement;

import java.util.List;

/** How far each gateway has settled, and when it was last heard. */
public final class GatewayMarks {

    private static final Statement ALL =
            new Statement(
                    """
                    SELECT max(watermark_us) AS watermark_us, max(seen_at) AS seen_at
                      FROM gateway_journal GROUP BY gateway_id\
                    """);

    private GatewayMarks() {}

    /** Of every gateway that ever settled. */
    public static Future<List<GatewayMark>> read(SqlConnection connection) {
        return ALL.rows(connection)
                .map(
                        rows ->
                                rows.stream()
                                        .map(
                                                row ->
                                                        new GatewayMark(
                                                                row.getLong("watermark_us"),
                                                                Rows.us(row, "seen_at")))
                                        .toList());
    }
}
