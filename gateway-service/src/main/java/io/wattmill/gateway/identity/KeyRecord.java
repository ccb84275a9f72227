// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.identity;

import io.wattmill.contract.common.v1.Principal;

import java.util.List;
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
 * @param principal who asks, as the services behind the gateway are told; made once for a key,
 *     because every request says it several times
 */
public record KeyRecord(
        String keyId,
        String organizationId,
        String projectId,
        Set<Scope> scopes,
        OptionalLong expiresAtUs,
        boolean revoked,
        TenantSalt salt,
        Principal principal) {

    public KeyRecord {
        scopes = Set.copyOf(scopes);
    }

    /** A key whose principal says what the rest says. */
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
                organizationId,
                projectId,
                scopes,
                expiresAtUs,
                revoked,
                salt,
                Principal.newBuilder()
                        .setOrganizationId(organizationId)
                        .setProjectId(projectId)
                        .setKeyId(keyId)
                        .addAllScopes(texts(scopes))
                        .build());
    }

    private static List<String> texts(Set<Scope> scopes) {
        return scopes.stream().map(Scope::text).sorted().toList();
    }

    /** Whether the key opens anything at {@code nowUs}. */
    public boolean isLive(long nowUs) {
        return !revoked && (expiresAtUs.isEmpty() || nowUs < expiresAtUs.getAsLong());
    }

    /** Whether the key has {@code scope}, itself or as an administrator. */
    public boolean may(Scope scope) {
        return scopes.contains(scope) || scopes.contains(Scope.ADMIN);
    }
}
