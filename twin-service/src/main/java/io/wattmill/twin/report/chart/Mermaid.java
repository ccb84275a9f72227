// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.report.chart;

import io.wattmill.twin.answer.HourlyYear;
import io.wattmill.twin.answer.OperatingPoint;
import io.wattmill.twin.answer.PlanAnswer;
import io.wattmill.twin.answer.PowerChain;
import io.wattmill.twin.report.chart.Periods.Period;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The charts as Mermaid draws them. */
public final class Mermaid {
    private static final MathContext FOUR = new MathContext(4);

    private Mermaid() {}

    /**
     * Each chart as text, or nothing.
     *
     * @param chain where the power goes
     * @param load power by month, facility as bars and IT as a line
     * @param pue by month
     * @param trades throughput against interactivity, a chart per deployment
     */
    public record Charts(
            List<String> chain, List<String> load, List<String> pue, List<Trade> trades) {}

    /**
     * One deployment's chart.
     *
     * @param deployment its name
     * @param chart the text
     */
    public record Trade(String deployment, String chart) {}

    /** All charts that the answer has something for. */
    public static Charts of(PlanAnswer answer) {
        var year = answer.year();
        return new Charts(
                answer.powerChain().links().isEmpty()
                        ? List.of()
                        : List.of(sankey(answer.powerChain())),
                year.absent() ? List.of() : List.of(load(year)),
                year.absent() ? List.of() : List.of(pue(year)),
                answer.operatingPoints().stream()
                        .map(OperatingPoint::deployment)
                        .distinct()
                        .map(name -> trade(name, answer.operatingPoints()))
                        .toList());
    }

    private static String sankey(PowerChain chain) {
        var labels =
                chain.nodes().stream()
                        .collect(Collectors.toMap(PowerChain.Node::id, PowerChain.Node::label));
        return chain.links().stream()
                .map(
                        link ->
                                text(labels.getOrDefault(link.from(), ""))
                                        + ","
                                        + text(labels.getOrDefault(link.to(), ""))
                                        + ","
                                        + plain(link.meanKw().value()))
                .collect(Collectors.joining("\n", "sankey-beta\n", ""));
    }

    private static String load(HourlyYear year) {
        var months = Periods.months(year);
        return """
        xychart-beta
            title "Power by month, kW: facility (bars), IT (line)"
            x-axis [%s]
            y-axis "kW" 0 --> %s
            bar [%s]
            line [%s]\
        """
                .formatted(
                        joined(months, Period::name),
                        plain(1.1 * most(months, Period::facilityKw)),
                        joined(months, month -> plain(month.facilityKw())),
                        joined(months, month -> plain(month.itKw())));
    }

    private static String pue(HourlyYear year) {
        var months = Periods.months(year);
        return """
        xychart-beta
            title "PUE by month"
            x-axis [%s]
            y-axis "PUE" 1 --> %s
            line [%s]\
        """
                .formatted(
                        joined(months, Period::name),
                        plain(most(months, Period::pue) + 0.05),
                        joined(months, month -> plain(month.pue())));
    }

    private static Trade trade(String deployment, List<OperatingPoint> all) {
        var points =
                all.stream()
                        .filter(point -> point.deployment().equals(deployment))
                        .filter(point -> Frontier.isOn(point, all))
                        .sorted(Comparator.comparing(point -> point.tokensPerSPerUser().value()))
                        .toList();
        var chart =
                """
                xychart-beta
                    title "Output tokens/s per provisioned MW, by tokens/s of one user"
                    x-axis "tokens/s of one user" [%s]
                    y-axis "tokens/s/MW" 0 --> %s
                    bar [%s]\
                """
                        .formatted(
                                joined(points, p -> plain(p.tokensPerSPerUser().value())),
                                plain(1.1 * most(points, p -> p.tokensPerSPerMw().value())),
                                joined(points, p -> plain(p.tokensPerSPerMw().value())));
        return new Trade(deployment, chart);
    }

    private static <T> String joined(List<T> all, Function<T, String> text) {
        return all.stream().map(text).collect(Collectors.joining(", "));
    }

    private static <T> double most(List<T> all, ToDoubleFunction<T> value) {
        return all.stream().mapToDouble(value).max().orElse(1);
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).round(FOUR).stripTrailingZeros().toPlainString();
    }

    /** A CSV field that can end neither itself nor the fence around the chart. */
    private static String text(String label) {
        var plain = label.replaceAll("[\\p{Cntrl}`]+", " ");
        return '"' + plain.replace("\"", "\"\"") + '"';
    }
}
