// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.planfile;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.FacilityPlan.Building;

/** A plan file as a whole, in the order in which power flows and money follows. */
final class PlanLayout {
    private PlanLayout() {}

    static FacilityPlan plan(Section root) {
        var site = Layouts.one(root, Key.must("site", "The site"), SiteLayout::site);
        var energy =
                Layouts.one(
                        root,
                        Key.may("energy", "Price and carbon of energy, and what the site adds"),
                        MoneyLayout::energy);
        var power = PowerLayout.power(root);
        var racks = Layouts.each(root, Key.must("racks", "The racks"), RoomLayout::rack);
        var types =
                Layouts.named(
                        root,
                        Key.must("node-types", "Kinds of nodes, by the name that racks use"),
                        RoomLayout::nodeType);
        var building =
                new Building(
                        CoolingLayout.cooling(root),
                        Layouts.one(root, Key.may("floor", "The floor"), RoomLayout::floor),
                        Layouts.one(
                                root,
                                Key.may("network", "Switches and storage"),
                                RoomLayout::network));
        var models =
                Layouts.each(
                        root,
                        Key.may("models", "What is served, one entry per kind of engine"),
                        ServingLayout::model);
        var workloads =
                Layouts.each(
                        root, Key.may("workloads", "Load to plan for"), WorkloadLayout::workload);
        var finance =
                Layouts.one(
                        root,
                        Key.may("finance", "What building, owning and running it costs"),
                        MoneyLayout::finance);
        var plan =
                new FacilityPlan(
                        site,
                        power,
                        racks,
                        types,
                        models,
                        building,
                        workloads,
                        energy,
                        finance,
                        UpkeepLayout.upkeep(root));
        root.close();
        return plan;
    }
}
