// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.query;

import io.wattmill.billing.sql.Instants;
import io.wattmill.billing.statement.Dimension;
import io.wattmill.billing.statement.FinancePlace;
import io.wattmill.billing.statement.FinanceQuery;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The statement of a question about margin or energy: columns and conditions are ours, everything
 * from the question is a parameter.
 */
record FinanceSql(String text, List<Object> parameters) {

    private static final List<String> SUMS =
            List.of(
                    "requests",
                    "completed",
                    "unpriced",
                    "measured",
                    "predicted_uj",
                    "input_uncached",
                    "cache_read",
                    "cache_write",
                    "output",
                    "reasoning",
                    "waste_tokens",
                    "charged_nano",
                    "adjusted_nano",
                    "gpu_nano",
                    "electricity_nano",
                    "provider_nano",
                    "prefill_uj",
                    "decode_uj",
                    "idle_uj",
                    "empty_uj",
                    "unattributed_uj",
                    "host_uj",
                    "facility_uj",
                    "quality_uj",
                    "carbon_ug",
                    "reported",
                    "succeeded",
                    "value_nano");

    static final String DIMENSION = "d";

    static FinanceSql of(FinanceQuery query) {
        List<Object> parameters = new ArrayList<>();
        parameters.add(Instants.at(query.fromUs()));
        parameters.add(Instants.at(query.toUs()));
        String only =
                query.only().entrySet().stream()
                        .map(
                                entry ->
                                        " AND "
                                                + entry.getKey().column()
                                                + " = "
                                                + bound(parameters, entry.getValue()))
                        .collect(Collectors.joining());
        String rows =
                "SELECT "
                        + bucket(query)
                        + " AS start_at, bearer, currency, "
                        + dimensions(query)
                        + ", "
                        + sums()
                        + " FROM finance_now WHERE hour >= $1 AND hour < $2"
                        + only
                        + " GROUP BY "
                        + ordinals();
        return new FinanceSql(
                "SELECT * FROM ("
                        + rows
                        + ") AS rows WHERE (start_at, bearer, currency, "
                        + names()
                        + ") > ("
                        + place(query.after(), parameters)
                        + ") ORDER BY "
                        + ordinals()
                        + " LIMIT "
                        + (query.limit() + 1),
                parameters);
    }

    private static String bucket(FinanceQuery query) {
        return switch (query.bucket()) {
            case HOUR -> "hour";
            case DAY -> "greatest($1, date_bin('1 day', hour, '2000-01-01 00:00Z'))";
            case ALL -> "$1::timestamptz";
        };
    }

    private static String dimensions(FinanceQuery query) {
        return Arrays.stream(Dimension.values())
                .map(
                        each ->
                                (query.groupBy().contains(each) ? each.column() : "''::text")
                                        + " AS "
                                        + DIMENSION
                                        + each.ordinal())
                .collect(Collectors.joining(", "));
    }

    private static String names() {
        return Arrays.stream(Dimension.values())
                .map(each -> DIMENSION + each.ordinal())
                .collect(Collectors.joining(", "));
    }

    private static String sums() {
        return SUMS.stream()
                .map(column -> "sum(" + column + ")::bigint AS " + column)
                .collect(Collectors.joining(", "));
    }

    /** Start, bearer, currency and the dimensions are the first columns. */
    private static String ordinals() {
        return "1, 2, 3, "
                + Arrays.stream(Dimension.values())
                        .map(each -> Integer.toString(each.ordinal() + 4))
                        .collect(Collectors.joining(", "));
    }

    private static String place(FinancePlace after, List<Object> parameters) {
        List<String> parts =
                new ArrayList<>(
                        List.of(
                                bound(parameters, Instants.at(after.startUs())),
                                bound(parameters, (short) after.bearer()),
                                bound(parameters, after.currency())));
        after.values().forEach(value -> parts.add(bound(parameters, value)));
        return String.join(", ", parts);
    }

    private static String bound(List<Object> parameters, Object value) {
        parameters.add(value);
        return "$" + parameters.size();
    }
}
