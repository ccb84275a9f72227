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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import java.util.concurrent.TimeUnit;

/**
 * A decision: constraints, prefix, prediction, policy, the work in flight. What its caller waits
 * for, and with what is done once it was told: the prefix index's blocks, and the end of the oldest
 * request, so that the work in flight stays as it is. Prompts are hashed already. Time passes by
 * 0.1 ms with each.
 *
 * <p>Whoever sets up before each invocation is the state that decides: JMH gives a state that asks
 * for another one an instance of its own, and so another router.
 */
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

    /** A router with requests in flight. */
    @State(Scope.Thread)
    public static class AtWork {
        @Param({"8", "64", "256"})
        public int nodes;

        /** Of 1,024 bytes, about 256 tokens: 4 is a short question, 128 a prompt of 32,768. */
        @Param({"4", "128"})
        public int blocks;

        @Param({"LATENCY", "BALANCED", "EFFICIENCY"})
        public PlacementMode mode = PlacementMode.LATENCY;

        /** What the engines' caches can have of the prompts. */
        @Param({"SOME", "ALL", "NONE"})
        public BusyRouter.Reuse reuse = BusyRouter.Reuse.SOME;

        BusyRouter router = BusyRouter.of(1, 1, PlacementMode.LATENCY, BusyRouter.Reuse.SOME);

        @Setup
        public void fill() {
            router = BusyRouter.of(nodes, blocks, mode, reuse);
            for (int i = 0; i < IN_FLIGHT; i++) {
                router.place();
            }
        }

        /** As many ended as were placed, or something else was measured. */
        @TearDown
        public void check() {
            if (router.inFlight() != IN_FLIGHT) {
                throw new IllegalStateException(router.inFlight() + " in flight at the end");
            }
        }
    }

    /** Before each decision: the last one's debt is paid, and the oldest request ends. */
    @State(Scope.Thread)
    public static class Settled extends AtWork {
        @Setup(Level.Invocation)
        public void settle() {
            router.settle();
            router.end();
        }
    }

    /** The same amid what gateways tell: a first token, and the progress of four requests. */
    @State(Scope.Thread)
    public static class Told extends AtWork {
        @Setup(Level.Invocation)
        public void tell() {
            router.settle();
            router.news(IN_FLIGHT, PROGRESSED);
            router.end();
        }
    }

    /** What a caller waits for, and nothing else. */
    @Benchmark
    @BenchmarkMode(Mode.SampleTime)
    public Placement decide(Settled at) {
        return at.router.place();
    }

    /** The same after news. */
    @Benchmark
    @BenchmarkMode(Mode.SampleTime)
    public Placement decideAmidNews(Told at) {
        return at.router.place();
    }

    /** All that a request costs the router but for news of its answer. */
    @Benchmark
    public Placement decideAndSettle(AtWork at) {
        at.router.end();
        Placement placement = at.router.place();
        at.router.settle();
        return placement;
    }

    /** All of it. */
    @Benchmark
    public Placement decideAndSettleAmidNews(AtWork at) {
        at.router.news(IN_FLIGHT, PROGRESSED);
        return decideAndSettle(at);
    }
}
