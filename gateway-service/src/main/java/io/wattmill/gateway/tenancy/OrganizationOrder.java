// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.tenancy;

import java.util.Optional;
import java.util.Set;

/**
 * An organization to be made.
 *
 * @param id as the caller wants it; one is made of the name otherwise
 * @param name for people
 */
public record OrganizationOrder(Optional<String> id, String name) {

    private static final Set<String> MEMBERS = Set.of("id", "name");

    /** {@code {"name": "Team A", "id": "team-a"}}. */
    public static Parsed<OrganizationOrder> parse(byte[] body) {
        return Fields.read(
                body,
                MEMBERS,
                fields ->
                        new OrganizationOrder(
                                fields.text("id", Names.ID, Names.ID_SAYS),
                                fields.needed("name", Names.NAME, Names.NAME_SAYS)));
    }
}
