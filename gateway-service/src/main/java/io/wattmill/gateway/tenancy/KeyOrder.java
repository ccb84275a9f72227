// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.tenancy;

import io.wattmill.gateway.identity.KeyBounds;
import io.wattmill.gateway.identity.Scope;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A key to be made.
 *
 * @param project whose; the caller's own otherwise
 * @param agent the agent that it belongs to, where it belongs to one
 * @param name for people
 * @param scopes at least one
 * @param bounds what it is confined to
 * @param expiresAtUs epoch microseconds; empty means never
 */
public record KeyOrder(
        Optional<String> project,
        Optional<String> agent,
        String name,
        Set<Scope> scopes,
        KeyBounds bounds,
        OptionalLong expiresAtUs) {

    private static final Set<String> MEMBERS =
            Stream.concat(
                            KeyChange.MEMBERS.stream(),
                            Stream.of("project", "agent", "name", "scopes"))
                    .collect(Collectors.toUnmodifiableSet());
    private static final String SCOPES_SAY =
            Arrays.stream(Scope.values()).map(Scope::text).collect(Collectors.joining(", "));

    /**
     * {@code {"name": "ci", "scopes": ["inference"]}}, and whatever {@link KeyChange} takes.
     *
     * @param nowUs an expiry must be later
     */
    public static Parsed<KeyOrder> parse(byte[] body, long nowUs) {
        return Fields.read(body, MEMBERS, fields -> of(fields, nowUs));
    }

    private static KeyOrder of(Fields fields, long nowUs) {
        KeyChange change = KeyChange.of(fields, nowUs);
        return new KeyOrder(
                fields.text("project", Names.ID, Names.ID_SAYS),
                fields.text("agent", Names.ID, Names.ID_SAYS),
                fields.needed("name", Names.NAME, Names.NAME_SAYS),
                scopes(fields),
                change.appliedTo(KeyBounds.NONE),
                change.expiry(OptionalLong.empty()));
    }

    private static Set<Scope> scopes(Fields fields) {
        Set<Scope> scopes = Set.copyOf(fields.list("scopes", Scope::of, "some of " + SCOPES_SAY));
        if (scopes.isEmpty()) {
            throw new Fields.Wrong("scopes", "'scopes' is needed: some of " + SCOPES_SAY + ".");
        }
        return scopes;
    }
}
