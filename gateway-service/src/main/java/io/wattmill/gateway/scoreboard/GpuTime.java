// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.scoreboard;

import io.wattmill.contract.fleet.v1.EngineKinds;
import io.wattmill.contract.fleet.v1.EngineView;
import io.wattmill.contract.fleet.v1.FleetSnapshot;
import io.wattmill.contract.fleet.v1.NodeState;
import io.wattmill.contract.fleet.v1.NodeView;

import java.util.List;

/**
 * What the fleet's devices did with their time, from one snapshot to the next: the state at the end
 * of each interval stands for it. A hosted API's devices are not the site's.
 *
 * @param busyUs microseconds times devices with requests running, by the engine or the router
 * @param idleUs ready, with nothing to run
 * @param strandedUs out of reach of requests: down, draining without work, engine unreachable
 */
record GpuTime(long busyUs, long idleUs, long strandedUs) {

    private static final GpuTime NONE = new GpuTime(0, 0, 0);

    /** The time of the window that ends with the newest snapshot. */
    static GpuTime of(History<FleetSnapshot> history, long windowUs) {
        List<History.Sample<FleetSnapshot>> samples = history.samples();
        long from = samples.isEmpty() ? 0 : samples.getLast().atUs() - windowUs;
        GpuTime time = NONE;
        for (int i = 1; i < samples.size(); i++) {
            if (samples.get(i - 1).atUs() >= from) {
                time = time.plus(interval(samples.get(i - 1), samples.get(i)));
            }
        }
        return time;
    }

    long totalUs() {
        return busyUs + idleUs + strandedUs;
    }

    private GpuTime plus(GpuTime other) {
        return new GpuTime(
                busyUs + other.busyUs, idleUs + other.idleUs, strandedUs + other.strandedUs);
    }

    private static GpuTime interval(
            History.Sample<FleetSnapshot> from, History.Sample<FleetSnapshot> to) {
        long lengthUs = to.atUs() - from.atUs();
        return to.value().getNodesList().stream()
                .flatMap(
                        node ->
                                node.getEnginesList().stream()
                                        .filter(
                                                engine ->
                                                        !engine.getKind()
                                                                .equals(EngineKinds.HOSTED))
                                        .map(engine -> spent(node, engine, lengthUs)))
                .reduce(NONE, GpuTime::plus);
    }

    private static GpuTime spent(NodeView node, EngineView engine, long lengthUs) {
        long deviceUs = lengthUs * Math.max(1, engine.getGpuCount());
        boolean heard = node.getState() != NodeState.NODE_STATE_DOWN;
        boolean works = engine.getState().getRunning() > 0 || engine.getInFlight() > 0;
        if (heard && works) {
            return new GpuTime(deviceUs, 0, 0);
        }
        boolean ready =
                heard
                        && node.getState() != NodeState.NODE_STATE_DRAINING
                        && engine.getState().getReachable();
        return ready ? new GpuTime(0, deviceUs, 0) : new GpuTime(0, 0, deviceUs);
    }
}
