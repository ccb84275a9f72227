// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.power.PowerTree;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * A plan while rules look at it, with what they derive of it: a power chain, a year of weather, the
 * building's physics. Each is made once, when the first rule asks for it. One check's and one
 * thread's.
 */
public final class CheckedPlan {
    private final FacilityPlan plan;
    private final Map<Class<?>, Object> derived = new HashMap<>();

    /** A plan of which nothing is derived yet. */
    public CheckedPlan(FacilityPlan plan) {
        this.plan = plan;
    }

    /** As planned. */
    public FacilityPlan plan() {
        return plan;
    }

    /** Which power unit feeds which. */
    public PowerTree tree() {
        return derived(PowerTree.class, checked -> checked.plan().power().tree());
    }

    /** What rules derive of the plan, one of each class; {@code make} may derive other things. */
    public <T> T derived(Class<T> what, Function<CheckedPlan, T> make) {
        Object before = derived.get(what);
        if (before != null) {
            return what.cast(before);
        }
        T made = make.apply(this);
        derived.put(what, made);
        return made;
    }
}
