// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.report.chart;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.wattmill.twin.answer.CostLine;
import io.wattmill.twin.answer.HourlyYear;
import io.wattmill.twin.answer.OperatingPoint;
import io.wattmill.twin.answer.PlanAnswer;
import io.wattmill.twin.answer.PowerChain;
import io.wattmill.twin.figure.Figure;
import io.wattmill.twin.report.chart.Periods.Period;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What the page's script draws, as JSON that is safe within a script element: {@code {"currency",
 * "chain": {"nodes": [{"id", "label", "kind"}], "links": [{"from", "to", "mean", "peak"}]}, "year":
 * {"it", "facility", "peak", "pue": a value per day, "heat": PUE per hour}, "points":
 * [{"deployment", "label", "x", "y", "front", "chosen"}], "costs": [{"label", "figure"}]}}; a
 * figure is {@code [value, low, high]}. Parts that the answer lacks are absent.
 */
public final class ChartData {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final MathContext FOUR = new MathContext(4);

    private ChartData() {}

    /** The JSON; holds no {@code <}. */
    public static String of(PlanAnswer answer) {
        var root = JSON.createObjectNode().put("currency", answer.identity().currency());
        if (!answer.powerChain().links().isEmpty()) {
            chain(root.putObject("chain"), answer.powerChain());
        }
        if (!answer.year().absent()) {
            year(root.putObject("year"), answer.year());
        }
        if (!answer.operatingPoints().isEmpty()) {
            points(root.putArray("points"), answer.operatingPoints());
        }
        if (!answer.costs().isEmpty()) {
            costs(root.putArray("costs"), answer.costs());
        }
        return root.toString().replace("<", "\\u003c");
    }

    private static void chain(ObjectNode node, PowerChain chain) {
        var nodes = node.putArray("nodes");
        for (var each : chain.nodes()) {
            nodes.addObject()
                    .put("id", each.id())
                    .put("label", each.label())
                    .put("kind", each.kind().name().toLowerCase(Locale.ROOT));
        }
        var links = node.putArray("links");
        for (var each : chain.links()) {
            var link = links.addObject().put("from", each.from()).put("to", each.to());
            figure(link.putArray("mean"), each.meanKw());
            figure(link.putArray("peak"), each.peakKw());
        }
    }

    private static void year(ObjectNode node, HourlyYear year) {
        var days = Periods.days(year);
        values(node.putArray("it"), days, Period::itKw);
        values(node.putArray("facility"), days, Period::facilityKw);
        values(node.putArray("peak"), days, Period::peakKw);
        values(node.putArray("pue"), days, Period::pue);
        var heat = node.putArray("heat");
        for (int hour = 0; hour < HourlyYear.HOURS; hour++) {
            double it = year.itKw().get(hour);
            heat.add(rounded(it == 0 ? 1 : year.facilityKw().get(hour) / it));
        }
    }

    private static void values(ArrayNode to, List<Period> days, ToDoubleFunction<Period> value) {
        days.forEach(day -> to.add(rounded(value.applyAsDouble(day))));
    }

    private static void points(ArrayNode to, List<OperatingPoint> points) {
        for (var each : points) {
            var point =
                    to.addObject()
                            .put("deployment", each.deployment())
                            .put("label", each.label())
                            .put("front", Frontier.isOn(each, points))
                            .put("chosen", each.chosen());
            figure(point.putArray("x"), each.tokensPerSPerUser());
            figure(point.putArray("y"), each.tokensPerSPerMw());
        }
    }

    private static void costs(ArrayNode to, List<CostLine> costs) {
        for (var each : costs) {
            figure(to.addObject().put("label", each.label()).putArray("figure"), each.perYear());
        }
    }

    private static void figure(ArrayNode to, Figure figure) {
        to.add(rounded(figure.value())).add(rounded(figure.low())).add(rounded(figure.high()));
    }

    private static BigDecimal rounded(double value) {
        return BigDecimal.valueOf(value).round(FOUR);
    }
}
