// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.measure;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.time.Duration;
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
            measure(scene.open());
            return 0;
        }
    }

    private void measure(Scene.Set set) throws Exception {
        var request = new ChatText(options.body, options.chunks > 0).request(set.key());
        var backlog = new Backlog(set.port(), set.adminKey());
        var direct = new Row("engine alone", set.engine());
        var silent = new Row("nginx, no access log", set.nginx().silentPort());
        var logging = new Row("nginx, access log", set.nginx().loggingPort());
        var gateway = new Row("gateway, everything on", set.port());
        var nginx = set.nginx().process().cpu();
        new FirstAnswer(set.port(), request).await(FLEET_LIMIT);
        for (var row : List.of(direct, silent, logging, gateway)) {
            run(row, request, options.connections, options.warmUp);
        }
        backlog.awaitEmpty();
        for (int round = 1; round <= options.rounds; round++) {
            cpu(silent, nginx, request, () -> {});
            cpu(gateway, set.gateway().cpu(), request, backlog::awaitEmpty);
            cpu(logging, nginx, request, () -> {});
            for (var row : List.of(direct, silent, logging, gateway)) {
                row.alone(run(row, request, 1, options.alone));
            }
            backlog.awaitEmpty();
            System.err.printf("round %d of %d%n", round, options.rounds);
        }
        System.out.println(new Table(options, direct, List.of(silent, logging, gateway)).text());
    }

    /** One row of one round, and all that follows from its requests. */
    private void cpu(Row row, CpuTime process, Buffer request, Runnable afterwards) {
        long before = process.micros();
        long began = System.nanoTime();
        run(row, request, options.connections, options.requests);
        double seconds = (System.nanoTime() - began) / 1e9;
        afterwards.run();
        double micros = process.micros() - before;
        row.cpu(micros / options.requests, options.requests / seconds);
    }

    private ClosedLoop.Times run(Row row, Buffer request, int connections, int requests) {
        return load.run(row.port(), request, connections, requests, options.limitSeconds);
    }
}
