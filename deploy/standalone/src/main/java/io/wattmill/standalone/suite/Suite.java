// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.suite;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.wattmill.agent.AgentService;
import io.wattmill.billing.BillingService;
import io.wattmill.gateway.GatewayService;
import io.wattmill.gateway.GatewayService.Backends;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.bootstrap.ServiceLauncher;
import io.wattmill.kit.trust.Seal;
import io.wattmill.router.RouterService;
import io.wattmill.twin.TwinService;
import io.wattmill.twin.emulator.EmulatedNodeAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * All services in one JVM. It is started once and stopped once; {@link #stop} may be called at any time after {@link
 * #start}, also while that has not completed.
 */
public final class Suite {
    private final SuiteInputs inputs;
    private final SuiteConfig config;
    private final Vertx vertx;
    private final ServiceContext context;
    private final ServiceLauncher back;
    private final ServiceLauncher front;
    private final Seal seal;
    private final RouterService router;
    private final TwinService twin;
    private Future<SuiteDatabase> database = Future.failedFuture("not started");

    /** The suite, with nothing started but its event loops. */
    public Suite(SuiteInputs inputs, Seal seal) {
        var settings = inputs.settings(Map.of());
        this.inputs = inputs;
        this.config = settings.suite();
        this.seal = seal;
        this.vertx =
                Vertx.vertx(
                        new VertxOptions()
                                .setEventLoopPoolSize(config.eventLoops())
                                .setWorkerPoolSize(config.workers()));
        this.context = ServiceContext.of(vertx);
        this.back = new ServiceLauncher(vertx, config.drainTimeout(), config.stopTimeout());
        this.front = new ServiceLauncher(vertx, config.drainTimeout(), config.stopTimeout());
        this.router = new RouterService(context, settings.router());
        this.twin = new TwinService(context, settings.twin(), seal);
    }
}
