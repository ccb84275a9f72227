// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.report.shown;

import io.wattmill.twin.answer.HourlyYear;
import io.wattmill.twin.answer.PowerChain;
import io.wattmill.twin.report.chart.Periods;
import io.wattmill.twin.report.chart.Periods.Period;
import io.wattmill.twin.report.shown.ReportView.ChainView;
import io.wattmill.twin.report.shown.ReportView.LinkView;
import io.wattmill.twin.report.shown.ReportView.PeriodView;
import io.wattmill.twin.report.shown.ReportView.YearView;

import java.util.List;
import java.util.stream.Collectors;

/** Says where the power goes, and how the year was. */
final class FacilityViews {
    /** Shares below a thousandth of a percent are told as none. */
    private static final double FINE = 1e5;

    private FacilityViews() {}

    static List<ChainView> chain(PowerChain chain) {
        var labels =
                chain.nodes().stream()
                        .collect(
                                Collectors.toMap(
                                        PowerChain.Node::id, PowerChain.Node::label, (a, _) -> a));
        var links =
                chain.links().stream()
                        .map(
                                link ->
                                        new LinkView(
                                                labels.getOrDefault(link.from(), link.from()),
                                                labels.getOrDefault(link.to(), link.to()),
                                                Cell.of(link.meanKw(), "kW"),
                                                Cell.of(link.peakKw(), "kW")))
                        .toList();
        return links.isEmpty() ? List.of() : List.of(new ChainView(links));
    }

    static List<YearView> year(HourlyYear year) {
        if (year.absent()) {
            return List.of();
        }
        return List.of(
                new YearView(
                        Shown.word(year.provenance()),
                        year.source(),
                        Periods.months(year).stream().map(FacilityViews::period).toList(),
                        Periods.hoursOfDay(year).stream().map(FacilityViews::period).toList()));
    }

    private static PeriodView period(Period period) {
        return new PeriodView(
                period.name(),
                Shown.number(period.itKw()),
                Shown.number(period.facilityKw()),
                Shown.number(period.peakKw()),
                Shown.pue(period.pue()),
                Shown.percent(Math.round(period.chillerShare() * FINE) / FINE));
    }
}
