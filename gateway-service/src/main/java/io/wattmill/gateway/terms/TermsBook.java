// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.terms;

import java.util.Map;

/**
 * Whose requests are placed on which terms. What a caller said itself comes first, then the tier
 * that it named, its key, its project, its organization, and what is usual. Where all of them are
 * silent nothing is promised, but the site has aims.
 *
 * @param usual of requests whose tenant has no terms of its own
 * @param aims what the site's streams should meet
 * @param tiers terms of the named tiers
 * @param keys terms of keys, by id
 * @param tenants terms of projects and organizations, by id
 */
public record TermsBook(
        PlacementTerms usual,
        PlacementTerms aims,
        Map<String, PlacementTerms> tiers,
        Map<String, PlacementTerms> keys,
        Map<String, PlacementTerms> tenants) {

    public TermsBook {
        tiers = Map.copyOf(tiers);
        keys = Map.copyOf(keys);
        tenants = Map.copyOf(tenants);
    }

    /** Who asks, by ids. */
    public record Asker(String keyId, String projectId, String organizationId) {}

    /**
     * The terms of a request, as far as somebody gave it some.
     *
     * @param own what the caller said
     * @param tier empty: the default one
     */
    public PlacementTerms of(PlacementTerms own, String tier, Asker who) {
        return own.or(told(tiers, tier))
                .or(told(keys, who.keyId()))
                .or(told(tenants, who.projectId()))
                .or(told(tenants, who.organizationId()))
                .or(usual);
    }

    private static PlacementTerms told(Map<String, PlacementTerms> terms, String name) {
        return terms.getOrDefault(name, PlacementTerms.NONE);
    }
}
