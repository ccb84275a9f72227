// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.plan;

import io.wattmill.twin.plan.cooling.Cooling;
import io.wattmill.twin.plan.money.EnergySupply;
import io.wattmill.twin.plan.money.Finance;
import io.wattmill.twin.plan.power.Power;
import io.wattmill.twin.plan.room.Floor;
import io.wattmill.twin.plan.room.Network;
import io.wattmill.twin.plan.room.NodeType;
import io.wattmill.twin.plan.room.Rack;
import io.wattmill.twin.plan.serving.ModelDeployment;
import io.wattmill.twin.plan.serving.Workload;
import io.wattmill.twin.plan.site.Site;
import io.wattmill.twin.plan.upkeep.Upkeep;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One site as planned.
 *
 * @param place the site
 * @param power from the utility to the racks
 * @param racks racks with what stands in them
 * @param nodeTypes node types by name
 * @param models what is to be served, and how
 * @param building what stands around the racks
 * @param workloads load to plan for
 * @param energy what energy costs there
 * @param finance what it costs to build and own
 * @param upkeep how things fail and are looked after
 */
public record FacilityPlan(
        Site place,
        Power power,
        List<Rack> racks,
        Map<String, NodeType> nodeTypes,
        List<ModelDeployment> models,
        Building building,
        List<Workload> workloads,
        EnergySupply energy,
        Finance finance,
        Upkeep upkeep) {

    /** Copies its lists, so that a plan never changes under a rule. */
    public FacilityPlan {
        racks = List.copyOf(racks);
        nodeTypes = Collections.unmodifiableMap(new TreeMap<>(nodeTypes));
        models = List.copyOf(models);
        workloads = List.copyOf(workloads);
    }

    /** A plan that says nothing of the building, of money and of failures. */
    public FacilityPlan(
            String site,
            Power power,
            List<Rack> racks,
            Map<String, NodeType> nodeTypes,
            List<ModelDeployment> models) {
        this(
                Site.named(site),
                power,
                racks,
                nodeTypes,
                models,
                Building.NOT_GIVEN,
                List.of(),
                EnergySupply.NOT_GIVEN,
                Finance.ASSUMED,
                Upkeep.ASSUMED);
    }

    /**
     * What stands around the racks.
     *
     * @param cooling what takes their heat away
     * @param floor what bears them
     * @param network what connects them
     */
    public record Building(Cooling cooling, Floor floor, Network network) {
        /** Of a plan that says nothing of it. */
        public static final Building NOT_GIVEN =
                new Building(Cooling.NOT_GIVEN, Floor.NOT_GIVEN, Network.NOT_GIVEN);
    }

    /** The same plan at another site: with its weather read from a file, for example. */
    public FacilityPlan at(Site other) {
        return new FacilityPlan(
                other, power, racks, nodeTypes, models, building, workloads, energy, finance,
                upkeep);
    }

    /** The same plan with another building. */
    public FacilityPlan with(Building other) {
        return new FacilityPlan(
                place, power, racks, nodeTypes, models, other, workloads, energy, finance, upkeep);
    }

    /** The same plan with other energy. */
    public FacilityPlan with(EnergySupply other) {
        return new FacilityPlan(
                place, power, racks, nodeTypes, models, building, workloads, other, finance,
                upkeep);
    }

    /** The same plan with another power chain. */
    public FacilityPlan with(Power other) {
        return new FacilityPlan(
                place, other, racks, nodeTypes, models, building, workloads, energy, finance,
                upkeep);
    }

    /** The same plan with other finance. */
    public FacilityPlan with(Finance other) {
        return new FacilityPlan(
                place, power, racks, nodeTypes, models, building, workloads, energy, other, upkeep);
    }

    /** The same plan with other failures and spares. */
    public FacilityPlan with(Upkeep other) {
        return new FacilityPlan(
                place, power, racks, nodeTypes, models, building, workloads, energy, finance,
                other);
    }

    /** The same plan with other racks, and the types of what stands in them. */
    public FacilityPlan withMachines(List<Rack> others, Map<String, NodeType> types) {
        return new FacilityPlan(
                place, power, others, types, models, building, workloads, energy, finance, upkeep);
    }

    /** The same plan serving other models. */
    public FacilityPlan withModels(List<ModelDeployment> others) {
        return new FacilityPlan(
                place, power, racks, nodeTypes, others, building, workloads, energy, finance,
                upkeep);
    }

    /** The same plan under another load. */
    public FacilityPlan withWorkloads(List<Workload> others) {
        return new FacilityPlan(
                place, power, racks, nodeTypes, models, building, others, energy, finance, upkeep);
    }

    /** Name of the site. */
    public String site() {
        return place.name();
    }

    /** The cooling plant. */
    public Cooling cooling() {
        return building.cooling();
    }

    /** The node type of that name; the reader refused plans that name one which is not there. */
    public NodeType nodeType(String name) {
        var type = nodeTypes.get(name);
        if (type == null) {
            throw new IllegalArgumentException("plan names no node type " + name);
        }
        return type;
    }

    /** GPUs of all racks. */
    public long gpus() {
        return racks.stream()
                .flatMap(rack -> rack.nodes().stream())
                .mapToLong(group -> (long) group.count() * nodeType(group.type()).gpus())
                .sum();
    }
}
