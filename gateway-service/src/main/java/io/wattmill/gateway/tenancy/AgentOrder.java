// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.tenancy;

import java.util.Optional;
import java.util.Set;

/**
 * An agent to be made.
 *
 * @param project whose; the caller's own otherwise
 * @param name for people
 * @param owner who answers for it; the key that makes it otherwise
 */
public record AgentOrder(Optional<String> project, String name, Optional<String> owner) {

    private static final Set<String> MEMBERS = Set.of("project", "name", "owner");

    /** {@code {"name": "Coder", "owner": "ada@example.org"}}. */
    public static Parsed<AgentOrder> parse(byte[] body) {
        return Fields.read(
                body,
                MEMBERS,
                fields ->
                        new AgentOrder(
                                fields.text("project", Names.ID, Names.ID_SAYS),
                                fields.needed("name", Names.NAME, Names.NAME_SAYS),
                                fields.text("owner", Names.NAME, Names.NAME_SAYS)));
    }
}
