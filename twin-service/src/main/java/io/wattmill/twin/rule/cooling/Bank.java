// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.cooling;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.cooling.AirUnit;
import io.wattmill.twin.plan.cooling.Chiller;
import io.wattmill.twin.plan.cooling.HeatRejector;

import java.util.List;

/** Machines that stand in for each other over the whole site. */
enum Bank {
    AIR("crah", "air handler"),
    CHILLER("chiller", "chiller"),
    REJECTOR("rejector", "dry cooler or tower");

    private final String key;
    private final String word;

    Bank(String key, String word) {
        this.key = key;
        this.word = word;
    }

    String key() {
        return key;
    }

    String word() {
        return word;
    }

    /** What each carries, watts. */
    List<Long> watts(FacilityPlan plan) {
        var cooling = plan.cooling();
        return switch (this) {
            case AIR -> cooling.airUnits().stream().map(AirUnit::coolingWatts).toList();
            case CHILLER -> cooling.chillers().stream().map(Chiller::coolingWatts).toList();
            case REJECTOR -> cooling.rejectors().stream().map(HeatRejector::heatWatts).toList();
        };
    }

    /** What they carry together at the hottest hour, watts. */
    long heat(FacilityPlan plan) {
        return switch (this) {
            case AIR -> Heat.air(plan);
            case CHILLER -> Outdoors.heatToChill(plan);
            case REJECTOR -> Outdoors.heatToReject(plan);
        };
    }
}
