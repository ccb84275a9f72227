// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.query;

import io.wattmill.billing.report.GroupKey;
import io.wattmill.billing.report.ReportKind;
import io.wattmill.billing.report.ReportQuery;
import io.wattmill.billing.report.ReportQuery.Filter;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The statement of a report: columns and conditions are ours, everything from the question is a
 * parameter. Reads the roll-up with what is not in it yet.
 */
record ReportSql(String text, List<Object> parameters) {

    /**
     * One row per sum and kind of token, for costs by line item. A kind that nothing was used or
     * adjusted of has no line.
     */
    private static final String LINES =
            """
            (SELECT u.minute, u.source, u.project_id, u.user_id, u.key_id, u.model, u.tier, u.currency, u.requests,
                    u.model || ', ' || line.item || CASE u.source WHEN 2 THEN ', adjustment' ELSE '' END AS line_item,
                    line.uncached AS input_uncached, line.cache_read, line.cache_write, line.output,
                    line.nano AS input_nano, 0 AS cache_read_nano, 0 AS cache_write_nano, 0 AS output_nano,
                    0 AS reasoning_nano
               FROM %s AS u CROSS JOIN LATERAL (VALUES
                    ('input', u.input_uncached, 0, 0, 0, u.input_nano),
                    ('cached input', 0, u.cache_read, 0, 0, u.cache_read_nano),
                    ('cache write', 0, 0, u.cache_write, 0, u.cache_write_nano),
                    ('output', 0, 0, 0, u.output, u.output_nano + u.reasoning_nano))
                    AS line (item, uncached, cache_read, cache_write, output, nano)
              WHERE line.uncached + line.cache_read + line.cache_write + line.output > 0 OR line.nano <> 0)\
            """;

    /** Sums of what the rows hold; tokens and requests of requests, money also of adjustments. */
    private static final String SUMS =
            """
            sum_bigint(requests) AS requests, sum_bigint(input_uncached) AS input_uncached,
            sum_bigint(cache_read) AS cache_read, sum_bigint(cache_write) AS cache_write,
            sum_bigint(output) AS output,
            sum_bigint(input_nano + cache_read_nano + cache_write_nano + output_nano + reasoning_nano) AS nano\
            """;

    /**
     * @param limit most rows that are wanted
     */
    static ReportSql of(ReportQuery query, int limit) {
        Conditions conditions = new Conditions(query);
        String columns =
                GroupKey.SERVED.stream()
                        .map(key -> column(key, query) + " AS " + key.wire())
                        .collect(Collectors.joining(", "));
        String currency = query.kind() == ReportKind.COSTS ? "currency" : "NULL::text";
        String keys = keys(query);
        String text =
                "SELECT date_bin('%d s', minute, 'epoch') AS bucket, %s, %s AS currency, %s FROM %s"
                        + " AS u%s GROUP BY %s ORDER BY 1, nano DESC, %s LIMIT %d";
        return new ReportSql(
                text.formatted(
                        query.width().seconds(),
                        columns,
                        currency,
                        SUMS,
                        source(query),
                        conditions.text,
                        keys,
                        keys,
                        limit),
                conditions.parameters);
    }

    /** Numbers of the columns that tell rows apart: the bucket, and what is grouped by. */
    private static String keys(ReportQuery query) {
        List<Integer> keys = new ArrayList<>(List.of(1));
        int number = 1;
        for (GroupKey key : GroupKey.SERVED) {
            number++;
            if (query.groupBy().contains(key)) {
                keys.add(number);
            }
        }
        if (query.kind() == ReportKind.COSTS) {
            keys.add(number + 1);
        }
        return keys.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private static String source(ReportQuery query) {
        boolean byLine =
                query.groupBy().contains(GroupKey.LINE_ITEM)
                        || !query.filter().lineItems().isEmpty();
        String rows = UsageSource.text(query);
        return byLine ? LINES.formatted(rows) : rows;
    }

    /** What a group key reads; NULL when the question does not group by it. */
    private static String column(GroupKey key, ReportQuery query) {
        boolean wanted = query.groupBy().contains(key);
        return switch (key) {
            case PROJECT_ID -> wanted ? "project_id" : "NULL::text";
            case USER_ID -> wanted ? "nullif(user_id, '')" : "NULL::text";
            case API_KEY_ID -> wanted ? "nullif(key_id, '')" : "NULL::text";
            case MODEL -> wanted ? "model" : "NULL::text";
            case BATCH -> wanted ? "tier = 'batch'" : "NULL::boolean";
            case SERVICE_TIER ->
                    wanted ? "CASE tier WHEN '' THEN 'default' ELSE tier END" : "NULL::text";
            case API_SOURCE -> wanted ? "'unlabeled'::text" : "NULL::text";
            case LINE_ITEM -> wanted ? "line_item" : "NULL::text";
            case SIZE, SOURCE, CONTEXT_LEVEL, VECTOR_STORE_ID ->
                    throw new IllegalArgumentException("nothing that we serve has a " + key.wire());
        };
    }

    private static final class Conditions {

        private final StringBuilder text = new StringBuilder();
        private final List<Object> parameters = new ArrayList<>();

        Conditions(ReportQuery query) {
            UsageSource.instants(query).forEach(instant -> parameters.add(at(instant)));
            text.append(" WHERE minute >= $1 AND minute < $2");
            if (query.kind() != ReportKind.COSTS) {
                text.append(" AND source = 1");
            }
            Filter filter = query.filter();
            any("project_id", filter.projectIds());
            any("user_id", filter.userIds());
            any("key_id", filter.apiKeyIds());
            any("model", filter.models());
            any("line_item", filter.lineItems());
            filter.batch().ifPresent(batch -> add(" AND (tier = 'batch') = ", batch));
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
