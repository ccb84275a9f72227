// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.measure;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.SocketAddress;
import io.wattmill.agent.AgentConfig;
import io.wattmill.agent.Uplinks;
import io.wattmill.agent.link.LinkConfig;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.testing.Await;

import picocli.CommandLine;
import picocli.CommandLine.Command;
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
 * What reports cost a router, gRPC included, and how old the oldest is: many agents, each with a
 * connection of its own, on one router in a process of its own. docs/BENCHMARKS.md, "Agent".
 */
@Command(name = "report-load", mixinStandardHelpOptions = true, sortOptions = false)
final class ReportLoad implements Callable<Integer> {
    private static final Duration JOIN_LIMIT = Duration.ofSeconds(120);

    /** So that cold programs are not late in answering the first ones while the last ones come. */
    private static final int JOIN_SPACING_MS = 10;

    private static final int EVENT_LOOPS = 2;

    @Parameters(description = "An empty folder for logs.")
    private Path folder = Path.of(".");

    @Option(names = "--nodes", description = "Agents.")
    private int nodes = 100;

    @Option(names = "--period", description = "Between two reports of an agent, milliseconds.")
    private int periodMs = 100;

    @Option(names = "--gpus", description = "Devices of a node.")
    private int gpus = 8;

    @Option(names = "--warm-up", description = "Seconds before the first round: compilers work.")
    private int warmUp = 40;

    @Option(names = "--rounds", description = "Rounds.")
    private int rounds = 3;

    @Option(names = "--seconds", description = "Length of a round.")
    private int seconds = 10;

    @Option(names = "--event-loops", description = "Of the router; 0: two per processor.")
    private int routerLoops;

    @Option(names = "--jvm", description = "A flag of the router's JVM; again for each.")
    private List<String> jvm = new ArrayList<>();

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(EVENT_LOOPS));
    private final List<Context> contexts = new ArrayList<>();
    private final List<EmulatedAgent> agents = new ArrayList<>();

    private ReportLoad() {}

    public static void main(String[] words) {
        System.exit(
                new CommandLine(new ReportLoad())
                        .setOverwrittenOptionsAllowed(true)
                        .execute(words));
    }

    /** What a router has done and seen since another look at it. */
    private record Look(long reports, long bytes, long oldestUs, int fewestUp, long cpuMicros) {

        static Look of(Child router) throws Exception {
            List<String> said = router.ask(MeasuredFleet.LOOK);
            return new Look(
                    Long.parseLong(said.get(0)),
                    Long.parseLong(said.get(1)),
                    Long.parseLong(said.get(2)),
                    Integer.parseInt(said.get(3)),
                    router.cpu().micros());
        }
    }

    @Override
    public Integer call() throws Exception {
        try (var router =
                Child.java(
                        Child.classPath(),
                        MeasuredFleet.class,
                        jvm,
                        List.of(Integer.toString(routerLoops)),
                        Map.of(),
                        folder.resolve("router.log"))) {
            int port = Integer.parseInt(router.ready().getFirst());
            double idleShare = idleShare(router);
            join(port);
            System.out.println(
                    "| nodes | reports/s | router CPU µs/report | of which idle | bytes/report |"
                            + " oldest report ms | fewest serving | router PSS MB |\n"
                            + "|---|---|---|---|---|---|---|---|");
            TimeUnit.SECONDS.sleep(warmUp);
            Look.of(router);
            for (int round = 0; round < rounds; round++) {
                System.out.println(round(router, idleShare));
            }
            System.out.println(conditions());
            leave();
            return 0;
        }
    }

    /** CPU time of a router with no node, as a share of a core: what is not the reports'. */
    private double idleShare(Child router) throws Exception {
        TimeUnit.SECONDS.sleep(Math.min(seconds, 5));
        long before = router.cpu().micros();
        TimeUnit.SECONDS.sleep(Math.min(seconds, 5));
        return (router.cpu().micros() - before) / (Math.min(seconds, 5) * 1e6);
    }

    private void join(int port) {
        var services = ServiceContext.of(vertx);
        LinkConfig config = config();
        var router = SocketAddress.inetSocketAddress(port, "127.0.0.1");
        var uplinks = Uplinks.grpc(services, router, router, config);
        for (int loop = 0; loop < EVENT_LOOPS; loop++) {
            contexts.add(((VertxInternal) vertx).createEventLoopContext());
        }
        for (int number = 1; number <= nodes; number++) {
            var context = contexts.get(number % EVENT_LOOPS);
            var agent = new EmulatedAgent(services, context, uplinks, config, number, gpus);
            agents.add(agent);
            long later = 1 + (long) number * (JOIN_SPACING_MS * nodes + periodMs) / nodes;
            vertx.setTimer(later, _ -> context.runOnContext(_ -> agent.start()));
        }
        Await.until(() -> agents.stream().allMatch(EmulatedAgent::isUp), "all agents", JOIN_LIMIT);
        vertx.setPeriodic(periodMs, _ -> move());
    }

    private LinkConfig config() {
        return Configuration.parse(
                        "agent: {link: {node-report-period: " + periodMs + "ms}}", Map.of())
                .section("agent", AgentConfig.class)
                .link();
    }

    private void move() {
        for (int i = 0; i < agents.size(); i++) {
            var agent = agents.get(i);
            contexts.get((i + 1) % EVENT_LOOPS).runOnContext(_ -> agent.look());
        }
    }

    private String round(Child router, double idleShare) throws Exception {
        Look before = Look.of(router);
        TimeUnit.SECONDS.sleep(seconds);
        Look after = Look.of(router);
        double reports = after.reports - before.reports;
        double micros = after.cpuMicros - before.cpuMicros;
        return String.format(
                Locale.ROOT,
                "| %d | %.0f | %.1f | %.1f | %.0f | %.0f | %d | %.0f |",
                nodes,
                reports / seconds,
                micros / reports,
                idleShare * seconds * 1e6 / reports,
                (after.bytes - before.bytes) / reports,
                after.oldestUs / 1e3,
                after.fewestUp,
                new Memory(router.handle()).pssKb() / 1024.0);
    }

    private String conditions() {
        return String.format(
                Locale.ROOT,
                "%n%d agents, %d GPUs and one engine each, a report every %d ms; rounds of %d s"
                        + " after %d s; %d processors; %s.%n",
                nodes,
                gpus,
                periodMs,
                seconds,
                warmUp,
                Runtime.getRuntime().availableProcessors(),
                Runtime.version());
    }

    private void leave() {
        for (int i = 0; i < agents.size(); i++) {
            var agent = agents.get(i);
            contexts.get((i + 1) % EVENT_LOOPS).runOnContext(_ -> agent.stop());
        }
        Await.await(vertx.close());
    }
}
