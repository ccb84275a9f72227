// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.query;

import io.wattmill.billing.report.GroupKey;
import io.wattmill.billing.report.ReportQuery;
import io.wattmill.billing.report.ReportQuery.Filter;
import io.wattmill.billing.report.ReportQuery.Kind;
import io.wattmill.billing.report.ReportQuery.Span;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The statement of a report: columns and conditions are ours, everything from the question is a
 * parameter.
 */
record ReportSql(String text, List<Object> parameters) {

    private static final String EVENTS = "usage_event";

    /** One row per event and kind of token, for costs by line item. */
    private static final String LINES =
            """
            (SELECT e.project_id, e.user_id, e.key_id, e.model, e.tier, e.ended_at, e.currency,
                    e.model || ', ' || line.item AS line_item, line.uncached AS input_uncached,
                    line.cache_read, line.cache_write, line.output, line.nano AS charged_nano
               FROM usage_event e CROSS JOIN LATERAL (VALUES
                    ('input', e.input_uncached, 0, 0, 0, e.input_nano),
                    ('cached input', 0, e.cache_read, 0, 0, e.cache_read_nano),
                    ('cache write', 0, 0, e.cache_write, 0, e.cache_write_nano),
                    ('output', 0, 0, 0, e.output, e.output_nano + e.reasoning_nano))
                    AS line (item, uncached, cache_read, cache_write, output, nano)
              WHERE line.uncached + line.cache_read + line.cache_write + line.output > 0) AS lines\
            """;

    static ReportSql of(ReportQuery query, int limit) {
        boolean byLine = query.groupBy().contains(GroupKey.LINE_ITEM);
        Conditions conditions = new Conditions(query);
        String columns =
                Arrays.stream(GroupKey.values())
                        .map(key -> column(key, query) + " AS " + key.wire())
                        .collect(Collectors.joining(", "));
        String text =
                "SELECT width_bucket(ended_at, $1) AS bucket, "
                        + columns
                        + ", "
                        + (query.kind() == Kind.COSTS ? "currency" : "NULL::text AS currency")
                        + ", count(*) AS requests, sum(input_uncached)::bigint AS input_uncached,"
                        + " sum(cache_read)::bigint AS cache_read, sum(cache_write)::bigint AS"
                        + " cache_write, sum(output)::bigint AS output, sum(charged_nano)::bigint"
                        + " AS nano FROM "
                        + (byLine ? LINES : EVENTS)
                        + conditions.text
                        + " GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9 ORDER BY 1, nano DESC, 2, 3, 4, 5,"
                        + " 7, 8 LIMIT "
                        + limit;
        return new ReportSql(text, conditions.parameters);
    }

    /** What a group key reads; NULL when the question does not group by it. */
    private static String column(GroupKey key, ReportQuery query) {
        boolean wanted = query.groupBy().contains(key);
        return switch (key) {
            case PROJECT_ID -> wanted ? "project_id" : "NULL::text";
            case USER_ID -> wanted ? "user_id" : "NULL::text";
            case API_KEY_ID -> wanted ? "key_id" : "NULL::text";
            case MODEL -> wanted ? "model" : "NULL::text";
            case BATCH -> wanted ? "false" : "NULL::boolean";
            case SERVICE_TIER ->
                    wanted ? "CASE tier WHEN '' THEN 'default' ELSE tier END" : "NULL::text";
            case LINE_ITEM -> wanted ? "line_item" : "NULL::text";
        };
    }

    private static final class Conditions {

        private final StringBuilder text = new StringBuilder();
        private final List<Object> parameters = new ArrayList<>();

        Conditions(ReportQuery query) {
            List<Span> spans = query.spans();
            parameters.add(
                    spans.stream().map(span -> at(span.startS())).toArray(OffsetDateTime[]::new));
            add(" WHERE ended_at >= ", at(spans.getFirst().startS()));
            add(" AND ended_at < ", at(spans.getLast().endS()));
            Filter filter = query.filter();
            any("project_id", filter.projectIds());
            any("user_id", filter.userIds());
            any("key_id", filter.apiKeyIds());
            any("model", filter.models());
            // Batches are not served yet: nothing is one.
            filter.batch().filter(Boolean::booleanValue).ifPresent(_ -> text.append(" AND false"));
        }

        private void any(String column, List<String> values) {
            if (!values.isEmpty()) {
                add(" AND " + column + " = ANY(", values.toArray(String[]::new));
                text.append(')');
            }
        }

        private void add(String condition, Object parameter) {
            parameters.add(parameter);
            text.append(condition).append('$').append(parameters.size());
        }

        private static OffsetDateTime at(long epochS) {
            return Instant.ofEpochSecond(epochS).atOffset(ZoneOffset.UTC);
        }
    }
}
