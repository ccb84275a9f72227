// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.cooling;

import io.wattmill.twin.plan.power.Energized;
import io.wattmill.twin.plan.power.PowerTree;
import io.wattmill.twin.plan.power.SupplyPaths;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which units have power while one is out: the same few stand above all pumps of a hall. */
final class SingleLosses {
    private final PowerTree tree;
    private final SupplyPaths paths;
    private final Map<String, Energized> without = new HashMap<>();

    SingleLosses(PowerTree tree) {
        this.tree = tree;
        this.paths = new SupplyPaths(tree);
    }

    /** What is while this unit is out. */
    Energized without(String lost) {
        return without.computeIfAbsent(lost, id -> paths.without(Set.of(id)));
    }

    /**
     * The first unit whose loss stops every pump of a rack that has power left. Only what stands
     * above every pump can stop them all.
     */
    Optional<String> stopping(List<String> rack, List<List<String>> pumps) {
        Set<String> common = new LinkedHashSet<>(tree.upstreamIds(pumps.getFirst()));
        pumps.forEach(feeds -> common.retainAll(tree.upstreamIds(feeds)));
        return common.stream()
                .filter(lost -> without(lost).hasAny(rack))
                .filter(lost -> pumps.stream().noneMatch(without(lost)::hasAny))
                .findFirst();
    }
}
