// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.assemble;

import io.wattmill.twin.answer.HourlyYear;
import io.wattmill.twin.answer.PowerChain;
import io.wattmill.twin.answer.PowerChain.Kind;
import io.wattmill.twin.answer.PowerChain.Link;
import io.wattmill.twin.answer.PowerChain.Node;
import io.wattmill.twin.facility.year.Column;
import io.wattmill.twin.facility.year.FacilityYear;
import io.wattmill.twin.facility.year.Flow;
import io.wattmill.twin.figure.Figure;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The building's year as it is shown. */
final class YearOf {
    private static final double WATTS_PER_KW = 1_000;

    private YearOf() {}

    static HourlyYear hours(Layers.Building building) {
        FacilityYear year = building.hours();
        Figure pue = building.figures().pue();
        return new HourlyYear(
                kilowatts(year.column(Column.IT)),
                kilowatts(year.column(Column.SITE)),
                IntStream.range(0, HourlyYear.HOURS)
                        .mapToObj(hour -> chillerShare(year, hour))
                        .toList(),
                pue.provenance(),
                pue.source());
    }

    private static List<Double> kilowatts(double[] watts) {
        return DoubleStream.of(watts).map(each -> each / WATTS_PER_KW).boxed().toList();
    }

    private static double chillerShare(FacilityYear year, int hour) {
        double site = year.at(Column.SITE, hour);
        return site == 0 ? 0 : year.at(Column.CHILLERS, hour) / site;
    }

    static PowerChain chain(Layers.Building building) {
        Map<List<String>, double[]> bands = new LinkedHashMap<>();
        take(bands, building.hours().meanFlows(), 0);
        take(bands, building.hours().peakFlows(), 1);
        Figure mean = building.figures().meanWatts();
        Figure peak = building.figures().peakWatts();
        List<Link> links =
                bands.entrySet().stream()
                        .map(
                                band ->
                                        new Link(
                                                band.getKey().get(0),
                                                band.getKey().get(1),
                                                like(mean, band.getValue()[0]),
                                                like(peak, band.getValue()[1])))
                        .toList();
        return new PowerChain(nodes(links), links);
    }

    private static void take(Map<List<String>, double[]> bands, List<Flow> flows, int place) {
        for (Flow flow : flows) {
            var band = bands.computeIfAbsent(List.of(flow.from(), flow.to()), _ -> new double[2]);
            band[place] += flow.watts();
        }
    }

    /** As sure, relatively, as the whole of which it is a part. */
    private static Figure like(Figure whole, double watts) {
        return whole.value() == 0
                ? Figure.exact(0, whole.provenance(), whole.source())
                : whole.times(watts / WATTS_PER_KW / whole.value());
    }

    private static List<Node> nodes(List<Link> links) {
        Set<String> names = new LinkedHashSet<>();
        links.forEach(link -> names.addAll(List.of(link.from(), link.to())));
        Set<String> fed = links.stream().map(Link::to).collect(Collectors.toSet());
        Set<String> feeding = links.stream().map(Link::from).collect(Collectors.toSet());
        return names.stream().map(name -> new Node(name, name, kind(name, fed, feeding))).toList();
    }

    private static Kind kind(String name, Set<String> fed, Set<String> feeding) {
        if (!fed.contains(name)) {
            return Kind.SOURCE;
        }
        if (feeding.contains(name)) {
            return Kind.CONVERSION;
        }
        return switch (name) {
            case "losses" -> Kind.LOSS;
            case "racks", "other" -> Kind.LOAD;
            default -> Kind.COOLING;
        };
    }
}
