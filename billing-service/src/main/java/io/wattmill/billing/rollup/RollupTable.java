// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.rollup;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.sql.Statement;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A roll-up of V11__rollup.sql: the statement that adds what some bookings add to it. */
final class RollupTable {

    private static final List<String> USED_BY =
            columns("source organization_id project_id user_id key_id model tier api currency");
    private static final List<String> USED =
            columns(
                    "requests completed input_uncached cache_read cache_write output reasoning"
                            + " input_nano cache_read_nano cache_write_nano output_nano"
                            + " reasoning_nano");

    /** Usage by minute. */
    private static final RollupTable USAGE =
            new RollupTable(
                    new Names("usage_of", "usage_series", "usage_minute", "minute"),
                    "new.minute",
                    USED_BY,
                    USED);

    /** Usage by hour. */
    private static final RollupTable USAGE_HOURS =
            new RollupTable(
                    new Names("usage_of", "usage_series", "usage_hour", "hour"),
                    "date_bin('1 hour', new.minute, '2000-01-01 00:00Z')",
                    USED_BY,
                    USED);

    /** Money, energy and outcomes by hour. */
    private static final RollupTable FINANCE =
            new RollupTable(
                    new Names("finance_added_by", "finance_series", "finance_hour", "hour"),
                    "new.hour",
                    columns(
                            "bearer organization_id project_id key_id model tier agent label"
                                    + " node_id price_version currency"),
                    columns(
                            "requests completed unpriced measured duration_us input_uncached"
                                    + " cache_read cache_write output reasoning waste_tokens"
                                    + " charged_nano adjusted_nano reported succeeded value_nano"
                                    + " predicted_uj prefill_uj decode_uj idle_uj empty_uj"
                                    + " unattributed_uj quality_uj host_uj facility_uj gpu_nano"
                                    + " electricity_nano carbon_ug provider_nano"));

    /** Every roll-up. */
    static final List<RollupTable> ALL = List.of(USAGE, USAGE_HOURS, FINANCE);

    /**
     * Names in the schema.
     *
     * @param of the function that gives what bookings add
     * @param series the table of what rows are about
     * @param sums the table of rows
     * @param time its column of time
     */
    private record Names(String of, String series, String sums, String time) {}

    private final Statement add;

    private RollupTable(Names names, String time, List<String> about, List<String> measures) {
        this.add =
                new Statement(
                        """
                        WITH new AS MATERIALIZED (
                            SELECT *, sha256(convert_to(ROW(%1$s)::text, 'UTF8')) AS digest FROM %2$s($1)),
                        added AS (
                            INSERT INTO %3$s (digest, %1$s)
                            SELECT DISTINCT ON (digest) digest, %1$s FROM new
                             WHERE NOT EXISTS (SELECT FROM %3$s s WHERE s.digest = new.digest)
                            RETURNING id, digest)
                        INSERT INTO %4$s (%5$s, series, %6$s)
                        SELECT %9$s, coalesce(added.id, known.id), %7$s
                          FROM new LEFT JOIN added ON added.digest = new.digest
                          LEFT JOIN %3$s known ON known.digest = new.digest
                         GROUP BY 1, 2
                        ON CONFLICT (series, %5$s) DO UPDATE SET %8$s\
                        """
                                .formatted(
                                        String.join(", ", about),
                                        names.of,
                                        names.series,
                                        names.sums,
                                        names.time,
                                        String.join(", ", measures),
                                        each(measures, m -> "sum(new." + m + ")::bigint"),
                                        each(measures, m -> increase(names.sums, m)),
                                        time));
    }

    /** Adds what these bookings hold. */
    Future<Void> add(SqlConnection connection, Long[] bookings) {
        return add.run(connection, (Object) bookings);
    }

    private static String increase(String table, String measure) {
        return measure + " = " + table + "." + measure + " + excluded." + measure;
    }

    private static String each(List<String> columns, UnaryOperator<String> expression) {
        return columns.stream().map(expression).collect(Collectors.joining(", "));
    }

    private static List<String> columns(String names) {
        return List.of(names.split(" "));
    }
}
