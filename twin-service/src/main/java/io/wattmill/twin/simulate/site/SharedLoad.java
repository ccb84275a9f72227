// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.site;

import io.wattmill.twin.trace.Trace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that one deployment has to serve: the loads that name it, on the same engines at once.
 *
 * @param parts at least one, all of one deployment
 */
record SharedLoad(List<SiteLoad> parts) {
    SharedLoad {
        parts = List.copyOf(parts);
    }

    /** One for each deployment that is named, in the order of the first load of each. */
    static List<SharedLoad> byDeployment(List<SiteLoad> loads) {
        Map<String, List<SiteLoad>> byId = new LinkedHashMap<>();
        for (SiteLoad load : loads) {
            byId.computeIfAbsent(load.deployment(), _ -> new ArrayList<>()).add(load);
        }
        return byId.values().stream().map(SharedLoad::new).toList();
    }

    String deployment() {
        return parts.getFirst().deployment();
    }

    /** Whether requests of several workloads meet on its engines. */
    boolean isShared() {
        return parts.size() > 1;
    }

    List<String> workloads() {
        return parts.stream().map(SiteLoad::workload).toList();
    }

    /** How it is known: as little as the least known part. */
    Evidence evidence() {
        return parts.stream().map(SiteLoad::evidence).reduce(Evidence.SURE, Evidence::and);
    }

    /** Requests of all parts in order of arrival. */
    Trace bySeed(long seed) {
        return isShared() ? merged(seed).trace() : parts.getFirst().bySeed().apply(seed);
    }

    /** The same, with whose they are. */
    MergedTrace merged(long seed) {
        return MergedTrace.of(parts.stream().map(part -> part.bySeed().apply(seed)).toList());
    }
}
