// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.answer;

import io.wattmill.twin.figure.Figure;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where the power goes: from the utility through conversions to loads and losses.
 *
 * @param nodes what it flows through
 * @param links what flows, from one node to a later one
 */
public record PowerChain(List<Node> nodes, List<Link> links) {
    /** Nothing is known. */
    public static final PowerChain NONE = new PowerChain(List.of(), List.of());

    /** Refuses links of nodes that are not there, and circles. */
    public PowerChain {
        nodes = List.copyOf(nodes);
        links = List.copyOf(links);
        var ids = nodes.stream().map(Node::id).collect(Collectors.toSet());
        for (var link : links) {
            if (!ids.contains(link.from()) || !ids.contains(link.to())) {
                throw new IllegalArgumentException("power chain: no node for " + link);
            }
        }
        if (goesInCircles(ids, links)) {
            throw new IllegalArgumentException("power chain: goes in circles");
        }
    }

    /** Kahn's: takes away what nothing flows into until nothing or a circle is left. */
    private static boolean goesInCircles(Set<String> ids, List<Link> links) {
        var left = new HashSet<>(ids);
        Map<String, List<Link>> into = links.stream().collect(Collectors.groupingBy(Link::to));
        var fed = new HashMap<>(into);
        while (left.removeIf(id -> fed.getOrDefault(id, List.of()).isEmpty())) {
            fed.replaceAll((_, all) -> all.stream().filter(l -> left.contains(l.from())).toList());
        }
        return !left.isEmpty();
    }

    /**
     * One stage.
     *
     * @param id unique
     * @param label as a reader knows it
     * @param kind what it is
     */
    public record Node(String id, String label, Kind kind) {}

    /**
     * What flows from one stage to another.
     *
     * @param from id
     * @param to id
     * @param meanKw over the year
     * @param peakKw in the hour of the year in which the facility draws most
     */
    public record Link(String from, String to, Figure meanKw, Figure peakKw) {}

    /** What a stage is. */
    public enum Kind {
        /** Where power comes from. */
        SOURCE,
        /** Passes it on. */
        CONVERSION,
        /** IT. */
        LOAD,
        /** Takes heat away. */
        COOLING,
        /** Heat of conversions. */
        LOSS
    }
}
