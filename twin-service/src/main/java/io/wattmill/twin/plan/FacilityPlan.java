// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.plan;

import java.util.List;
import java.util.Map;

/**
 * One site as planned.
 *
 * @param site name of the site
 * @param feeds utility feeds, by order of the file
 * @param breakers breakers between feeds and racks
 * @param racks racks with what stands in them
 * @param nodeTypes node types by name
 * @param models what is to be served, and how
 * @param facility the building around the racks
 */
public record FacilityPlan(
        String site,
        List<Feed> feeds,
        List<Breaker> breakers,
        List<Rack> racks,
        Map<String, NodeType> nodeTypes,
        List<ModelDeployment> models,
        Facility facility) {

    /** Copies its lists, so that a plan never changes under a rule. */
    public FacilityPlan {
        feeds = List.copyOf(feeds);
        breakers = List.copyOf(breakers);
        racks = List.copyOf(racks);
        nodeTypes = Map.copyOf(nodeTypes);
        models = List.copyOf(models);
    }

    /** A plan that says nothing of the building. */
    public FacilityPlan(
            String site,
            List<Feed> feeds,
            List<Breaker> breakers,
            List<Rack> racks,
            Map<String, NodeType> nodeTypes,
            List<ModelDeployment> models) {
        this(site, feeds, breakers, racks, nodeTypes, models, Facility.NOT_GIVEN);
    }

    /** The node type of that name; the reader refused plans that name one which is not there. */
    public NodeType nodeType(String name) {
        var type = nodeTypes.get(name);
        if (type == null) {
            throw new IllegalArgumentException("plan names no node type " + name);
        }
        return type;
    }

    /** Racks that hang on the breaker, in file order. */
    public List<Rack> racksOn(Breaker breaker) {
        return racks.stream().filter(rack -> rack.breakers().contains(breaker.id())).toList();
    }
}
