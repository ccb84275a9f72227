// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator;

import io.vertx.ext.web.RoutingContext;

/** Hours of electricity meters over HTTP, wherever they are asked for. */
public final class MeterReply {

    private MeterReply() {}

    /** Answers with CSV. */
    public static void csv(RoutingContext context, String csv) {
        context.response().putHeader("content-type", "text/csv").end(csv);
    }
}
