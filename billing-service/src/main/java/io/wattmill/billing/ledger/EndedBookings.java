// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.ledger;

/**
 * Bookings that nothing can come before any more: of this cluster those whose transactions are
 * older than the oldest open one, of another one (a dump was restored) all.
 */
public final class EndedBookings {

    private EndedBookings() {}

    /**
     * SQL of the common table {@code ended (id, cluster, xid)}: of each cluster at most {@code $1}
     * of them, the oldest transactions first, from a watermark on.
     *
     * @param watermark SQL of one xid8, the watermark of cluster {@code c.cluster}
     */
    public static String from(String watermark) {
        return """
        WITH RECURSIVE clusters (cluster) AS (
            (SELECT cluster FROM booking ORDER BY cluster LIMIT 1)
            UNION ALL
            SELECT (SELECT b.cluster FROM booking b WHERE b.cluster > c.cluster ORDER BY b.cluster LIMIT 1)
              FROM clusters c WHERE c.cluster IS NOT NULL),
        here AS (SELECT system_identifier AS cluster FROM pg_control_system()),
        ended AS (
            SELECT b.id, b.cluster, b.xid::text::bigint AS xid
              FROM clusters c
             CROSS JOIN LATERAL (SELECT (%s) AS xid) AS done
             CROSS JOIN LATERAL (
                   SELECT id, cluster, xid FROM booking
                    WHERE cluster = c.cluster AND xid >= done.xid
                      AND (c.cluster <> (SELECT cluster FROM here)
                           OR xid < pg_snapshot_xmin(pg_current_snapshot()))
                    ORDER BY xid LIMIT $1) AS b)
        """
                .formatted(watermark);
    }

    /** The condition that takes the cluster with the oldest of them. */
    public static final String OLDEST_CLUSTER =
            "cluster = (SELECT cluster FROM ended ORDER BY id LIMIT 1)";
}
