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
import io.wattmill.standalone.folder.Secrets;
import io.wattmill.twin.TwinService;
import io.wattmill.twin.emulator.EmulatedNodeAddress;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * All services in one JVM. Started once and stopped once; {@link #stop} may be called at any time
 * after {@link #start}, also while that has not completed.
 */
public final class Suite {
    private static final Logger LOG = LoggerFactory.getLogger(Suite.class);

    private final SuiteInputs inputs;
    private final SuiteConfig config;
    private final Consumer<Milestone> reached;
    private final Vertx vertx;
    private final ServiceContext context;
    private final ServiceLauncher front;
    private final ServiceLauncher back;
    private volatile List<EmulatedNodeAddress> emulatedNodes = List.of();
    private volatile Future<SuiteDatabase> database = Future.failedFuture("not opened");

    /**
     * Makes the event loops; starts nothing.
     *
     * @param reached told, on any thread, what the start has reached
     */
    public Suite(SuiteInputs inputs, Consumer<Milestone> reached) {
        this.inputs = inputs;
        this.reached = reached;
        this.config = inputs.settings().suite();
        this.vertx =
                Vertx.vertx(
                        new VertxOptions()
                                .setEventLoopPoolSize(config.eventLoops())
                                .setWorkerPoolSize(config.workers()));
        this.context = ServiceContext.of(vertx);
        this.front = new ServiceLauncher(vertx, config.drainTimeout(), config.stopTimeout());
        this.back = new ServiceLauncher(vertx, config.drainTimeout(), config.stopTimeout());
    }

    /** Starts everything; completes when the gateway serves and the whole fleet has joined. */
    public Future<Serving> start() {
        return vertx.executeBlocking(this::seal)
                .compose(seal -> foundations(seal).compose(below -> onTop(below, seal)));
    }

    /**
     * The emulated nodes, once they run: where their engines and meters can be looked at directly.
     */
    public List<EmulatedNodeAddress> emulatedNodes() {
        return emulatedNodes;
    }

    /** What needs no database, and beside it the database. */
    private Future<Foundations> foundations(Seal seal) {
        var settings = inputs.settings();
        var twin = new TwinService(context, settings.twin(), seal);
        var router = new RouterService(context, settings.router());
        return Future.all(back.startOne(twin), back.startOne(router), openDatabase())
                .map(all -> new Foundations(twin, router, inputs.settings(all.resultAt(2))));
    }

    private Future<Serving> onTop(Foundations below, Seal seal) {
        var settings = below.settings();
        var billing = new BillingService(context, settings.billing(), seal);
        return back.startOne(billing)
                .compose(
                        _ -> {
                            var backends =
                                    new Backends(billing.httpAddress(), below.twin().httpAddress());
                            var gateway =
                                    new GatewayService(
                                            context,
                                            settings.gateway(),
                                            below.router().placement(),
                                            billing.ledger(),
                                            backends,
                                            seal);
                            return Future.all(startAgents(below, billing), front.startOne(gateway))
                                    .compose(_ -> serving(gateway));
                        });
    }

    private Future<Void> startAgents(Foundations below, BillingService billing) {
        emulatedNodes = below.twin().emulatedNodes();
        var agents = Agents.of(emulatedNodes, below.settings().agent());
        var joined = FleetWatch.serving(context.bus(), agents.size());
        var links = below.router().nodeLink();
        var starts =
                agents.stream()
                        .map(agent -> new AgentService(context, agent, links, billing.meterLink()))
                        .map(back::startOne)
                        .toList();
        return Future.all(starts)
                .compose(_ -> joined)
                .onSuccess(_ -> reached.accept(fleet(below)))
                .mapEmpty();
    }

    private Milestone fleet(Foundations below) {
        var emulator = below.settings().twin().emulator();
        return new Milestone.FleetReady(
                emulatedNodes.size(),
                emulator.gpusPerNode(),
                emulator.gpu(),
                emulator.model(),
                below.settings().agent().engines().size());
    }

    private Future<Serving> serving(GatewayService gateway) {
        reached.accept(new Milestone.GatewayReady(gateway.httpAddress()));
        return gateway.bootstrapKeys().map(keys -> new Serving(gateway.httpAddress(), keys));
    }

    private Future<Map<String, String>> openDatabase() {
        database =
                vertx.executeBlocking(
                        () -> SuiteDatabase.open(config.postgres(), inputs.data(), inputs.cache()),
                        false);
        return database.onSuccess(
                        opened -> reached.accept(new Milestone.DatabaseReady(opened.embedded())))
                .map(SuiteDatabase::overrides);
    }

    private Seal seal() throws IOException {
        var key = Secrets.readOrCreate(inputs.data().secret("seal"));
        return new Seal(HexFormat.of().parseHex(key), config.sealLifetime().toNanos() / 1_000);
    }

    /**
     * The gateway first: it finishes what it serves while everything below it still works. Then the
     * rest, the database last. Never fails; what goes wrong is logged.
     */
    public Future<Void> stop() {
        return front.drain()
                .compose(_ -> front.stop())
                .compose(_ -> back.drain())
                .compose(_ -> back.stop())
                .compose(_ -> closeDatabase())
                .eventually(vertx::close);
    }

    /** Waits for a start that is still going on, so that no server is left behind. */
    private Future<Void> closeDatabase() {
        return database.<Void>compose(
                        opened ->
                                vertx.executeBlocking(
                                        () -> {
                                            opened.close();
                                            return null;
                                        },
                                        false))
                .recover(
                        cause -> {
                            LOG.atWarn().setCause(cause).log("database not stopped");
                            return Future.succeededFuture();
                        });
    }

    /** Ends the embedded database in a hurry, for a process that is about to halt. Blocks. */
    public void abandon() throws IOException {
        SuiteDatabase.abandon(config.postgres(), inputs.data(), inputs.cache());
    }

    /** What the upper services stand on. */
    private record Foundations(TwinService twin, RouterService router, SuiteSettings settings) {}
}
