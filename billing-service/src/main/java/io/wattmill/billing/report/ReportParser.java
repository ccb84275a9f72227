// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.report;

import io.wattmill.billing.report.ReportQuery.Filter;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads the parameters of {@code /v1/organization/usage/*} and {@code /v1/organization/costs} as
 * OpenAI documents them; lists are repeated parameters with or without {@code []}, or one with
 * commas. A start is rounded down and an end up to a whole minute, as OpenAI does: its cookbook
 * shows a first bucket that starts at the minute in which the question was asked.
 */
public final class ReportParser {

    private static final long MINUTE_S = 60;
    private static final int MAX_COST_BUCKETS = 180;
    private static final int MAX_FILTER_VALUES = 100;
    private static final long MAX_SECONDS = 4_102_444_800L; // 2100-01-01

    private final ReportKind kind;
    private final Map<String, List<String>> parameters;

    private ReportParser(ReportKind kind, Map<String, List<String>> parameters) {
        this.kind = kind;
        this.parameters = parameters;
    }

    /** What parameters read as. */
    public sealed interface Parsed {}

    /** A question that can be answered. */
    public record Valid(ReportQuery query) implements Parsed {}

    /** Which parameter is wrong, and how. */
    public record Invalid(String parameter, String message) implements Parsed {}

    /** A parameter that is not what it should be; never leaves this class. */
    private static final class BadParameter extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Invalid invalid;

        BadParameter(String parameter, String message) {
            super(message);
            this.invalid = new Invalid(parameter, message);
        }
    }

    /**
     * Reads a question; without {@code end_time} it goes up to and with the second {@code nowS}, so
     * that what was booked a moment ago counts.
     */
    public static Parsed parse(ReportKind kind, Map<String, List<String>> parameters, long nowS) {
        try {
            return new Valid(new ReportParser(kind, parameters).query(nowS));
        } catch (BadParameter bad) {
            return bad.invalid;
        }
    }

    private ReportQuery query(long nowS) {
        long askedS =
                seconds("start_time")
                        .orElseThrow(() -> bad("start_time", "is required: seconds since 1970."));
        long untilS = seconds("end_time").orElse(Math.max(nowS + 1, askedS));
        if (untilS < askedS) {
            throw bad("end_time", "must not be before start_time.");
        }
        long startS = Math.floorDiv(askedS, MINUTE_S) * MINUTE_S;
        long endS = Math.ceilDiv(untilS, MINUTE_S) * MINUTE_S;
        BucketWidth width = width();
        Filter filter =
                new Filter(
                        list("project_ids"),
                        list("user_ids"),
                        list("api_key_ids"),
                        list("models"),
                        kind == ReportKind.COSTS ? lines() : List.of(),
                        batch());
        return new ReportQuery(
                kind, page(startS, endS), endS, width, limit(width), filter, groupBy());
    }

    private long page(long startS, long endS) {
        String text = one("page").orElse(PageCursor.encode(startS));
        return PageCursor.decode(text)
                .filter(at -> at >= startS && at <= endS)
                .orElseThrow(
                        () -> bad("page", "is not the next_page of a page of the same question."));
    }

    private BucketWidth width() {
        String wanted = one("bucket_width").orElse(BucketWidth.DAY.wire());
        Set<BucketWidth> allowed =
                kind == ReportKind.COSTS
                        ? EnumSet.of(BucketWidth.DAY)
                        : EnumSet.allOf(BucketWidth.class);
        String names = allowed.stream().map(BucketWidth::wire).toList().toString();
        return allowed.stream()
                .filter(width -> width.wire().equals(wanted))
                .findFirst()
                .orElseThrow(() -> bad("bucket_width", "is one of " + names + "."));
    }

    private int limit(BucketWidth width) {
        int most = kind == ReportKind.COSTS ? MAX_COST_BUCKETS : width.maxLimit();
        long limit = number("limit").orElse((long) width.defaultLimit());
        if (limit < 1 || limit > most) {
            throw bad("limit", "is 1 to " + most + " for buckets of " + width.wire() + ".");
        }
        return (int) limit;
    }

    private Set<GroupKey> groupBy() {
        Set<GroupKey> keys = EnumSet.noneOf(GroupKey.class);
        list("group_by").forEach(wanted -> keys.add(groupKey(wanted)));
        return keys;
    }

    private GroupKey groupKey(String wanted) {
        Set<GroupKey> allowed = kind.groupKeys();
        String names = allowed.stream().map(GroupKey::wire).toList().toString();
        return GroupKey.of(wanted)
                .filter(allowed::contains)
                .orElseThrow(() -> bad("group_by", "is any of " + names + "."));
    }

    private Optional<Boolean> batch() {
        return one("batch").map(ReportParser::bool);
    }

    private static boolean bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw bad("batch", "is true or false.");
        };
    }

    private Optional<Long> seconds(String name) {
        Optional<Long> seconds = number(name);
        if (seconds.filter(at -> at < 0 || at > MAX_SECONDS).isPresent()) {
            throw bad(name, "is in seconds since 1970, not in milliseconds.");
        }
        return seconds;
    }

    private Optional<Long> number(String name) {
        return one(name).map(text -> number(name, text));
    }

    private static long number(String name, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException _) {
            throw bad(name, "must be a whole number.");
        }
    }

    private static BadParameter bad(String name, String message) {
        return new BadParameter(name, name + " " + message);
    }

    private Optional<String> one(String name) {
        return parameters.getOrDefault(name, List.of()).stream().findFirst();
    }

    private List<String> list(String name) {
        return bounded(name, repeated(name).flatMap(value -> Arrays.stream(value.split(",", -1))));
    }

    /** Names of line items have commas in them. */
    private List<String> lines() {
        return bounded("line_items", repeated("line_items"));
    }

    private Stream<String> repeated(String name) {
        return Stream.concat(
                parameters.getOrDefault(name, List.of()).stream(),
                parameters.getOrDefault(name + "[]", List.of()).stream());
    }

    private static List<String> bounded(String name, Stream<String> given) {
        List<String> values = given.filter(value -> !value.isEmpty()).distinct().toList();
        if (values.size() > MAX_FILTER_VALUES) {
            throw bad(name, "holds at most " + MAX_FILTER_VALUES + " values.");
        }
        return values;
    }
}
