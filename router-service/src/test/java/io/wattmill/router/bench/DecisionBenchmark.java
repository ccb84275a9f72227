// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.bench;

import io.wattmill.router.placement.Placement;
import io.wattmill.router.placement.PlacementMode;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.util.concurrent.TimeUnit;

/**
 * A decision: constraints, prefix, prediction, policy, the work in flight. What its caller waits
 * for, and with what is done once it was told: the prefix index's blocks, and the end of the oldest
 * request, so that the work in flight stays as it is. Prompts are hashed already. Time passes by
 * 0.1 ms with each.
 */
@State(Scope.Thread)
@BenchmarkMode({Mode.SampleTime, Mode.Throughput})
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx1g", "-XX:+UseSerialGC"})
public class DecisionBenchmark {
    private static final int IN_FLIGHT = 2_000;
    private static final int PROGRESSED = 4;

    @Param({"8", "64", "256"})
    public int nodes;

    /** Of 1,024 bytes, about 256 tokens: 4 is a short question, 128 a prompt of 32,768 tokens. */
    @Param({"4", "128"})
    public int blocks;

    @Param({"LATENCY", "BALANCED", "EFFICIENCY"})
    public PlacementMode mode = PlacementMode.LATENCY;

    /** What the engines' caches can have of the prompts. */
    @Param({"SOME", "ALL", "NONE"})
    public BusyRouter.Reuse reuse = BusyRouter.Reuse.SOME;

    private BusyRouter router = BusyRouter.of(1, 1, PlacementMode.LATENCY, BusyRouter.Reuse.SOME);

    @Setup
    public void fill() {
        router = BusyRouter.of(nodes, blocks, mode, reuse);
        for (int i = 0; i < IN_FLIGHT; i++) {
            router.place();
        }
    }

    /** Before each decision: the last one's debt is paid, and the oldest request ends. */
    @State(Scope.Thread)
    public static class Settled {
        @Setup(Level.Invocation)
        public void settle(DecisionBenchmark all) {
            all.router.settle();
            all.router.end();
        }
    }

    /** The same amid what gateways tell: a first token, and the progress of four requests. */
    @State(Scope.Thread)
    public static class Told {
        @Setup(Level.Invocation)
        public void tell(DecisionBenchmark all) {
            all.router.settle();
            all.router.news(IN_FLIGHT, PROGRESSED);
            all.router.end();
        }
    }

    /** What a caller waits for, and nothing else. */
    @Benchmark
    @BenchmarkMode(Mode.SampleTime)
    public Placement decide(Settled before) {
        return router.place();
    }

    /** The same after news. */
    @Benchmark
    @BenchmarkMode(Mode.SampleTime)
    public Placement decideAmidNews(Told before) {
        return router.place();
    }

    /** All that a request costs the router but for news of its answer. */
    @Benchmark
    public Placement decideAndSettle() {
        router.end();
        Placement placement = router.place();
        router.settle();
        return placement;
    }

    /** All of it. */
    @Benchmark
    public Placement decideAndSettleAmidNews() {
        router.news(IN_FLIGHT, PROGRESSED);
        return decideAndSettle();
    }
}
