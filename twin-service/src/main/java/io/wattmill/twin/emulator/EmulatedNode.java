// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator;

import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.telemetry.Metrics;
import io.wattmill.kit.vertx.Contexts;
import io.wattmill.twin.emulator.engine.EmulatedEngine;
import io.wattmill.twin.emulator.metrics.DcgmExposition;
import io.wattmill.twin.emulator.metrics.DeviceReading;
import io.wattmill.twin.emulator.wire.ModelCard;

import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One emulated node: an engine's HTTP server and, on a port of its own as on real nodes, its
 * devices'. All its state belongs to the context that it is deployed on.
 */
final class EmulatedNode extends VerticleBase {
    private static final long US_PER_SECOND = 1_000_000;

    private final NodeBlueprint blueprint;
    private final EngineLoop loop;
    private final ChatEndpoint chat;
    private final DcgmExposition devices;
    private final HttpServer engineServer;
    private final HttpServer deviceServer;

    EmulatedNode(ServiceContext services, NodeBlueprint blueprint, Timer lateness) {
        var bounds = blueprint.config().limits();
        Vertx vertx = services.vertx();
        this.blueprint = blueprint;
        this.loop = new EngineLoop(services, lateness, bounds.catchUpSteps(), blueprint::engineAt);
        this.chat = new ChatEndpoint(services, blueprint, loop);
        this.devices = new DcgmExposition(blueprint.devices());
        var card = card(blueprint, services.clock().nowUs() / US_PER_SECOND);
        var api = new EngineApi(card, loop, services.metrics(), bounds.bodyBytes());
        var options = options(bounds);
        this.engineServer = vertx.createHttpServer(options).requestHandler(api.router(vertx, chat));
        this.deviceServer = vertx.createHttpServer(options).requestHandler(this::deviceMetrics);
    }

    @Override
    public Future<?> start() {
        var host = blueprint.config().host();
        return Future.all(
                engineServer.listen(blueprint.enginePort(), host),
                deviceServer.listen(blueprint.devicePort(), host));
    }

    @Override
    public Future<?> stop() {
        loop.close();
        return Future.join(engineServer.close(), deviceServer.close());
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
                URI.create(base + engineServer.actualPort()),
                URI.create(base + deviceServer.actualPort() + "/metrics"),
                config.gpu(),
                config.gpusPerNode(),
                config.engine().maxRunning());
    }

    private Future<Void> whenDrained() {
        chat.drain();
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

    private void deviceMetrics(HttpServerRequest request) {
        if (!"/metrics".equals(request.path())) {
            request.response().setStatusCode(404).end();
            return;
        }
        var text = devices.text(loop.look(this::readings));
        request.response().putHeader("content-type", Metrics.CONTENT_TYPE).end(text);
    }

    private List<DeviceReading> readings(EmulatedEngine engine, long nowNanos) {
        return engine.gpus(nowNanos).meters().stream()
                .map(
                        meter ->
                                new DeviceReading(
                                        meter.powerMilliwatts(),
                                        meter.millijoules(),
                                        engine.busy(),
                                        blueprint.memoryUsedMib()))
                .toList();
    }
}
