// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.http;

import com.google.protobuf.InvalidProtocolBufferException;

import io.vertx.ext.web.RoutingContext;
import io.wattmill.contract.common.v1.Principal;

/** The principal that came sealed with a request, kept beside it once the seal was opened. */
final class SealedCaller {
    private static final String KEY = "wattmill.principal";
    private static final String ADMIN = "admin";
    private static final byte[] NOBODY = {};

    private SealedCaller() {}

    static void keep(RoutingContext context, byte[] principal) {
        context.put(KEY, principal);
    }

    /** The serialized principal; empty bytes when nobody came sealed. */
    static byte[] of(RoutingContext context) {
        return context.get(KEY, NOBODY);
    }

    /** Whether the caller's key has the scope {@code admin}. */
    static boolean isAdmin(RoutingContext context) {
        return principal(context).getScopesList().contains(ADMIN);
    }

    /** Who asks, for the record: the key's id, or its user's. */
    static String name(RoutingContext context) {
        Principal principal = principal(context);
        return principal.getUserId().isEmpty() ? principal.getKeyId() : principal.getUserId();
    }

    /** Whose traces it may name: its organization's, or the site's where it has none. */
    static String owner(RoutingContext context) {
        var organization = principal(context).getOrganizationId();
        return organization.isEmpty() ? "site" : organization;
    }

    private static Principal principal(RoutingContext context) {
        try {
            return Principal.parseFrom(of(context));
        } catch (InvalidProtocolBufferException _) {
            return Principal.getDefaultInstance();
        }
    }
}
