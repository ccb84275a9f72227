// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.power;

import io.wattmill.router.engine.GpuSpec;
import io.wattmill.router.engine.Gpus;
import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.power.Breaker;
import io.wattmill.twin.plan.power.PowerTree;
import io.wattmill.twin.plan.power.PowerUnit;
import io.wattmill.twin.plan.room.NodeType;
import io.wattmill.twin.plan.room.Rack;
import io.wattmill.twin.plan.site.Site.Redundancy;
import io.wattmill.twin.rule.About;
import io.wattmill.twin.rule.CheckedPlan;
import io.wattmill.twin.rule.DerivedRule;
import io.wattmill.twin.rule.Finding;
import io.wattmill.twin.rule.ItLoad;
import io.wattmill.twin.rule.Rule;
import io.wattmill.twin.rule.StatedRule;
import io.wattmill.twin.rule.Unit;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** What a rack hangs on, and how its power is stated. */
final class RackSupply {
    private static final double TRANSIENT = 1.4;
    private static final long USED_PPM = 600_000;
    private static final long PPM = 1_000_000;
    private static final double BESIDE_GPUS = 2.0;

    private RackSupply() {}

    static Stream<Rule> rules() {
        return Stream.of(INDEPENDENT, TRANSIENTS, NAMEPLATE, STRANDED, NODE_LEAST, NODE_MOST);
    }

    private static final Rule INDEPENDENT =
            new DerivedRule(
                    "power.path.independent",
                    "The cords of a rack share no transformer, switchboard, UPS, PDU or busway.",
                    "plan: removing each unit; 2N needs two complete sides",
                    RackSupply::independent);

    private static final Rule TRANSIENTS =
            new DerivedRule(
                    "power.rack.transients",
                    "Peaks of 1.4 times the load stay within the ratings of a rack's breakers.",
                    "up to 1.4 x at synchronous training steps (vendor claim,"
                            + " ai-infrastructure.net)",
                    checked -> known(checked.plan()).flatMap(rack -> transients(checked, rack)));

    private static final Rule NAMEPLATE =
            new StatedRule(
                    "power.rack.nameplate",
                    "Nameplates of a rack's nodes together are within the rating of the position.",
                    "NEC 220: load by nameplate unless measured",
                    plan -> plan.racks().stream().flatMap(rack -> nameplate(plan, rack)));

    private static final Rule STRANDED =
            new StatedRule(
                    "power.stranded",
                    "Rack positions are rated for no more than nodes will draw, by less than 40 %.",
                    "house bound: provisioned against highest draw",
                    RackSupply::stranded);

    private static final Rule NODE_LEAST =
            new StatedRule(
                    "power.node.least",
                    "A node draws at least what its GPUs may.",
                    "GPU power limit of the engine catalogue",
                    plan -> nodes(plan).flatMap(RackSupply::nodeLeast));

    private static final Rule NODE_MOST =
            new StatedRule(
                    "power.node.most",
                    "A node draws less than twice what its GPUs may.",
                    "MLPerf: B200x8 10.4 kW at the wall, 1.3 x GPU power; DGX H100 10.2 kW, 1.8 x",
                    plan -> nodes(plan).flatMap(RackSupply::nodeMost));

    private static Stream<Rack> known(FacilityPlan plan) {
        return plan.racks().stream().filter(rack -> ItLoad.of(plan, rack) instanceof ItLoad.Known);
    }

    private static Stream<NodeType> nodes(FacilityPlan plan) {
        return plan.nodeTypes().values().stream().sorted((a, b) -> a.name().compareTo(b.name()));
    }

    private static Stream<Finding> independent(CheckedPlan checked) {
        var plan = checked.plan();
        return plan.racks().stream()
                .filter(rack -> rack.fedBy().size() > 1)
                .map(rack -> independent(plan, checked.tree(), rack));
    }

    private static Finding independent(FacilityPlan plan, PowerTree tree, Rack rack) {
        List<String> shared = shared(tree, rack);
        var about = About.of(rack.id()).with("cords", rack.fedBy().size(), Unit.PIECE);
        var what = shared.isEmpty() ? "nothing" : String.join(", ", shared);
        var statement = "its cords share " + what;
        var fix = "feed one cord from a path without " + what;
        return plan.place().redundancy().value() == Redundancy.TWO_N
                ? about.notAbove(shared.size(), 0, Unit.PIECE, statement, fix)
                : about.advised(shared.size(), 0, Unit.PIECE, statement, fix);
    }

    private static List<String> shared(PowerTree tree, Rack rack) {
        Set<String> common = new LinkedHashSet<>(tree.upstreamIds(rack.fedBy()));
        rack.fedBy().forEach(cord -> common.retainAll(tree.upstreamIds(List.of(cord))));
        return common.stream()
                .filter(id -> !tree.unit(id).kind().lastingSource())
                .sorted(Comparator.comparingInt(tree::place))
                .toList();
    }

    private static Stream<Finding> transients(CheckedPlan checked, Rack rack) {
        long rated =
                rack.fedBy().stream()
                        .distinct()
                        .map(checked.tree()::unit)
                        .filter(Breaker.class::isInstance)
                        .mapToLong(PowerUnit::ratedWatts)
                        .sum();
        long watts = ItLoad.watts(checked.plan(), rack);
        return rated == 0
                ? Stream.empty()
                : Stream.of(
                        About.of(rack.id())
                                .with("load", watts, Unit.WATT)
                                .with("breakers", rated, Unit.WATT)
                                .advised(
                                        Math.round(TRANSIENT * watts),
                                        rated,
                                        Unit.WATT,
                                        "peaks of {value} on breakers rated {limit} together",
                                        "power smoothing on the GPUs, or larger breakers"));
    }

    private static Stream<Finding> nameplate(FacilityPlan plan, Rack rack) {
        var types = rack.nodes().stream().map(group -> plan.nodeType(group.type())).toList();
        if (rack.ratedWatts().isEmpty()
                || types.stream().anyMatch(t -> t.host().nameplateWatts().isEmpty())) {
            return Stream.empty();
        }
        long label =
                rack.nodes().stream()
                        .mapToLong(g -> g.count() * label(plan.nodeType(g.type())).orElse(0))
                        .sum();
        return Stream.of(
                About.of(rack.id())
                        .with("nameplates", label, Unit.WATT)
                        .advised(
                                label,
                                rack.ratedWatts().getAsLong(),
                                Unit.WATT,
                                "nameplates of {value} in a position of {limit}",
                                "a power cap on the nodes, and a measurement that shows it"));
    }

    private static OptionalLong label(NodeType type) {
        return type.host().nameplateWatts();
    }

    private static Stream<Finding> stranded(FacilityPlan plan) {
        var racks = known(plan).filter(rack -> rack.ratedWatts().isPresent()).toList();
        long rated = racks.stream().mapToLong(rack -> rack.ratedWatts().orElse(0)).sum();
        long drawn = racks.stream().mapToLong(rack -> ItLoad.watts(plan, rack)).sum();
        return rated == 0
                ? Stream.empty()
                : Stream.of(
                        About.of(plan.site())
                                .with("provisioned", rated, Unit.WATT)
                                .with("highest draw", drawn, Unit.WATT)
                                .advised(
                                        rated * USED_PPM / PPM,
                                        drawn,
                                        Unit.WATT,
                                        "nodes draw {limit} where less than {value} strands power",
                                        "more nodes per rack, or positions of a lower rating"));
    }

    private static Stream<Finding> nodeLeast(NodeType type) {
        var gpu = Gpus.find(type.gpu());
        if (gpu.isEmpty() || type.maxWatts().isEmpty()) {
            return Stream.of(
                    About.of(type.name())
                            .unknown(
                                    "the power of node type %s or of its GPU is not given"
                                            .formatted(type.name()),
                                    "give max-kw of node type " + type.name()));
        }
        long gpus = gpuWatts(gpu.get(), type);
        return Stream.of(
                about(type, gpus)
                        .advised(
                                gpus,
                                type.maxWatts().getAsLong(),
                                Unit.WATT,
                                "GPUs alone may draw {value} of the {limit} planned",
                                "cap the GPUs' power, or plan with more"));
    }

    private static Stream<Finding> nodeMost(NodeType type) {
        var gpu = Gpus.find(type.gpu());
        if (gpu.isEmpty() || type.maxWatts().isEmpty()) {
            return Stream.empty();
        }
        long gpus = gpuWatts(gpu.get(), type);
        return Stream.of(
                about(type, gpus)
                        .advised(
                                type.maxWatts().getAsLong(),
                                Math.round(BESIDE_GPUS * gpus),
                                Unit.WATT,
                                "{value} planned, {limit} is twice its GPUs",
                                "check max-kw of node type " + type.name()));
    }

    private static About about(NodeType type, long gpuWatts) {
        return About.of(type.name())
                .with("GPUs", type.gpus(), Unit.GPU)
                .with("power of its GPUs", gpuWatts, Unit.WATT);
    }

    private static long gpuWatts(GpuSpec gpu, NodeType type) {
        return gpu.power().capMilliwatts() / 1_000 * type.gpus();
    }
}
