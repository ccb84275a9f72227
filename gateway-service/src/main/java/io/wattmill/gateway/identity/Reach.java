// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.identity;

/** How far a keeper of keys can see and manage. What is beyond does not exist for it. */
public sealed interface Reach {

    /** Everything. */
    record Site() implements Reach {}

    /** One organization. */
    record Organization(String organizationId) implements Reach {}

    /** One project. */
    record Project(String organizationId, String projectId) implements Reach {}

    /** The keys of one agent. */
    record Agent(Place place) implements Reach {}

    /** Nothing. */
    record Nowhere() implements Reach {}

    /** Whether {@code organizationId} as a whole is within. */
    default boolean coversOrganization(String organizationId) {
        return switch (this) {
            case Site() -> true;
            case Organization(String own) -> own.equals(organizationId);
            case Project _, Agent _, Nowhere _ -> false;
        };
    }

    /** Whether a project as a whole is within. */
    default boolean coversProject(String organizationId, String projectId) {
        return switch (this) {
            case Project(_, String own) -> own.equals(projectId);
            case Site _, Organization _, Agent _, Nowhere _ -> coversOrganization(organizationId);
        };
    }

    /** Whether a project or a part of it is within. */
    default boolean touches(String organizationId, String projectId) {
        return switch (this) {
            case Agent(Place own) -> own.projectId().equals(projectId);
            case Site _, Organization _, Project _, Nowhere _ ->
                    coversProject(organizationId, projectId);
        };
    }

    /** Whether what stands at {@code place} is within. */
    default boolean covers(Place place) {
        return switch (this) {
            case Agent(Place own) -> own.equals(place);
            case Site _, Organization _, Project _, Nowhere _ ->
                    coversProject(place.organizationId(), place.projectId());
        };
    }
}
