// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.link;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.wattmill.kit.vertx.Contexts;

import java.util.function.Supplier;

/**
 * The event-loop context that billing works on. Callers of the same process hop here, so that
 * reading and rating a batch never holds up the event loop that streams to clients.
 */
public final class Home extends VerticleBase {

    /** Runs work here; completes on the caller's context. After deployment. */
    public <T> Future<T> call(Supplier<Future<T>> work) {
        Context here = context;
        return Contexts.call(here, work);
    }

    /**
     * Gives the context back; what was opened on it is closed. Nothing to do when it was never
     * deployed.
     */
    public Future<Void> undeploy(Vertx from) {
        return context == null ? Future.succeededFuture() : from.undeploy(context.deploymentID());
    }
}
