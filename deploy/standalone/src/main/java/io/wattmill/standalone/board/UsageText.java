// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.board;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Rows of {@code /billing/margin} as a table with a line of totals.
 *
 * @param by dimensions that the rows are grouped by
 * @param timed whether each row has a time of its own
 */
public record UsageText(List<String> by, boolean timed, Instant from, Instant to) {

    private static final BigDecimal ONE = BigDecimal.ONE;
    private static final BigDecimal NEARLY_ALL = new BigDecimal("0.995");
    private static final MathContext THREE = new MathContext(3, RoundingMode.HALF_EVEN);
    private static final DateTimeFormatter HOUR =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** The lines; one that says so when there is nothing. */
    public List<String> lines(JsonNode data) {
        List<UsageRow> rows = new ArrayList<>();
        data.forEach(each -> rows.add(new UsageRow(each)));
        if (rows.isEmpty()) {
            return List.of("no usage " + period() + "; try a longer time: --last 30d");
        }
        List<String> lines = new ArrayList<>();
        Stream<List<String>> cells = sorted(rows).stream().map(this::cells);
        List<List<String>> totals = rows.size() > 1 ? List.of(totals(rows)) : List.of();
        lines.addAll(new Grid(heads(rows), Stream.concat(cells, totals.stream()).toList()).lines());
        lines.add("");
        lines.add(period() + basis(rows));
        return List.copyOf(lines);
    }

    /** By time; then requests before what has none, the most charged first. */
    private static List<UsageRow> sorted(List<UsageRow> rows) {
        return rows.stream()
                .sorted(
                        Comparator.comparing(UsageRow::start)
                                .thenComparing(row -> !row.isOfRequests())
                                .thenComparing(
                                        row -> row.amount("/charged/value"),
                                        Comparator.reverseOrder())
                                .thenComparing(
                                        row -> row.amount("/energy/value"),
                                        Comparator.reverseOrder()))
                .toList();
    }

    private List<String> heads(List<UsageRow> rows) {
        String money = rows.getFirst().currency();
        return List.of(
                (timed ? "FROM (UTC)        " : "") + (by.isEmpty() ? "WHAT" : head()),
                "REQUESTS",
                "IN (CACHED)",
                "OUT",
                "CHARGED " + money,
                "COST",
                "MARGIN",
                "JOULES",
                "J/OUT",
                "g CO2",
                "OK",
                money + "/SUCCESS");
    }

    private String head() {
        return String.join(" ", by).toUpperCase(Locale.ROOT);
    }

    private List<String> cells(UsageRow row) {
        String about = estimated(row) ? "~" : "";
        return List.of(
                (timed ? HOUR.format(row.start()) + "  " : "") + row.name(by),
                count(row, "/requests"),
                row.isOfRequests()
                        ? input(row.amount("/tokens/input"), row.amount("/tokens/input_cached"))
                        : "",
                count(row, "/tokens/output"),
                row.isOfRequests() ? money(row.amount("/charged/value")) : "",
                money(row.amount("/cost/total/value")),
                percent(row.figure("/margin_ratio").filter(_ -> hasRequests(row))),
                number(row.amount("/energy/value")),
                row.figure("/joules_per_token").map(value -> about + number(value)).orElse(""),
                number(row.amount("/carbon/value")),
                outcomes(row),
                row.figure("/outcomes/charged_per_success").map(UsageText::money).orElse(""));
    }

    private static boolean hasRequests(UsageRow row) {
        return row.amount("/requests").signum() > 0;
    }

    private static boolean estimated(UsageRow row) {
        return row.figure("/measured_share")
                .filter(share -> share.compareTo(NEARLY_ALL) < 0)
                .isPresent();
    }

    private static String count(UsageRow row, String pointer) {
        return row.isOfRequests() ? number(row.amount(pointer)) : "";
    }

    private static String input(BigDecimal input, BigDecimal cached) {
        return number(input)
                + UsageRow.share(cached, input).map(share -> " (" + whole(share) + ")").orElse("");
    }

    private static String outcomes(UsageRow row) {
        BigDecimal reported = row.amount("/outcomes/reported");
        return reported.signum() == 0
                ? ""
                : number(row.amount("/outcomes/succeeded")) + " of " + number(reported);
    }

    private List<String> totals(List<UsageRow> rows) {
        BigDecimal charged = sum(rows, "/charged/value");
        BigDecimal cost = sum(rows, "/cost/total/value");
        BigDecimal joules = sum(rows, "/energy/value");
        BigDecimal output = sum(rows, "/tokens/output");
        BigDecimal reported = sum(rows, "/outcomes/reported");
        boolean oneCurrency = rows.stream().map(UsageRow::currency).distinct().count() == 1;
        return List.of(
                "total",
                number(sum(rows, "/requests")),
                input(sum(rows, "/tokens/input"), sum(rows, "/tokens/input_cached")),
                number(output),
                oneCurrency ? money(charged) : "",
                oneCurrency ? money(cost) : "",
                oneCurrency ? percent(UsageRow.share(charged.subtract(cost), charged)) : "",
                number(joules),
                UsageRow.each(joules, output).map(UsageText::number).orElse(""),
                number(sum(rows, "/carbon/value")),
                reported.signum() == 0
                        ? ""
                        : number(sum(rows, "/outcomes/succeeded")) + " of " + number(reported),
                "");
    }

    private static BigDecimal sum(List<UsageRow> rows, String pointer) {
        return rows.stream()
                .map(row -> row.amount(pointer))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private String period() {
        return HOUR.format(from) + " to " + HOUR.format(to) + " UTC";
    }

    /** What the figures rest on, and where the rest of the story is. */
    private static String basis(List<UsageRow> rows) {
        BigDecimal requests = sum(rows, "/requests");
        BigDecimal measured =
                rows.stream()
                        .map(row -> row.amount("/measured_share").multiply(row.amount("/requests")))
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
        String share =
                UsageRow.share(measured, requests)
                        .map(
                                part ->
                                        "; joules and cost are measured of "
                                                + whole(part.min(ONE))
                                                + " of the requests")
                        .orElse("");
        boolean any = rows.stream().anyMatch(UsageText::estimated);
        return share + (any ? " (~: as if the others took as much)" : "");
    }

    private static String number(BigDecimal value) {
        return Words.number(DecimalNode.valueOf(value));
    }

    /** Cents from 1 up, three digits that count below. */
    private static String money(BigDecimal value) {
        if (value.abs().compareTo(ONE) >= 0 || value.signum() == 0) {
            return String.format(Locale.ROOT, "%,.2f", value);
        }
        BigDecimal rounded = value.round(THREE).stripTrailingZeros();
        return rounded.toPlainString();
    }

    private static String percent(Optional<BigDecimal> share) {
        return share.map(UsageText::whole).orElse("");
    }

    private static String whole(BigDecimal share) {
        return share.scaleByPowerOfTen(2).setScale(0, RoundingMode.HALF_EVEN).toPlainString()
                + " %";
    }
}
