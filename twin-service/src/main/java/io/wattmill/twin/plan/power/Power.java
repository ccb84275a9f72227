// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.plan.power;

import java.util.List;

/**
 * The power chain of a plan.
 *
 * @param units all units, by kind and then in plan order
 */
public record Power(List<PowerUnit> units) {

    /** Copies its list. */
    public Power {
        units = List.copyOf(units);
    }

    /** Which feeds which. */
    public PowerTree tree() {
        return new PowerTree(units);
    }

    /** Units of one form, for example {@code Ups.class}, in plan order. */
    public <T extends PowerUnit> List<T> all(Class<T> form) {
        return units.stream().filter(form::isInstance).map(form::cast).toList();
    }

    /** The breakers. */
    public List<Breaker> breakers() {
        return all(Breaker.class);
    }
}
