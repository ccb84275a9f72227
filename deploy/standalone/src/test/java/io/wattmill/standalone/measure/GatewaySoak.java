// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.measure;

import io.vertx.core.Vertx;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * A gateway under steady load, with streams and callers that leave: whether it keeps anything.
 * docs/BENCHMARKS.md, "Gateway". Exit code 1 when it does.
 */
@Command(name = "gateway-soak", mixinStandardHelpOptions = true, sortOptions = false)
final class GatewaySoak implements Callable<Integer> {
    private static final Duration FLEET_LIMIT = Duration.ofSeconds(30);
    private static final int BODY_BYTES = 2_048;
    private static final int RATE = 50;
    private static final int CHUNKS = 20;
    private static final int MAX_OPEN = 1_000;
    private static final String LEAK = "LEAK:";

    @Parameters(description = "An empty folder for journal, logs and the like.")
    private Path folder = Path.of(".");

    @Mixin private SceneOptions sceneOptions = new SceneOptions();

    @Option(names = "--minutes", description = "How long, behind the warm-up.")
    private double minutes = 30;

    @Option(
            names = "--load",
            description = "Percent of the requests/s that it answers and settles at most.")
    private int percent = 60;

    @Option(names = "--warm-up", description = "Requests before, the last half of them timed.")
    private int warmUp = 200_000;

    @Option(names = "--warm-seconds", description = "Seconds of the load before the first look.")
    private int warmSeconds = 30;

    @Option(names = "--every", description = "Seconds between two looks.")
    private int every = 15;

    @Option(names = "--streams", description = "Percent of the requests that are streams.")
    private int streams = 10;

    @Option(names = "--aborts", description = "Percent that are streams whose caller leaves.")
    private int aborts = 5;

    private final Vertx vertx = MeasuredGateway.vertx(1);

    private GatewaySoak() {}

    public static void main(String[] words) {
        System.exit(new CommandLine(new GatewaySoak()).execute(words));
    }

    @Override
    public Integer call() throws Exception {
        try (var scene = new Scene(folder, sceneOptions)) {
            int engine = scene.slowEngine(RATE);
            var gateway = scene.gateway(Scene.Plan.embedded("gateway", sceneOptions.jvm), engine);
            var whole = new ChatText(BODY_BYTES, false).request(gateway.key());
            var stream = new ChatText(BODY_BYTES, true, CHUNKS).request(gateway.key());
            new FirstAnswer(gateway.port(), whole).await(FLEET_LIMIT);
            var backlog = new Backlog(gateway.port(), gateway.adminKey());
            double perSecond = capacity(gateway, backlog) * percent / 100;
            System.err.printf(Locale.ROOT, "%.0f requests/s%n", perSecond);
            var load =
                    new PacedLoad(
                            vertx,
                            new PacedLoad.Plan(
                                    gateway.port(),
                                    whole,
                                    stream,
                                    perSecond,
                                    streams,
                                    aborts,
                                    MAX_OPEN));
            load.begin();
            var looks = looks(gateway, backlog);
            load.end();
            backlog.awaitEmpty();
            looks.add(SoakLook.at(gateway.process(), backlog));
            var verdict = new SoakVerdict(looks, leaks(scene), load.counts());
            System.out.println(conditions(perSecond) + verdict.text());
            return verdict.isFlat() ? 0 : 1;
        }
    }

    /**
     * Requests/s of whole answers, closed loop, once the compilers have seen some. The clock runs
     * until the ledger has them: what is answered faster than it is settled only waits.
     */
    private double capacity(Scene.Gateway gateway, Backlog backlog) {
        var closed = new ClosedLoop(vertx);
        var request = new ChatText(BODY_BYTES, false).request(gateway.key());
        closed.run(gateway.port(), request, 32, warmUp / 2, 300);
        backlog.awaitEmpty();
        long began = System.nanoTime();
        closed.run(gateway.port(), request, 32, warmUp / 2, 300);
        backlog.awaitEmpty();
        return warmUp / 2 / ((System.nanoTime() - began) / 1e9);
    }

    private List<SoakLook> looks(Scene.Gateway gateway, Backlog backlog) throws Exception {
        TimeUnit.SECONDS.sleep(warmSeconds);
        var looks = new ArrayList<SoakLook>();
        long until = System.nanoTime() + (long) (minutes * 60e9);
        looks.add(SoakLook.at(gateway.process(), backlog));
        while (System.nanoTime() < until) {
            TimeUnit.SECONDS.sleep(every);
            looks.add(SoakLook.at(gateway.process(), backlog));
            System.err.println(looks.getLast());
        }
        return looks;
    }

    /** Netty says so of a buffer that was thrown away before it was given back. */
    private static long leaks(Scene scene) throws IOException {
        try (var lines = Files.lines(scene.log("gateway"))) {
            return lines.filter(line -> line.contains(LEAK)).count();
        }
    }

    private String conditions(double perSecond) {
        return String.format(
                Locale.ROOT,
                "%.1f minutes at %.0f requests/s, %d %% of what it answered and settled at most; %d"
                    + " %% streams of %d chunks, %d %% streams whose caller left; body of %,d"
                    + " bytes; %d processors; gateway's JVM %s %s, event loops %d.%n%n",
                minutes,
                perSecond,
                percent,
                streams,
                CHUNKS,
                aborts,
                BODY_BYTES,
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                String.join(" ", sceneOptions.jvm),
                sceneOptions.eventLoops);
    }
}
