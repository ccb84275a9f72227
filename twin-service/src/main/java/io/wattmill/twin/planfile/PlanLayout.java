// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.planfile;

import io.wattmill.twin.plan.Breaker;
import io.wattmill.twin.plan.Breaker.Supply;
import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.Feed;
import io.wattmill.twin.plan.ModelDeployment;
import io.wattmill.twin.plan.NodeGroup;
import io.wattmill.twin.plan.NodeType;
import io.wattmill.twin.plan.Rack;
import io.wattmill.twin.plan.Serving;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/** The keys of a plan file, their units and their bounds: one method per kind of thing. */
final class PlanLayout {
    static final long MAX_SITE_KW = 10_000_000;
    private static final long MAX_RACK_KW = 10_000;
    private static final long MAX_TOKENS = 100_000_000;
    private static final long MAX_RACK_KG = 100_000;
    private static final Range FOOTPRINT = new Range("m2", 10_000, 1_000, 1_000_000);
    private static final List<String> PHASES = List.of("1", "3");

    private PlanLayout() {}

    static FacilityPlan plan(Section root) {
        var site = root.section("site");
        var siteName = site.name("name", "hall-1");
        site.close();
        var plan =
                new FacilityPlan(
                        siteName,
                        each(root.sections("feeds", true), PlanLayout::feed),
                        each(root.sections("breakers", true), PlanLayout::breaker),
                        each(root.sections("racks", true), PlanLayout::rack),
                        nodeTypes(root.section("node-types")),
                        each(root.sections("models", false), PlanLayout::model),
                        FacilityLayout.facility(root));
        root.close();
        return plan;
    }

    private static Feed feed(Section section) {
        return new Feed(section.name("id", "feed-a"), section.watts("rated-kw", MAX_SITE_KW));
    }

    private static Breaker breaker(Section section) {
        return new Breaker(
                section.name("id", "q1"),
                section.name("feed", "feed-a"),
                section.namesIfGiven("ups", "ups-a"),
                section.nameIfGiven("pdu", "pdu-a"),
                section.word("phases", PHASES).equals("3")
                        ? Supply.THREE_PHASE
                        : Supply.SINGLE_PHASE,
                section.whole("volts", "V", 100, 50_000),
                section.whole("amps", "A", 1, 10_000),
                section.share("power-factor", 950_000));
    }

    private static Rack rack(Section section) {
        return new Rack(
                section.name("id", "rack-1"),
                section.names("breakers", "q1"),
                section.wattsIfGiven("rated-kw", MAX_RACK_KW),
                each(section.sections("nodes", false), PlanLayout::nodeGroup),
                section.nameIfGiven("cdu", "cdu-1"),
                section.wholeIfGiven("mass-kg", "kg", 1, MAX_RACK_KG),
                section.numberIfGiven("footprint-m2", FOOTPRINT));
    }

    private static NodeGroup nodeGroup(Section section) {
        return new NodeGroup(
                section.name("type", "hgx-h100"), (int) section.whole("count", "nodes", 1, 1_000));
    }

    private static Map<String, NodeType> nodeTypes(Section section) {
        var types = new LinkedHashMap<String, NodeType>();
        for (var name : section.chosenKeys()) {
            var type = section.section(name);
            types.put(name, nodeType(name, type));
            type.close();
        }
        return types;
    }

    private static NodeType nodeType(String name, Section section) {
        return new NodeType(
                name,
                section.name("gpu", "h100-sxm"),
                (int) section.whole("gpus", "GPUs", 1, 1_024),
                section.wattsIfGiven("max-kw", MAX_RACK_KW),
                section.share("liquid-share", 0));
    }

    private static ModelDeployment model(Section section) {
        return new ModelDeployment(
                section.name("id", "chat"),
                section.name("model", "llama-3.1-70b"),
                section.name("node-type", "hgx-h100"),
                (int) section.whole("tensor-parallel", "GPUs", 1, 1_024),
                toInt(section.wholeIfGiven("concurrency", "requests", 1, 1_000_000)),
                section.whole("input-tokens", "tokens", 1, MAX_TOKENS),
                section.whole("output-tokens", "tokens", 1, MAX_TOKENS),
                section.share("memory-utilization", 900_000),
                serving(section.sectionIfGiven("serving")));
    }

    private static Serving serving(Section section) {
        var usual = Serving.USUAL;
        var serving =
                new Serving(
                        toInt(section.wholeIfGiven("engines", "engines", 1, 100_000)),
                        (int)
                                section.whole(
                                        "max-running", "requests", 1, 4_096, usual.maxRunning()),
                        (int)
                                section.whole(
                                        "max-batched-tokens",
                                        "tokens",
                                        1,
                                        1_000_000,
                                        usual.maxBatchedTokens()),
                        (int)
                                section.whole(
                                        "max-waiting",
                                        "requests",
                                        1,
                                        1_000_000,
                                        usual.maxWaiting()),
                        section.whole("slo-ttft-ms", "ms", 1, 3_600_000, usual.sloTtftMs()),
                        section.whole("slo-tpot-ms", "ms", 1, 60_000, usual.sloTpotMs()));
        if (serving.maxRunning() > serving.maxBatchedTokens()) {
            section.problem(
                    "max-running",
                    String.valueOf(serving.maxRunning()),
                    "exceeds max-batched-tokens: each running sequence takes a token of a step",
                    "give at most " + serving.maxBatchedTokens());
        }
        section.close();
        return serving;
    }

    private static OptionalInt toInt(OptionalLong value) {
        return value.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(Math.toIntExact(value.getAsLong()));
    }

    static <T> List<T> each(List<Section> sections, Function<Section, T> reader) {
        return sections.stream()
                .map(
                        section -> {
                            T read = reader.apply(section);
                            section.close();
                            return read;
                        })
                .toList();
    }
}
