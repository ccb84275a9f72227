// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.measure;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * CPU time per request of the gateway and of nginx, in turn, on one engine: docs/BENCHMARKS.md,
 * "Gateway". The load comes from this process.
 */
@Command(name = "gateway-cpu", mixinStandardHelpOptions = true, sortOptions = false)
final class GatewayCpu implements Callable<Integer> {
    private static final Duration FLEET_LIMIT = Duration.ofSeconds(30);

    @Parameters(description = "An empty folder for journal, logs and the like.")
    private Path folder = Path.of(".");

    @Mixin private MeasureOptions options = new MeasureOptions();

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final ClosedLoop load = new ClosedLoop(vertx);

    private GatewayCpu() {}

    public static void main(String[] words) {
        System.exit(new CommandLine(new GatewayCpu()).execute(words));
    }

    @Override
    public Integer call() throws Exception {
        try (var scene = new Scene(folder, options)) {
            measure(scene);
            return 0;
        }
    }

    private void measure(Scene scene) throws Exception {
        int engine = scene.engine();
        var direct = new Row("engine alone", engine);
        var gateways = gateways(scene, engine);
        var request = gateways.getFirst().request();
        var contestants = new ArrayList<>(nginx(scene.nginx(engine), request));
        contestants.addAll(gateways);
        run(direct, request, options.connections, options.warmUp);
        for (var each : contestants) {
            run(each.row(), each.request(), options.connections, options.warmUp);
            each.afterwards().run();
        }
        for (int round = 1; round <= options.rounds; round++) {
            // There and back, so that nobody always follows the same one.
            (round % 2 == 0 ? contestants.reversed() : contestants).forEach(this::cpu);
            direct.alone(run(direct, request, 1, options.alone));
            contestants.forEach(this::alone);
            System.err.printf("round %d of %d%n", round, options.rounds);
        }
        var rows = contestants.stream().map(Contestant::row).toList();
        System.out.println(new Table(options, direct, rows).text());
    }

    private static List<Contestant> nginx(Nginx nginx, Buffer request) {
        var cpu = nginx.process().cpu();
        return List.of(
                new Contestant(
                        new Row("nginx, no access log", nginx.silentPort()),
                        cpu,
                        request,
                        () -> {}),
                new Contestant(
                        new Row("nginx, access log", nginx.loggingPort()), cpu, request, () -> {}));
    }

    private List<Contestant> gateways(Scene scene, int engine) throws Exception {
        var path = Child.classPath();
        var first = scene.gateway("gateway", engine, path, options.jvm);
        if (!options.beside()) {
            return List.of(gateway("gateway, everything on", first));
        }
        var jvm = new ArrayList<>(options.jvm);
        jvm.addAll(options.besideJvm);
        var other =
                scene.gateway(
                        "beside", engine, options.besidePath + File.pathSeparator + path, jvm);
        return List.of(
                gateway("gateway, everything on", first), gateway("gateway beside it", other));
    }

    /** A row, the process that is charged for it, and what must be over before the next one. */
    private record Contestant(Row row, CpuTime process, Buffer request, Runnable afterwards) {}

    private Contestant gateway(String name, Scene.Gateway gateway) throws Exception {
        var request = new ChatText(options.body, options.chunks > 0).request(gateway.key());
        new FirstAnswer(gateway.port(), request).await(FLEET_LIMIT);
        return new Contestant(
                new Row(name, gateway.port()),
                gateway.process().cpu(),
                request,
                new Backlog(gateway.port(), gateway.adminKey())::awaitEmpty);
    }

    /** One row of one round, and all that follows from its requests. */
    private void cpu(Contestant one) {
        long before = one.process().micros();
        long began = System.nanoTime();
        run(one.row(), one.request(), options.connections, options.requests);
        double seconds = (System.nanoTime() - began) / 1e9;
        one.afterwards().run();
        double micros = one.process().micros() - before;
        one.row().cpu(micros / options.requests, options.requests / seconds);
    }

    private void alone(Contestant one) {
        one.row().alone(run(one.row(), one.request(), 1, options.alone));
        one.afterwards().run();
    }

    private ClosedLoop.Times run(Row row, Buffer request, int connections, int requests) {
        return load.run(row.port(), request, connections, requests, options.limitSeconds);
    }
}
