// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.plan.upkeep;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How things fail and are looked after.
 *
 * @param failures by part; every part has an entry
 * @param spares that lie ready, by part; no entry: none
 * @param windows planned maintenance
 */
public record Upkeep(
        Map<Part, Failure> failures, Map<Part, Integer> spares, List<Maintenance> windows) {
    /** Of a plan that says nothing. */
    public static final Upkeep ASSUMED = new Upkeep(Failure.USUAL, Map.of(), List.of());

    /** Copies its parts. */
    public Upkeep {
        failures = Collections.unmodifiableMap(new TreeMap<>(failures));
        spares = Collections.unmodifiableMap(new TreeMap<>(spares));
        windows = List.copyOf(windows);
    }

    /** How this part fails. */
    public Failure failure(Part part) {
        var failure = failures.get(part);
        return failure == null ? Failure.usual(part) : failure;
    }

    /** How many of this part lie ready. */
    public int spares(Part part) {
        return spares.getOrDefault(part, 0);
    }
}
