// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.planned;

import io.wattmill.router.engine.Gpus;
import io.wattmill.router.engine.PowerCurve;
import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.figure.Figure;
import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.room.NodeGroup;
import io.wattmill.twin.plan.room.NodeType;
import io.wattmill.twin.plan.room.Rack;
import io.wattmill.twin.weather.HourSeries;

import java.util.function.ToLongFunction;

/**
 * What racks draw when their nodes are so busy: from all of their GPUs idle to the most that a node
 * draws, in a straight line.
 *
 * @param plan what stands in the racks
 * @param utilization share of the way from idle to the most, 0 to 1, by the hour
 */
public record NodeDraw(FacilityPlan plan, HourSeries utilization) implements RackDraw {
    private static final double UNKNOWN_GPU_WATTS = 1_000;
    private static final double UNKNOWN_IDLE_SHARE = 0.12;

    /** The same share in every hour. */
    public static NodeDraw constant(FacilityPlan plan, double utilization) {
        return new NodeDraw(
                plan,
                HourSeries.constant(utilization, Provenance.ASSUMED, "utilization of all hours"));
    }

    @Override
    public HourSeries watts(Rack rack) {
        double idle = idleWatts(rack);
        double most = maxWatts(rack);
        return utilization.map(share -> idle + share * (most - idle));
    }

    @Override
    public Figure certainty() {
        return Figure.within(1, 0.15, Provenance.ASSUMED, "line from idle to the node's most");
    }

    /** The most that the rack's nodes draw. */
    public double maxWatts(Rack rack) {
        return rack.nodes().stream()
                .mapToDouble(group -> group.count() * maxWatts(type(group)))
                .sum();
    }

    private double idleWatts(Rack rack) {
        return rack.nodes().stream()
                .mapToDouble(group -> group.count() * idleWatts(type(group)))
                .sum();
    }

    private NodeType type(NodeGroup group) {
        return plan.nodeType(group.type());
    }

    /** The most that one node draws. */
    static double maxWatts(NodeType type) {
        double gpus = type.gpus() * gpu(type, PowerCurve::capMilliwatts, UNKNOWN_GPU_WATTS);
        double host = type.host().maxWatts().value();
        return type.maxWatts().isPresent() ? type.maxWatts().getAsLong() : gpus + host;
    }

    private static double idleWatts(NodeType type) {
        double idle =
                type.gpus()
                                * gpu(
                                        type,
                                        PowerCurve::idleMilliwatts,
                                        UNKNOWN_IDLE_SHARE * UNKNOWN_GPU_WATTS)
                        + type.host().idleWatts().value();
        return Math.min(idle, maxWatts(type));
    }

    private static double gpu(NodeType type, ToLongFunction<PowerCurve> of, double otherwise) {
        return Gpus.find(type.gpu())
                .map(gpu -> of.applyAsLong(gpu.power()) / 1_000.0)
                .orElse(otherwise);
    }
}
