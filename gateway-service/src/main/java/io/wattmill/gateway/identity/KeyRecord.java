// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.identity;

import io.wattmill.contract.common.v1.Principal;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A key as the site knows it.
 *
 * @param keyId its id, not secret; the same whatever its secret is
 * @param right what it opens
 * @param ended what was ended, so that it opens nothing
 * @param salt secret of the tenant, keeps its prompt prefixes apart
 * @param principal who asks, as the services behind the gateway are told; made once for a key,
 *     because every request says it several times
 */
public record KeyRecord(
        String keyId, Right right, Optional<EndedBy> ended, TenantSalt salt, Principal principal) {

    /** A key whose principal says what the rest says. */
    public KeyRecord(String keyId, Right right, Optional<EndedBy> ended, TenantSalt salt) {
        this(
                keyId,
                right,
                ended,
                salt,
                Principal.newBuilder()
                        .setOrganizationId(right.place().organizationId())
                        .setProjectId(right.place().projectId())
                        .setKeyId(keyId)
                        .setAgentId(right.place().agentId().orElse(""))
                        .addAllScopes(texts(right.scopes()))
                        .build());
    }

    /** A key of a project that is confined to nothing. */
    public KeyRecord(
            String keyId,
            String organizationId,
            String projectId,
            Set<Scope> scopes,
            OptionalLong expiresAtUs,
            boolean revoked,
            TenantSalt salt) {
        this(
                keyId,
                new Right(
                        Place.project(organizationId, projectId),
                        scopes,
                        KeyBounds.NONE,
                        expiresAtUs),
                revoked ? Optional.of(EndedBy.KEY) : Optional.empty(),
                salt);
    }

    private static List<String> texts(Set<Scope> scopes) {
        return scopes.stream().map(Scope::text).sorted().toList();
    }

    /** Owner of the project. */
    public String organizationId() {
        return right.place().organizationId();
    }

    /** Whose work it is. */
    public String projectId() {
        return right.place().projectId();
    }

    /** What its use is confined to. */
    public KeyBounds bounds() {
        return right.bounds();
    }

    /**
     * The agent whose work a request is: the one that the key belongs to, whatever the caller says;
     * for a plain key the one that the caller names.
     */
    public String agent(String named) {
        return right.place().agentId().orElse(named);
    }

    /** Whether the key opens anything at {@code nowUs}. */
    public boolean isLive(long nowUs) {
        return ended.isEmpty()
                && (right.expiresAtUs().isEmpty() || nowUs < right.expiresAtUs().getAsLong());
    }

    /** Whether the key has {@code scope}, itself or by one that implies it. */
    public boolean may(Scope scope) {
        return right.may(scope);
    }
}
