// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.year;

import io.wattmill.twin.facility.power.NetworkUnit;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Bands between what feeds, what takes and what is lost, of an hour or of all hours so far. All
 * racks are one band's end, and so are all units of a kind once there are many: a chart is to be
 * read.
 */
final class FlowChart {
    private static final int MANY = 12;
    private static final String RACKS = "racks";
    private static final String LOST = "losses";

    private final RunningFacility running;
    private final List<String> names;
    private final int units;
    private final double[] inputs;
    private final double[] losses;
    private int hours;

    FlowChart(RunningFacility running) {
        this.running = running;
        List<NetworkUnit> chain = running.network().plan().units();
        this.units = chain.size();
        this.names = new ArrayList<>(unitNames(chain));
        running.facility().racks().forEach(each -> names.add(RACKS));
        names.addAll(running.facility().cooling().labels());
        names.add("other");
        this.inputs = new double[names.size()];
        this.losses = new double[units];
    }

    private static List<String> unitNames(List<NetworkUnit> chain) {
        Map<NetworkUnit.Kind, Integer> ofKind = new EnumMap<>(NetworkUnit.Kind.class);
        chain.forEach(each -> ofKind.merge(each.kind(), 1, Integer::sum));
        return chain.stream()
                .map(
                        each ->
                                ofKind.getOrDefault(each.kind(), 0) > MANY
                                        ? ofKind.get(each.kind()) + " x " + each.kind()
                                        : each.id())
                .toList();
    }

    /** Adds the hour that was just solved. */
    void add() {
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] += input(i);
        }
        for (int unit = 0; unit < units; unit++) {
            losses[unit] += running.flow().loss(unit);
        }
        hours++;
    }

    private double input(int node) {
        return node < units ? running.flow().input(node) : running.load(node - units);
    }

    /** Bands of the mean of the hours added. */
    List<Flow> mean() {
        return bands(scaled(inputs), scaled(losses));
    }

    private double[] scaled(double[] sums) {
        return IntStream.range(0, sums.length).mapToDouble(i -> sums[i] / hours).toArray();
    }

    /** Bands of the hour that was just solved. */
    List<Flow> now() {
        return bands(
                IntStream.range(0, inputs.length).mapToDouble(this::input).toArray(),
                IntStream.range(0, units).mapToDouble(running.flow()::loss).toArray());
    }

    private List<Flow> bands(double[] into, double[] lost) {
        Map<List<String>, Double> bands = new LinkedHashMap<>();
        for (int node = into.length - 1; node >= 0; node--) {
            int[] feeders = running.network().feeders(node);
            for (int feeder : feeders) {
                add(bands, names.get(feeder), names.get(node), into[node] / feeders.length);
            }
        }
        for (int unit = 0; unit < units; unit++) {
            add(bands, names.get(unit), LOST, lost[unit]);
        }
        return bands.entrySet().stream()
                .map(each -> new Flow(each.getKey().get(0), each.getKey().get(1), each.getValue()))
                .toList();
    }

    private static void add(Map<List<String>, Double> bands, String from, String to, double watts) {
        if (watts > 0) {
            bands.merge(List.of(from, to), watts, Double::sum);
        }
    }
}
