// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.identity;

import java.util.OptionalLong;
import java.util.Set;

/**
 * All that a key opens.
 *
 * @param place where
 * @param scopes what may be done there
 * @param bounds what that is confined to
 * @param expiresAtUs epoch microseconds from which on it opens nothing; empty means never
 */
public record Right(Place place, Set<Scope> scopes, KeyBounds bounds, OptionalLong expiresAtUs) {

    public Right {
        scopes = Set.copyOf(scopes);
    }

    /** How far it manages others. An agent's key manages that agent's keys at most. */
    public Reach reach() {
        if (!may(Scope.KEYS)) {
            return new Reach.Nowhere();
        }
        if (place.agentId().isPresent()) {
            return new Reach.Agent(place);
        }
        if (may(Scope.ADMIN)) {
            return new Reach.Site();
        }
        return may(Scope.ORGANIZATION)
                ? new Reach.Organization(place.organizationId())
                : new Reach.Project(place.organizationId(), place.projectId());
    }

    /** Whether {@code scope} is among the scopes or implied by one. */
    public boolean may(Scope scope) {
        return Scope.anyImplies(scopes, scope);
    }

    /** Whether every one of {@code others} is. */
    public boolean mayAll(Set<Scope> others) {
        return others.stream().allMatch(this::may);
    }

    /** Whether it ends no later than this one does. */
    boolean outlasts(Right other) {
        return expiresAtUs.isEmpty()
                || other.expiresAtUs.isPresent()
                        && other.expiresAtUs.getAsLong() <= expiresAtUs.getAsLong();
    }
}
