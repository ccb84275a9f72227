// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.tenancy;

import java.util.Optional;
import java.util.Set;

/**
 * A project to be made.
 *
 * @param id as an administrator wants it; one is made of the name otherwise
 * @param organization whose; the caller's own otherwise
 * @param name for people
 */
public record ProjectOrder(Optional<String> id, Optional<String> organization, String name) {

    private static final Set<String> MEMBERS = Set.of("id", "organization", "name");

    /** {@code {"name": "Chat", "organization": "team-a"}}. */
    public static Parsed<ProjectOrder> parse(byte[] body) {
        return Fields.read(
                body,
                MEMBERS,
                fields ->
                        new ProjectOrder(
                                fields.text("id", Names.ID, Names.ID_SAYS),
                                fields.text("organization", Names.ID, Names.ID_SAYS),
                                fields.needed("name", Names.NAME, Names.NAME_SAYS)));
    }
}
