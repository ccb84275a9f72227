// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.crash;

import io.wattmill.contract.common.v1.EnergyCoefficients;
import io.wattmill.contract.meter.v1.DeviceMeter;
import io.wattmill.contract.meter.v1.EngineMeter;
import io.wattmill.contract.meter.v1.HostMeter;
import io.wattmill.contract.meter.v1.MeterAck;
import io.wattmill.contract.meter.v1.MeterLinkGrpcClient;
import io.wattmill.contract.meter.v1.MeterReport;
import io.wattmill.kit.time.Clock;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The agent of a node with two GPUs and a host meter, which all show the same counter. It keeps
 * reports until they are acknowledged.
 */
final class Agent implements Client {

    static final int NODES = 2;
    static final String ENGINE = "engine";
    static final List<String> DEVICES = List.of("gpu-0", "gpu-1");
    private static final long START_UJ = 5_000_000_000L;
    private static final long WATTS = 300;
    private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(70);
    private static final int BUFFERED = 500;

    private final int number;
    private final AckLog log;
    private final Line<MeterReport, MeterAck> line;
    private final ArrayDeque<MeterReport> buffer = new ArrayDeque<>();
    private final long bornUs = Clock.system().nowUs();
    private long sequence;
    private long firstUj;

    Agent(int number, Site site, AckLog log) {
        this.number = number;
        this.log = log;
        this.line = new Line<>(site, MeterLinkGrpcClient.Report);
    }

    static String node(int number) {
        return "host-" + number;
    }

    @Override
    public boolean step() throws InterruptedException {
        LockSupport.parkNanos(PERIOD_NANOS);
        if (buffer.size() < BUFFERED) {
            buffer.add(report());
        }
        return send();
    }

    @Override
    public boolean finish() throws InterruptedException {
        return buffer.isEmpty() || send() && buffer.isEmpty();
    }

    /** As after a restored backup: the counters go on, and one more report says how far. */
    void rewind() {
        buffer.add(report());
    }

    private MeterReport report() {
        long nowUs = Clock.system().nowUs();
        long counterUj = START_UJ + (nowUs - bornUs) * WATTS;
        MeterReport.Builder report =
                MeterReport.newBuilder()
                        .setNodeId(node(number))
                        .setBootId("boot")
                        .setSequence(++sequence)
                        .setObservedAtUs(nowUs)
                        .setZone("zone")
                        .addHosts(
                                HostMeter.newBuilder()
                                        .setSource("rapl")
                                        .setEnergyUj(counterUj)
                                        .setQualityPpm(900_000))
                        .addEngines(
                                EngineMeter.newBuilder()
                                        .setEngineId(ENGINE)
                                        .addAllDeviceIds(DEVICES)
                                        .setCoefficients(
                                                EnergyCoefficients.newBuilder()
                                                        .setPrefillUjPerToken(100_000)
                                                        .setDecodeUjPerToken(500_000)
                                                        .setBasePowerMw(150_000)));
        for (String device : DEVICES) {
            report.addDevices(
                    DeviceMeter.newBuilder()
                            .setDeviceId(device)
                            .setEnergyUj(counterUj)
                            .setPowerMw(WATTS * 1_000)
                            .setQualityPpm(970_000)
                            .setSource("dcgm-counter")
                            .setGpuType("h100-sxm"));
        }
        return report.build();
    }

    private boolean send() throws InterruptedException {
        MeterReport first = buffer.getFirst();
        Optional<MeterAck> ack =
                line.ask(first).filter(a -> a.getSequence() == first.getSequence());
        ack.ifPresent(
                a -> {
                    buffer.removeFirst();
                    if (a.getRefusedReason().isEmpty()) {
                        committed(first);
                    }
                });
        return ack.isPresent();
    }

    private void committed(MeterReport report) {
        long counterUj = report.getDevices(0).getEnergyUj();
        firstUj = firstUj == 0 ? counterUj : firstUj;
        log.meters.put(
                node(number),
                new AckLog.Metered(node(number), report.getSequence(), firstUj, counterUj));
    }

    @Override
    public void close() {
        line.close();
    }
}
