// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.measure;

import io.vertx.core.Vertx;
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
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * Many slow streams through nginx and the gateway, in turn: CPU per chunk, how long chunks take,
 * memory per stream. docs/BENCHMARKS.md, "Gateway".
 */
@Command(name = "gateway-streams", mixinStandardHelpOptions = true, sortOptions = false)
final class GatewayStreams implements Callable<Integer> {
    private static final Duration FLEET_LIMIT = Duration.ofSeconds(30);
    private static final int BODY_BYTES = 512;
    private static final int SPARE = 256;

    @Parameters(description = "An empty folder for journal, logs and the like.")
    private Path folder = Path.of(".");

    @Mixin private SceneOptions sceneOptions = new SceneOptions();

    @Option(names = "--streams", description = "Streams at once.")
    private int streams = 5_000;

    @Option(names = "--rate", description = "Chunks of a stream per second; divides 1000.")
    private int rate = 5;

    @Option(names = "--rounds", description = "Rounds, behind a first one that only warms.")
    private int rounds = 3;

    @Option(names = "--seconds", description = "How long a row is measured in a round.")
    private int seconds = 10;

    @Option(names = "--settle", description = "Seconds before that, with all streams open.")
    private int settle = 3;

    @Option(names = "--open", description = "Streams that begin in a second.")
    private int opening = 1_000;

    @Option(names = "--warm-up", description = "Whole answers to each row before the first round.")
    private int warmUp = 50_000;

    private final Vertx vertx = MeasuredGateway.vertx(1);
    private final ClosedLoop load = new ClosedLoop(vertx);

    private GatewayStreams() {}

    public static void main(String[] words) {
        System.exit(new CommandLine(new GatewayStreams()).execute(words));
    }

    @Override
    public Integer call() throws Exception {
        try (var scene = new Scene(folder, sceneOptions)) {
            int engine = scene.slowEngine(rate);
            var rows = rows(scene, engine);
            rows.forEach(this::warm);
            for (int round = 0; round <= rounds; round++) {
                for (var row : round % 2 == 0 ? rows : rows.reversed()) {
                    measure(row, round > 0);
                }
                System.err.printf("round %d of %d%n", round, rounds);
            }
            System.out.println(table(rows));
            return 0;
        }
    }

    private List<StreamRow> rows(Scene scene, int engine) throws Exception {
        var nginx = scene.nginx(engine);
        var rows = new ArrayList<StreamRow>();
        var nobody = ProcessHandle.current();
        rows.add(new StreamRow("engine alone", engine, nobody, "none", () -> {}));
        rows.add(
                new StreamRow(
                        "nginx, no access log, no buffering",
                        nginx.streamPort(),
                        nginx.process().handle(),
                        "none",
                        () -> {}));
        rows.add(row("gateway, everything on", scene, "gateway", sceneOptions.jvm, engine));
        if (!sceneOptions.besideJvm.isEmpty()) {
            var jvm = new ArrayList<>(sceneOptions.jvm);
            jvm.addAll(sceneOptions.besideJvm);
            rows.add(row("gateway beside it", scene, "beside", jvm, engine));
        }
        return rows;
    }

    private StreamRow row(String title, Scene scene, String name, List<String> jvm, int engine)
            throws Exception {
        var plan = Scene.Plan.embedded(name, jvm).withSettings(settings());
        var gateway = scene.gateway(plan, engine);
        var request = new ChatText(BODY_BYTES, false).request(gateway.key());
        new FirstAnswer(gateway.port(), request).await(FLEET_LIMIT);
        return new StreamRow(
                title,
                gateway.port(),
                gateway.process().handle(),
                gateway.key(),
                new Backlog(gateway.port(), gateway.adminKey())::awaitEmpty);
    }

    /** Bounds that let so many in; room in the journal for closing each. */
    private Map<String, String> settings() {
        var most = Integer.toString(streams + SPARE);
        long journal = Math.max(16L << 20, Long.highestOneBit((streams + SPARE + 1) * 8_192L) << 1);
        return Map.of(
                "WATTMILL_GATEWAY_ADMISSION_MAX_IN_FLIGHT", most,
                "WATTMILL_GATEWAY_ADMISSION_MAX_IN_FLIGHT_PER_KEY", most,
                "WATTMILL_GATEWAY_RELAY_MAX_CONNECTIONS_PER_ENGINE", most,
                "WATTMILL_GATEWAY_JOURNAL_SEGMENT_BYTES", Long.toString(journal));
    }

    private void warm(StreamRow row) {
        var request = new ChatText(BODY_BYTES, false).request(row.key());
        load.run(row.port(), request, 32, warmUp, 300);
        row.afterwards().run();
        row.idle(new Memory(row.process()).pssKb());
    }

    private void measure(StreamRow row, boolean counts) throws InterruptedException {
        var run = new SlowStreams(vertx, streams, row.port(), request(row));
        run.begin(opening);
        TimeUnit.SECONDS.sleep(settle);
        var cpu = new CpuTime(row.process());
        long before = cpu.micros();
        run.measure(true);
        TimeUnit.SECONDS.sleep(seconds);
        run.measure(false);
        long micros = cpu.micros() - before;
        long pss = new Memory(row.process()).pssKb();
        var times = run.end();
        row.afterwards().run();
        if (counts) {
            row.found(times, micros, pss, streams);
        } else {
            row.warmed(pss, streams);
        }
    }

    /** A stream that lasts until the last has been opened and all were measured. */
    private Buffer request(StreamRow row) {
        int lasting = Math.ceilDiv(streams, opening) + settle + seconds + 3;
        return new ChatText(BODY_BYTES, true, rate * lasting).request(row.key());
    }

    private String table(List<StreamRow> rows) {
        var text = new StringBuilder(StreamRow.HEAD);
        var direct = rows.getFirst();
        rows.stream().skip(1).forEach(row -> text.append(row.line(direct, rows.get(1))));
        return text.append(
                        String.format(
                                Locale.ROOT,
                                "%n%,d streams of %d chunks a second; %d rounds of %d s behind one"
                                        + " that warms; the engine's own chunks took p50 %.0f us,"
                                        + " p99 %.2f ms; %d processors; gateway's JVM %s %s, event"
                                        + " loops %d.%n",
                                streams,
                                rate,
                                rounds,
                                seconds,
                                direct.p50Micros(),
                                direct.p99Micros() / 1e3,
                                Runtime.getRuntime().availableProcessors(),
                                Runtime.version(),
                                String.join(" ", sceneOptions.jvm),
                                sceneOptions.eventLoops))
                .toString();
    }
}
