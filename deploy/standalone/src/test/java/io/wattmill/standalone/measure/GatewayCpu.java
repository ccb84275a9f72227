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
import java.util.Map;
import java.util.Optional;
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
        try (var scene = new Scene(folder, options.scene)) {
            var contest = new Contest(scene);
            for (var body : options.bodies) {
                System.out.println(contest.round(body).text());
            }
            return 0;
        }
    }

    /** The processes, and the rows of one size of body after the other. */
    private final class Contest {
        private final int engine;
        private final Nginx nginx;
        private final List<Named> gateways = new ArrayList<>();
        private final Optional<Portkey> portkey;

        private Contest(Scene scene) throws Exception {
            engine = scene.engine(options.chunks);
            nginx = scene.nginx(engine);
            var first = Scene.Plan.embedded("gateway", options.scene.jvm);
            gateways.add(new Named("gateway, everything on", scene.gateway(first, engine)));
            if (options.scene.beside()) {
                gateways.add(new Named("gateway beside it", scene.gateway(beside(), engine)));
            }
            portkey =
                    options.portkey.isPresent()
                            ? Optional.of(scene.portkey(options.portkey.get()))
                            : Optional.empty();
        }

        private record Named(String name, Scene.Gateway gateway) {}

        private Scene.Plan beside() {
            var jvm = new ArrayList<>(options.scene.jvm);
            jvm.addAll(options.scene.besideJvm);
            var path = Child.classPath();
            var older = options.scene.besidePath;
            return new Scene.Plan(
                    "beside",
                    older.isEmpty() ? path : older + File.pathSeparator + path,
                    jvm,
                    Map.of(),
                    true);
        }

        private Table round(int body) throws Exception {
            var text = new ChatText(body, options.chunks > 0);
            var direct = new Row("engine alone", engine);
            var request = text.request("none");
            var contestants = contestants(text);
            load(direct, request, options.connections, MeasureOptions.scaled(20_000, body));
            for (var each : contestants) {
                run(each, options.connections, each.of(options.warmUp));
                each.afterwards().run();
            }
            for (int round = 1; round <= options.rounds; round++) {
                // There and back, so that nobody always follows the same one.
                (round % 2 == 0 ? contestants.reversed() : contestants)
                        .forEach(GatewayCpu.this::cpu);
                direct.alone(load(direct, request, 1, options.alone));
                contestants.forEach(GatewayCpu.this::alone);
                System.err.printf("%,d bytes: round %d of %d%n", body, round, options.rounds);
            }
            return new Table(
                    options, body, direct, contestants.stream().map(Contestant::row).toList());
        }

        private List<Contestant> contestants(ChatText text) throws Exception {
            var all = new ArrayList<Contestant>();
            var cpu = nginx.process().cpu();
            int share = MeasureOptions.scaled(1_000_000, text.bytes());
            var request = text.request("none");
            var silent = new Row("nginx, no access log", nginx.silentPort());
            var logging = new Row("nginx, access log", nginx.loggingPort());
            all.add(new Contestant(silent, cpu, request, share, () -> {}, () -> 0L));
            all.add(new Contestant(logging, cpu, request, share, () -> {}, () -> 0L));
            for (var each : gateways) {
                all.add(gateway(each, text, share));
            }
            portkey.ifPresent(each -> all.add(portkey(each, text, share)));
            return all;
        }

        private Contestant gateway(Named named, ChatText text, int share) {
            var gateway = named.gateway();
            var request = text.request(gateway.key());
            new FirstAnswer(gateway.port(), request).await(FLEET_LIMIT);
            return new Contestant(
                    new Row(named.name(), gateway.port()),
                    gateway.process().cpu(),
                    request,
                    share,
                    new Backlog(gateway.port(), gateway.adminKey())::awaitEmpty,
                    () -> Long.parseLong(gateway.process().ask("allocated").getFirst()));
        }

        private Contestant portkey(Portkey it, ChatText text, int share) {
            return new Contestant(
                    new Row("Portkey", it.port()),
                    it.process().cpu(),
                    text.request("none", Portkey.headers(engine)),
                    Math.max(1, share / options.portkeyPart),
                    () -> {},
                    () -> 0L);
        }
    }

    /**
     * A row, the process that is charged for it, how many of a million requests it gets, and what
     * must be over before the next one.
     */
    private record Contestant(
            Row row,
            CpuTime process,
            Buffer request,
            int share,
            Runnable afterwards,
            Callable<Long> allocated) {

        int of(int requests) {
            return (int) Math.max(1, (long) requests * share / 1_000_000);
        }
    }

    /** One row of one round, and all that follows from its requests. */
    private void cpu(Contestant one) {
        int requests = one.of(options.requests);
        long allocated = allocated(one);
        long before = one.process().micros();
        long began = System.nanoTime();
        run(one, options.connections, requests);
        double seconds = (System.nanoTime() - began) / 1e9;
        one.afterwards().run();
        double micros = one.process().micros() - before;
        one.row().cpu(micros / requests, requests / seconds);
        one.row().allocated((double) (allocated(one) - allocated) / requests);
    }

    private static long allocated(Contestant one) {
        try {
            return one.allocated().call();
        } catch (Exception e) {
            throw new IllegalStateException("the process does not say what it allocated", e);
        }
    }

    private void alone(Contestant one) {
        one.row().alone(run(one, 1, one.of(options.alone)));
        one.afterwards().run();
    }

    private ClosedLoop.Times run(Contestant one, int connections, int requests) {
        return load(one.row(), one.request(), connections, requests);
    }

    private ClosedLoop.Times load(Row row, Buffer request, int connections, int requests) {
        return load.run(row.port(), request, connections, requests, options.limitSeconds);
    }
}
