// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.query;

import io.wattmill.billing.report.BucketWidth;
import io.wattmill.billing.report.ReportQuery;
import io.wattmill.billing.report.ReportQuery.Filter;
import io.wattmill.billing.report.ReportQuery.Span;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Where a report reads usage: buckets of a minute from usage_minute; longer ones from usage_hour,
 * and what lies before the first and after the last whole hour by the minute. What no roll-up holds
 * yet is added from the rows.
 */
final class UsageSource {

    private static final long HOUR_S = 3_600;

    private static final String ROWS =
            """
            SELECT m.%s AS minute, s.source, s.organization_id, s.project_id, s.user_id, s.key_id, s.model, s.tier, s.api,
                   s.currency, m.requests, m.completed, m.input_uncached, m.cache_read, m.cache_write, m.output,
                   m.reasoning, m.input_nano, m.cache_read_nano, m.cache_write_nano, m.output_nano, m.reasoning_nano
              FROM usage_series s %s\
            """;

    private static final String REST = "SELECT * FROM usage_of(unrolled_bookings())";

    /** A few series over any time: an index leads to the rows of each. */
    private static final String OF_SERIES =
            "CROSS JOIN LATERAL (SELECT * FROM %1$s x WHERE x.series = s.id AND x.%2$s >= %3$s"
                    + " AND x.%2$s < %4$s OFFSET 0) AS m";

    /** All series: an index leads to the time. */
    private static final String OF_ALL =
            "JOIN %1$s m ON m.series = s.id AND m.%2$s >= %3$s AND m.%2$s < %4$s";

    /** A table from one parameter to another. */
    private record Piece(String table, String time, String from, String to) {

        String rows(boolean ofFewSeries) {
            String join = ofFewSeries ? OF_SERIES : OF_ALL;
            return ROWS.formatted(time, join.formatted(table, time, from, to));
        }
    }

    private UsageSource() {}

    /**
     * The instants that {@link #text} needs as parameters 1 and up, epoch seconds: from, to, and
     * for buckets of more than a minute the whole hours between them.
     */
    static List<Long> instants(ReportQuery query) {
        List<Span> spans = query.spans();
        long fromS = spans.getFirst().startS();
        long toS = spans.getLast().endS();
        if (query.width() == BucketWidth.MINUTE) {
            return List.of(fromS, toS);
        }
        long hoursFromS = Math.min(Math.ceilDiv(fromS, HOUR_S) * HOUR_S, toS);
        long hoursToS = Math.max(Math.floorDiv(toS, HOUR_S) * HOUR_S, hoursFromS);
        return List.of(fromS, toS, hoursFromS, hoursToS);
    }

    /** The rows as a subquery, of a few more minutes than are asked for. */
    static String text(ReportQuery query) {
        boolean ofFewSeries = isOfFewSeries(query.filter());
        return pieces(query).stream()
                .map(piece -> piece.rows(ofFewSeries))
                .collect(Collectors.joining(" UNION ALL ", "(", " UNION ALL " + REST + ")"));
    }

    private static List<Piece> pieces(ReportQuery query) {
        return query.width() == BucketWidth.MINUTE
                ? List.of(new Piece("usage_minute", "minute", "$1", "$2"))
                : List.of(
                        new Piece("usage_hour", "hour", "$3", "$4"),
                        new Piece("usage_minute", "minute", "$1", "$3"),
                        new Piece("usage_minute", "minute", "$4", "$2"));
    }

    private static boolean isOfFewSeries(Filter filter) {
        return !filter.projectIds().isEmpty()
                || !filter.userIds().isEmpty()
                || !filter.apiKeyIds().isEmpty();
    }
}
