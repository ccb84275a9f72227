// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.measure;

import java.util.ArrayList;
import java.util.List;

/** One line of the table: a way to the engine, and what each round found on it. */
final class Row {
    private final String name;
    private final int port;
    private final List<Double> cpuMicros = new ArrayList<>();
    private final List<Double> p50Micros = new ArrayList<>();
    private final List<Double> p99Micros = new ArrayList<>();
    private final List<Double> allocatedBytes = new ArrayList<>();
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

    /** Heap that one request took; 0 where that is not known. */
    void allocated(double bytes) {
        allocatedBytes.add(bytes);
    }

    double allocatedKb() {
        return Medians.of(allocatedBytes) / 1024;
    }

    /** Latency on one connection. */
    void alone(ClosedLoop.Times times) {
        p50Micros.add(times.p50Micros());
        p99Micros.add(times.p99Micros());
    }

    double cpuMicros() {
        return Medians.of(cpuMicros);
    }

    double leastCpuMicros() {
        return Medians.least(cpuMicros);
    }

    double mostCpuMicros() {
        return Medians.most(cpuMicros);
    }

    double perSecond() {
        return Medians.of(perSecond);
    }

    double p50Micros() {
        return Medians.of(p50Micros);
    }

    double leastP50Micros() {
        return Medians.least(p50Micros);
    }

    double mostP50Micros() {
        return Medians.most(p50Micros);
    }

    double p99Micros() {
        return Medians.of(p99Micros);
    }

    /** How many times the CPU of another row, round by round: the median of it. */
    double times(Row other) {
        return Medians.ofRatios(cpuMicros, other.cpuMicros);
    }
}
