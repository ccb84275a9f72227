// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.report.shown;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.answer.CostLine;
import io.wattmill.twin.answer.OperatingPoint;
import io.wattmill.twin.answer.PlanAnswer;
import io.wattmill.twin.figure.Figure;
import io.wattmill.twin.report.chart.Frontier;
import io.wattmill.twin.report.shown.ReportView.CostView;
import io.wattmill.twin.report.shown.ReportView.CostsView;
import io.wattmill.twin.report.shown.ReportView.PointView;
import io.wattmill.twin.report.shown.ReportView.PointsView;

import java.util.Comparator;
import java.util.List;

/** Says what a user's speed and a year cost. */
final class Trade {
    private Trade() {}

    static List<PointsView> points(List<OperatingPoint> points) {
        if (points.isEmpty()) {
            return List.of();
        }
        var fastestFirst =
                Comparator.comparing(OperatingPoint::deployment)
                        .thenComparing(point -> -point.tokensPerSPerUser().value());
        return List.of(
                new PointsView(
                        points.stream()
                                .sorted(fastestFirst)
                                .map(point -> point(point, Frontier.isOn(point, points)))
                                .toList()));
    }

    private static PointView point(OperatingPoint point, boolean best) {
        var remark = (point.chosen() ? "this plan" : "") + (best ? "" : " beaten by another");
        return new PointView(
                point.deployment(),
                point.label(),
                Cell.of(point.tokensPerSPerUser(), "tokens/s"),
                Cell.of(point.tokensPerSPerMw(), "tokens/s/MW"),
                remark.strip());
    }

    static List<CostsView> costs(PlanAnswer answer) {
        if (answer.costs().isEmpty()) {
            return List.of();
        }
        var currency = answer.identity().currency();
        var total = total(answer.costs());
        var lines = answer.costs().stream().map(line -> cost(line, total, currency)).toList();
        return List.of(new CostsView(currency, lines, Cell.of(total, currency + "/year")));
    }

    private static Figure total(List<CostLine> lines) {
        return lines.stream()
                .map(CostLine::perYear)
                .reduce(Figure::plus)
                .map(sum -> new Figure(sum.value(), sum.low(), sum.high(), sum.provenance(), "sum"))
                .orElse(Figure.exact(0, Provenance.DERIVED, "sum"));
    }

    private static CostView cost(CostLine line, Figure total, String currency) {
        double share = total.value() == 0 ? 0 : line.perYear().value() / total.value();
        return new CostView(
                line.label(), Cell.of(line.perYear(), currency + "/year"), Shown.percent(share));
    }
}
