// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.process;

import io.vertx.core.Future;
import io.vertx.core.internal.VertxInternal;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.process.Ground;
import io.wattmill.kit.vertx.Contexts;

import java.net.URI;

/** One process of a site. Started once and stopped once, also while it is still starting. */
public final class SiteProcess {
    private final Program program;
    private final Configuration configuration;
    private volatile Future<Ground> ground = Future.failedFuture("not opened");

    /** A process that has not started. */
    public SiteProcess(Program program, Configuration configuration) {
        this.program = program;
        this.configuration = configuration;
    }

    /**
     * Starts everything; completes when it serves.
     *
     * @throws io.wattmill.kit.config.ConfigException when a section does not fit
     */
    public Future<Facts> start() {
        ground = program.open(configuration);
        return ground.compose(
                opened -> {
                    var vertx = (VertxInternal) opened.context().vertx();
                    return Contexts.call(vertx.createEventLoopContext(), () -> launch(opened));
                });
    }

    private Future<Facts> launch(Ground opened) {
        var composition = program.compose(opened, configuration);
        return opened.launch(composition.services()).compose(_ -> composition.facts().facts());
    }

    /** Where probes and metrics are; only once it has started. */
    public URI opsAddress() {
        return ground.result().opsAddress();
    }

    /** Drains, stops and leaves the cluster. Never fails; what goes wrong is logged. */
    public Future<Void> stop() {
        return ground.succeeded()
                ? ground.result().close().otherwiseEmpty()
                : Future.succeededFuture();
    }
}
