// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.identity;

import java.util.Optional;

/**
 * Where a key stands.
 *
 * @param organizationId owner of the project
 * @param projectId whose work it is
 * @param agentId the agent that it belongs to, where it belongs to one
 */
public record Place(String organizationId, String projectId, Optional<String> agentId) {

    /** A project. */
    public static Place project(String organizationId, String projectId) {
        return new Place(organizationId, projectId, Optional.empty());
    }
}
