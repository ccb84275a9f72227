// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.measure;

import io.vertx.core.buffer.Buffer;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/**
 * What nginx and the gateway add to the time of a request, one connection, in turn: with the router
 * in the gateway's process, and with {@code Place} over gRPC. docs/BENCHMARKS.md, "Gateway".
 */
@Command(name = "gateway-latency", mixinStandardHelpOptions = true, sortOptions = false)
final class GatewayLatency implements Callable<Integer> {
    private static final Duration FLEET_LIMIT = Duration.ofSeconds(30);
    private static final long LIMIT_SECONDS = 300;

    @Parameters(description = "An empty folder for journal, logs and the like.")
    private Path folder = Path.of(".");

    @Mixin private SceneOptions sceneOptions = new SceneOptions();

    @Option(names = "--rounds", description = "Rounds; each measures every row once.")
    private int rounds = 7;

    @Option(names = "--requests", description = "Requests of each row in a round.")
    private int requests = 2_000;

    @Option(names = "--warm-up", description = "Requests to each row before the first round.")
    private int warmUp = 100_000;

    @Option(names = "--body", description = "Bytes of a request's body.")
    private int body = 2_048;

    private final ClosedLoop load = new ClosedLoop(MeasuredGateway.vertx(1));

    private GatewayLatency() {}

    public static void main(String[] words) {
        System.exit(new CommandLine(new GatewayLatency()).execute(words));
    }

    private record Way(Row row, Buffer request, Runnable afterwards) {}

    @Override
    public Integer call() throws Exception {
        try (var scene = new Scene(folder, sceneOptions)) {
            var ways = ways(scene);
            for (var way : ways) {
                run(way, 32, warmUp);
                run(way, 1, requests);
            }
            for (int round = 1; round <= rounds; round++) {
                for (var way : round % 2 == 0 ? ways.reversed() : ways) {
                    way.row().alone(run(way, 1, requests));
                }
                System.err.printf("round %d of %d%n", round, rounds);
            }
            System.out.println(table(ways.stream().map(Way::row).toList()));
            return 0;
        }
    }

    private List<Way> ways(Scene scene) throws Exception {
        int engine = scene.engine(0);
        var request = new ChatText(body, false).request("none");
        var ways = new ArrayList<Way>();
        ways.add(new Way(new Row("engine alone", engine), request, () -> {}));
        var nginx = scene.nginx(engine).silentPort();
        ways.add(new Way(new Row("nginx, no access log", nginx), request, () -> {}));
        var embedded = Scene.Plan.embedded("gateway", sceneOptions.jvm);
        ways.add(way("gateway, router inside", scene.gateway(embedded, engine)));
        var remote = Scene.Plan.embedded("remote", sceneOptions.jvm).withRemoteRouter();
        ways.add(way("gateway, `Place` over gRPC", scene.gateway(remote, engine)));
        return ways;
    }

    private Way way(String name, Scene.Gateway gateway) {
        var request = new ChatText(body, false).request(gateway.key());
        new FirstAnswer(gateway.port(), request).await(FLEET_LIMIT);
        return new Way(
                new Row(name, gateway.port()),
                request,
                new Backlog(gateway.port(), gateway.adminKey())::awaitEmpty);
    }

    private ClosedLoop.Times run(Way way, int connections, int count) {
        var times = load.run(way.row().port(), way.request(), connections, count, LIMIT_SECONDS);
        way.afterwards().run();
        return times;
    }

    private String table(List<Row> rows) {
        var direct = rows.getFirst();
        var text =
                new StringBuilder(
                        """
                        | way to the engine | p50 added (least-most) | x nginx | p99 added |
                        |---|---|---|---|
                        """);
        rows.stream().skip(1).forEach(row -> text.append(line(row, direct, rows.get(1))));
        return text.append(
                        String.format(
                                Locale.ROOT,
                                "%nOne connection, %d rounds of %,d requests per row, warmed by"
                                        + " %,d; body of %,d bytes; the engine alone takes p50 %.0f"
                                        + " us, p99 %.0f us; %d processors; gateway's JVM %s %s,"
                                        + " event loops %d.%n",
                                rounds,
                                requests,
                                warmUp,
                                body,
                                direct.p50Micros(),
                                direct.p99Micros(),
                                Runtime.getRuntime().availableProcessors(),
                                Runtime.version(),
                                String.join(" ", sceneOptions.jvm),
                                sceneOptions.eventLoops))
                .toString();
    }

    private static String line(Row row, Row direct, Row nginx) {
        double added = row.p50Micros() - direct.p50Micros();
        return String.format(
                Locale.ROOT,
                "| %s | %.0f us (%.0f-%.0f) | %.2f | %.0f us |%n",
                row.name(),
                added,
                row.leastP50Micros() - direct.p50Micros(),
                row.mostP50Micros() - direct.p50Micros(),
                added / (nginx.p50Micros() - direct.p50Micros()),
                row.p99Micros() - direct.p99Micros());
    }
}
