// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/** One line of the table: a way to the engine, and what each round found on it. */
final class Row {
    private final String name;
    private final int port;
    private final List<Double> cpuMicros = new ArrayList<>();
    private final List<Double> p50Micros = new ArrayList<>();
    private final List<Double> p99Micros = new ArrayList<>();
    private final List<Double> perSecond = new ArrayList<>();

    Row(String name, int port) {
        this.name = name;
        this.port = port;
    }

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    /** CPU time of the process for one request. */
    void cpu(double micros, double requestsPerSecond) {
        cpuMicros.add(micros);
        perSecond.add(requestsPerSecond);
    }

    /** Latency on one connection. */
    void alone(ClosedLoop.Times times) {
        p50Micros.add(times.p50Micros());
        p99Micros.add(times.p99Micros());
    }

    double cpuMicros() {
        return median(cpuMicros);
    }

    double leastCpuMicros() {
        return values(cpuMicros).min().orElse(0);
    }

    double mostCpuMicros() {
        return values(cpuMicros).max().orElse(0);
    }

    double perSecond() {
        return median(perSecond);
    }

    double p50Micros() {
        return median(p50Micros);
    }

    double p99Micros() {
        return median(p99Micros);
    }

    /** How many times the CPU of another row, round by round: the median of it. */
    double times(Row other) {
        var ratios = new ArrayList<Double>();
        for (int i = 0; i < cpuMicros.size(); i++) {
            ratios.add(cpuMicros.get(i) / other.cpuMicros.get(i));
        }
        return median(ratios);
    }

    private static double median(List<Double> figures) {
        var sorted = values(figures).sorted().toArray();
        return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    }

    private static DoubleStream values(List<Double> figures) {
        return figures.stream().mapToDouble(Double::doubleValue);
    }
}
