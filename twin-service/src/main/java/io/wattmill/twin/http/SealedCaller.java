// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.http;

import io.vertx.ext.web.RoutingContext;

/** The principal that came sealed with a request, kept beside it once the seal was opened. */
final class SealedCaller {
    private static final String KEY = "wattmill.principal";
    private static final byte[] NOBODY = {};

    private SealedCaller() {}

    static void keep(RoutingContext context, byte[] principal) {
        context.put(KEY, principal);
    }

    /** The serialized principal; empty bytes when nobody came sealed. */
    static byte[] of(RoutingContext context) {
        return context.get(KEY, NOBODY);
    }
}
