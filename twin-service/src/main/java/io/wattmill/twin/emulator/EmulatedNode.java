// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator;

import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.vertx.Contexts;
import io.wattmill.twin.emulator.engine.EmulatedEngine;
import io.wattmill.twin.emulator.wire.ModelCard;
import io.wattmill.twin.emulator.wire.NodeCommand;
import io.wattmill.twin.emulator.wire.NodeStatus;
import io.wattmill.twin.emulator.wire.NodeStatus.State;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.math.BigDecimal;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One emulated node: an engine's HTTP server and, on a port of its own as on real nodes, its
 * devices'. All its state belongs to the context that it is deployed on.
 */
final class EmulatedNode extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(EmulatedNode.class);
    private static final long US_PER_SECOND = 1_000_000;

    private final NodeBlueprint blueprint;
    private final EngineLoop loop;
    private final KvPublisher kvEvents;
    private final EngineDesk desk;
    private final NodeDevices devices;
    private final EngineDoor door;
    private final HttpServer deviceServer;
    private State state = State.SERVING;
    private double slowFactor = 1;

    /** The last command: the next one waits for it. */
    private Future<NodeStatus> commanded = Future.succeededFuture();

    EmulatedNode(ServiceContext services, NodeBlueprint blueprint, Timer lateness) {
        var config = blueprint.config();
        var bounds = config.limits();
        Vertx vertx = services.vertx();
        this.blueprint = blueprint;
        this.kvEvents = new KvPublisher(blueprint, services);
        this.loop = new EngineLoop(services, lateness, bounds.catchUpSteps(), this::engineAt);
        this.desk = new EngineDesk(services, blueprint, loop);
        this.devices = new NodeDevices(blueprint, loop, services.metrics());
        var card = card(blueprint, services.clock().nowUs() / US_PER_SECOND);
        var endpoints = EngineApi.Endpoints.of(desk, config);
        var engine =
                new EngineApi(blueprint, card, loop, services.metrics()).router(vertx, endpoints);
        var device =
                new DeviceApi(this::deviceMetrics, devices::meterCsv, this::command).router(vertx);
        var options = options(bounds);
        this.door = new EngineDoor(vertx, options, config.host(), blueprint.enginePort(), engine);
        this.deviceServer = vertx.createHttpServer(options).requestHandler(device);
    }

    private EmulatedEngine engineAt(long nowNanos, long nowUs) {
        return blueprint.engineAt(nowNanos, nowUs, kvEvents::tell);
    }

    String id() {
        return blueprint.nodeId();
    }

    @Override
    public Future<?> start() {
        return Future.all(
                kvEvents.open(),
                door.open(),
                deviceServer.listen(blueprint.devicePort(), blueprint.config().host()));
    }

    @Override
    public Future<?> stop() {
        loop.close();
        return Future.join(kvEvents.close(), door.close(), deviceServer.close());
    }

    /** How it is. From any context. */
    Future<NodeStatus> status() {
        return Contexts.call(context, () -> Future.succeededFuture(statusNow()));
    }

    /**
     * Obeys, one command after the other; a process that is gone cannot hang. Fails when the
     * engine's port was taken while it was down. From any context.
     */
    Future<NodeStatus> command(NodeCommand command) {
        return Contexts.call(
                context,
                () -> {
                    commanded = commanded.otherwiseEmpty().compose(_ -> obey(command));
                    return commanded;
                });
    }

    private Future<NodeStatus> obey(NodeCommand command) {
        LOG.atInfo()
                .addKeyValue("node", id())
                .addKeyValue("command", String.valueOf(command))
                .log("emulated node obeys");
        return switch (command) {
            case NodeCommand.Crash _ -> crash();
            case NodeCommand.Hang _ -> hang();
            case NodeCommand.Slow(double factor) -> slow(factor);
            case NodeCommand.Restore _ -> restore();
        };
    }

    private Future<NodeStatus> crash() {
        state = State.CRASHED;
        loop.lose();
        return Future.join(kvEvents.close(), door.slam()).map(_ -> statusNow());
    }

    private Future<NodeStatus> hang() {
        if (state == State.SERVING) {
            state = State.HUNG;
            door.fallSilent();
            loop.lose();
        }
        return Future.succeededFuture(statusNow());
    }

    private Future<NodeStatus> slow(double factor) {
        slowFactor = factor;
        loop.slowDown(factor);
        return Future.succeededFuture(statusNow());
    }

    private Future<NodeStatus> restore() {
        if (state == State.SERVING) {
            return slow(1);
        }
        door.speak();
        Future<Void> open = state == State.CRASHED ? door.open() : Future.succeededFuture();
        return Future.all(open, kvEvents.close().compose(_ -> kvEvents.open()))
                .compose(
                        _ -> {
                            state = State.SERVING;
                            return slow(1);
                        });
    }

    private NodeStatus statusNow() {
        return new NodeStatus(id(), state, slowFactor);
    }

    /**
     * Refuses new work; completes when none is left or the drain timeout has passed. From any
     * context.
     */
    Future<Void> drain() {
        long limitMs = blueprint.config().limits().drainTimeout().toMillis();
        return Contexts.call(context, this::whenDrained)
                .timeout(limitMs, TimeUnit.MILLISECONDS)
                .otherwiseEmpty();
    }

    /** Where it is; only after start. */
    EmulatedNodeAddress address() {
        var config = blueprint.config();
        var base = "http://" + config.host() + ":";
        return new EmulatedNodeAddress(
                blueprint.nodeId(),
                blueprint.zone(),
                config.labels(),
                URI.create(base + door.port()),
                URI.create(base + deviceServer.actualPort() + "/metrics"),
                config.gpu(),
                config.gpusPerNode(),
                config.engine().maxRunning(),
                kvEvents.eventsPort(),
                kvEvents.replayPort(),
                blueprint.role());
    }

    private Future<Void> whenDrained() {
        desk.drain();
        return loop.whenEmpty();
    }

    private static ModelCard card(NodeBlueprint blueprint, long startedSeconds) {
        var config = blueprint.config();
        return new ModelCard(config.model(), startedSeconds, config.engine().maxModelLen());
    }

    private static HttpServerOptions options(EmulatorConfig.Limits bounds) {
        return new HttpServerOptions()
                .setIdleTimeout((int) Math.min(Integer.MAX_VALUE, bounds.idleTimeout().toMillis()))
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setHandle100ContinueAutomatically(true)
                .setHttp2ClearTextEnabled(false);
    }

    private String deviceMetrics() {
        return devices.text(state == State.CRASHED);
    }

    String zone() {
        return blueprint.zone();
    }

    /** kWh of the hours that are over, by when they began. From any context. */
    Future<Map<Long, BigDecimal>> metered() {
        return Contexts.call(context, () -> Future.succeededFuture(devices.metered()));
    }
}
