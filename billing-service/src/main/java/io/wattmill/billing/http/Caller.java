// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.http;

import com.google.protobuf.InvalidProtocolBufferException;

import io.vertx.core.http.HttpServerRequest;
import io.wattmill.contract.common.v1.Principal;
import io.wattmill.contract.ledger.v1.LedgerHeaders;
import io.wattmill.kit.trust.Seal;

import java.util.Optional;
import java.util.UUID;

/**
 * Who asks, as the gateway sealed it.
 *
 * @param newest the newest request of its key that the gateway has closed, where the gateway told
 */
record Caller(Principal principal, Optional<UUID> newest) {

    private static final String ADMIN = "admin";

    /** The caller, or empty when the request carries no valid seal. */
    static Optional<Caller> of(HttpServerRequest request, Seal seal, long nowUs) {
        return Optional.ofNullable(request.getHeader(Seal.PRINCIPAL_HEADER))
                .flatMap(token -> seal.open(token, nowUs))
                .flatMap(Caller::parse)
                .map(principal -> new Caller(principal, newest(request)))
                .filter(caller -> caller.isAdmin() || !caller.projectId().isEmpty());
    }

    boolean isAdmin() {
        return principal.getScopesList().contains(ADMIN);
    }

    String projectId() {
        return principal.getProjectId();
    }

    String keyId() {
        return principal.getKeyId();
    }

    /** The project that this caller is confined to; empty for an admin. */
    Optional<String> confinedTo() {
        return isAdmin() ? Optional.empty() : Optional.of(projectId());
    }

    private static Optional<UUID> newest(HttpServerRequest request) {
        return Optional.ofNullable(request.getHeader(LedgerHeaders.NEWEST_REQUEST))
                .filter(RequestRoute::isRequestId)
                .map(UUID::fromString);
    }

    private static Optional<Principal> parse(byte[] payload) {
        try {
            return Optional.of(Principal.parseFrom(payload));
        } catch (InvalidProtocolBufferException _) {
            return Optional.empty();
        }
    }
}
