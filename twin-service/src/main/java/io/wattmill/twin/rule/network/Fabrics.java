// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.network;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.room.Network.Fabric;
import io.wattmill.twin.plan.room.NodeType;
import io.wattmill.twin.rule.About;
import io.wattmill.twin.rule.Finding;
import io.wattmill.twin.rule.Rule;
import io.wattmill.twin.rule.StatedRule;
import io.wattmill.twin.rule.Unit;

import java.util.function.BiFunction;
import java.util.stream.Stream;

/** Leaves and spines. */
final class Fabrics {
    private static final long MOST_OVERSUBSCRIPTION = 3_000_000;

    private Fabrics() {}

    static Stream<Rule> rules() {
        return Stream.of(OVER, OVER_SPREAD, LEAF_PORTS, SPINE_PORTS, UPLINKS, LEAVES);
    }

    private static final Rule OVER =
            rule(
                    "network.oversubscription",
                    "A leaf has at most three times as much bandwidth down as up.",
                    "house bound for serving, where requests stay within a node",
                    (plan, fabric) -> Stream.of(over(plan, fabric, MOST_OVERSUBSCRIPTION)));

    private static final Rule OVER_SPREAD =
            rule(
                    "network.oversubscription.spread",
                    "Engines that span scale-up domains have a fabric that does not block.",
                    "all-to-all of experts and tensors fills every link at once",
                    (plan, fabric) ->
                            spans(plan)
                                    ? Stream.of(over(plan, fabric, 1_000_000))
                                    : Stream.empty());

    private static final Rule LEAF_PORTS =
            rule(
                    "network.leaf.ports",
                    "Leaves have a port for every network port of the nodes.",
                    "plan: NIC bandwidth per GPU over the speed of a port",
                    (plan, fabric) -> Stream.of(leafPorts(plan, fabric)));

    private static final Rule SPINE_PORTS =
            rule(
                    "network.spine.ports",
                    "Spines have a port for every uplink.",
                    "plan: leaves x uplinks against spines x ports",
                    Fabrics::spinePorts);

    private static final Rule UPLINKS =
            rule(
                    "network.uplinks",
                    "Several leaves are joined by uplinks and spines.",
                    "plan: leaves without uplinks are islands",
                    (plan, fabric) -> Stream.of(uplinks(plan, fabric)));

    private static final Rule LEAVES =
            rule(
                    "network.leaf.loss",
                    "The loss of one leaf leaves others.",
                    "N+1 rule; a single leaf is a single point of failure",
                    (plan, fabric) -> Stream.of(leaves(plan, fabric)));

    private static Rule rule(
            String id,
            String demand,
            String source,
            BiFunction<FacilityPlan, Fabric, Stream<Finding>> findings) {
        return new StatedRule(
                id,
                demand,
                source,
                plan ->
                        plan.building()
                                .network()
                                .fabric()
                                .map(fabric -> findings.apply(plan, fabric))
                                .orElseGet(() -> Stream.of(noFabric(plan))));
    }

    private static Finding noFabric(FacilityPlan plan) {
        return About.of(plan.site())
                .unknown(
                        "the switches are not given",
                        "give network.fabric: leaves, leaf-ports, uplinks, port-gbps");
    }

    private static boolean spans(FacilityPlan plan) {
        return plan.models().stream()
                .anyMatch(
                        m -> {
                            var links = plan.nodeType(m.nodeType()).links();
                            var spread = m.parallelism();
                            return spread.tensor() * spread.attentionData()
                                    > links.nvlinkGpus().value();
                        });
    }

    private static Finding over(FacilityPlan plan, Fabric fabric, long limit) {
        return About.of(plan.site())
                .with("down", fabric.leafPorts() - fabric.uplinks(), Unit.PORT)
                .with("up", fabric.uplinks(), Unit.PORT)
                .advised(
                        Math.round(1e6 * fabric.oversubscription()),
                        limit,
                        Unit.RATIO,
                        "{value} to 1, {limit} to 1 is the bound",
                        "more uplinks per leaf");
    }

    private static Finding leafPorts(FacilityPlan plan, Fabric fabric) {
        double ports =
                plan.racks().stream()
                        .flatMap(rack -> rack.nodes().stream())
                        .mapToDouble(
                                g -> g.count() * ports(plan.nodeType(g.type()), fabric.portGbps()))
                        .sum();
        long have = (long) fabric.leaves() * (fabric.leafPorts() - fabric.uplinks());
        return About.of(plan.site())
                .with("GPUs", plan.gpus(), Unit.GPU)
                .notAbove(
                        (long) Math.ceil(ports),
                        have,
                        Unit.PORT,
                        "nodes want {value}, leaves have {limit} for them",
                        "leaves with {value} below, or slower links");
    }

    private static double ports(NodeType type, double portGbps) {
        return type.gpus() * type.links().nicGbps().value() / portGbps;
    }

    private static Stream<Finding> spinePorts(FacilityPlan plan, Fabric fabric) {
        return fabric.leaves() <= 1
                ? Stream.empty()
                : Stream.of(
                        About.of(plan.site())
                                .with("leaves", fabric.leaves(), Unit.PIECE)
                                .with("spines", fabric.spines(), Unit.PIECE)
                                .notAbove(
                                        (long) fabric.leaves() * fabric.uplinks(),
                                        (long) fabric.spines() * fabric.spinePorts(),
                                        Unit.PORT,
                                        "uplinks want {value}, spines have {limit}",
                                        "spines with {value} together"));
    }

    private static Finding uplinks(FacilityPlan plan, Fabric fabric) {
        int needed = fabric.leaves() > 1 ? 1 : 0;
        return About.of(plan.site())
                .with("leaves", fabric.leaves(), Unit.PIECE)
                .advised(
                        needed,
                        fabric.uplinks(),
                        Unit.PORT,
                        fabric.uplinks() >= needed
                                ? "{limit} up per leaf"
                                : "leaves without uplinks do not reach each other",
                        "uplinks, or the same network on every leaf");
    }

    private static Finding leaves(FacilityPlan plan, Fabric fabric) {
        return About.of(plan.site())
                .advised(
                        2,
                        fabric.leaves(),
                        Unit.PIECE,
                        fabric.leaves() == 1 ? "a single leaf" : fabric.leaves() + " leaves",
                        "a second leaf, and every node on both");
    }
}
