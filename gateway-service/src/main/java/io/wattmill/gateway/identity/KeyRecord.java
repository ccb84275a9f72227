// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.identity;

import io.wattmill.contract.common.v1.Principal;

import java.util.OptionalLong;
import java.util.Set;

/**
 * A key as the site knows it.
 *
 * @param keyId its id, not secret
 * @param organizationId owner of the project
 * @param projectId whose work it is
 * @param scopes what it may do
 * @param expiresAtUs epoch microseconds after which it opens nothing
 * @param revoked whether somebody ended it
 * @param salt secret of the tenant, keeps its prompt prefixes apart
 */
public record KeyRecord(
        String keyId,
        String organizationId,
        String projectId,
        Set<Scope> scopes,
        OptionalLong expiresAtUs,
        boolean revoked,
        TenantSalt salt) {

    public KeyRecord {
        scopes = Set.copyOf(scopes);
    }

    /** Whether the key opens anything at {@code nowUs}. */
    public boolean isLive(long nowUs) {
        return !revoked && (expiresAtUs.isEmpty() || nowUs < expiresAtUs.getAsLong());
    }

    /** Whether the key has {@code scope}, itself or as an administrator. */
    public boolean may(Scope scope) {
        return scopes.contains(scope) || scopes.contains(Scope.ADMIN);
    }

    /** Who asks, as the services behind the gateway are told. */
    public Principal principal() {
        Principal.Builder principal =
                Principal.newBuilder()
                        .setOrganizationId(organizationId)
                        .setProjectId(projectId)
                        .setKeyId(keyId);
        scopes.stream().map(Scope::text).sorted().forEach(principal::addScopes);
        return principal.build();
    }
}
