// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.keys;

import io.vertx.sqlclient.Tuple;
import io.wattmill.gateway.identity.Reach;
import io.wattmill.gateway.tenancy.Listing;

/**
 * A reach as parameters of a list's statement, an empty one standing for any: organization,
 * project, agent; then the listing's project, cursor, whether ended ones count, and one row more
 * than the page has.
 */
record Within(String organization, String project, String agent) {

    static Within of(Reach reach) {
        return switch (reach) {
            case Reach.Site() -> new Within("", "", "");
            case Reach.Organization(String id) -> new Within(id, "", "");
            case Reach.Project(String organizationId, String id) ->
                    new Within(organizationId, id, "");
            case Reach.Agent(var place) ->
                    new Within(
                            place.organizationId(),
                            place.projectId(),
                            place.agentId().orElseThrow());
            case Reach.Nowhere() ->
                    throw new IllegalStateException("a route let somebody in who keeps nothing");
        };
    }

    Tuple with(Listing listing) {
        return Tuple.of(
                organization,
                project,
                agent,
                listing.project(),
                listing.after(),
                listing.ended(),
                listing.limit() + 1);
    }
}
