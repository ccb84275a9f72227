// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import io.wattmill.router.batch.BatchLimits;
import io.wattmill.router.batch.ContinuousBatch;
import io.wattmill.router.batch.SequenceRequest;
import io.wattmill.router.batch.StepPlan;
import io.wattmill.router.batch.StepResult.Produced;
import io.wattmill.router.engine.EngineModel;
import io.wattmill.router.engine.Gpus;
import io.wattmill.router.engine.Models;
import io.wattmill.router.fleet.Fleet;
import io.wattmill.router.fleet.Moment;
import io.wattmill.router.fleet.NodeReading;
import io.wattmill.router.fleet.NodeReading.Health;
import io.wattmill.router.fleet.Samples;
import io.wattmill.router.placement.Placement.Placed;
import io.wattmill.router.prediction.RequestShape;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;

/**
 * Engines in virtual time behind a real dispatcher: requests arrive at random, each engine runs its
 * batch, the router sees what a gateway and an agent would tell it.
 */
final class SimulatedFleet {
    private static final long START = 3_600_000_000_000L;
    private static final long REPORT_NANOS = 500_000_000;

    final Dispatcher router;
    final List<Double> ratios = new ArrayList<>();
    final List<Long> ttfts = new ArrayList<>();
    final List<Long> tpots = new ArrayList<>();
    long tokens;
    double joulesAboveIdle;
    double seconds;
    final Map<String, Integer> placed = new HashMap<>();

    private final Random random;
    private final Map<String, Node> nodes = new HashMap<>();
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Map<Long, Arrival> arrivals = new HashMap<>();
    private final Map<Long, Long> firsts = new HashMap<>();
    private long order;

    private record Event(long at, long order, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private record Arrival(Attempt attempt, long atNanos, long predictedNanos) {}

    private static final class Node {
        final String id;
        final double slowness;
        final EngineModel model = new EngineModel(Models.LLAMA_3_1_8B, Gpus.H100_SXM, 1);
        final ContinuousBatch batch =
                new ContinuousBatch(new BatchLimits(400_000, 256, 8192, 100_000));
        boolean busy;

        Node(String id, double slowness) {
            this.id = id;
            this.slowness = slowness;
        }
    }

    /**
     * @param slowness of each node: 1 = as the engine model says
     */
    SimulatedFleet(PlacementPolicy policy, long seed, double... slowness) {
        random = new Random(seed);
        DispatchRules rules = new DispatchRules(4, 100_000, Long.MAX_VALUE, 1_000, seed);
        router = new Dispatcher(new Fleet(Samples.rules()), policy, rules);
        for (int i = 0; i < slowness.length; i++) {
            Node node = new Node("n" + (i + 1), slowness[i]);
            nodes.put(node.id, node);
            router.fleet().join(Samples.node(node.id), moment(START));
            report(node, START);
        }
    }

    private static Moment moment(long nanos) {
        return new Moment(nanos, Samples.EPOCH_US + (nanos - START) / 1_000);
    }

    private void at(long nanos, Runnable action) {
        events.add(new Event(nanos, order++, action));
    }

    /** Runs {@code count} requests that arrive at this rate, to the end of the last. */
    void run(int count, double perSecond) {
        long arrival = START;
        for (long i = 0; i < count; i++) {
            arrival += Math.round(-Math.log(1 - random.nextDouble()) / perSecond * 1e9);
            long id = i;
            long now = arrival;
            at(now, () -> arrive(id, now));
        }
        while (!events.isEmpty()) {
            events.remove().action().run();
        }
    }

    private void arrive(long id, long now) {
        int prompt = 1 + (int) Math.min(20_000, Math.exp(6.5 + random.nextGaussian()));
        int output = 1 + (int) Math.min(1_000, Math.exp(4.8 + 0.8 * random.nextGaussian()));
        Attempt attempt = new Attempt("r" + id, 1);
        PlacementRequest request =
                new PlacementRequest(
                        attempt,
                        Samples.MODEL,
                        "",
                        new RequestShape(prompt, 0, 200),
                        1_000,
                        Set.of(),
                        Map.of());
        if (!(router.place(request, moment(now)) instanceof Placed target)) {
            throw new AssertionError("not placed");
        }
        placed.merge(target.node().id(), 1, Integer::sum);
        arrivals.put(id, new Arrival(attempt, now, target.prediction().ttftNanos()));
        tell(id, new Observed.Started(), now);
        Node node = nodeOf(target.node().id());
        node.batch.admit(SequenceRequest.cold(id, prompt, output));
        if (!node.busy) {
            node.busy = true;
            step(node, now);
        }
    }

    private Node nodeOf(String id) {
        Node node = nodes.get(id);
        if (node == null) {
            throw new AssertionError("no node " + id);
        }
        return node;
    }

    private void step(Node node, long now) {
        StepPlan plan = node.batch.plan();
        if (plan.isEmpty()) {
            node.busy = false;
            node.batch.apply(plan);
            return;
        }
        long takes = Math.round(node.model.stepTimeNanos(plan.load()) * node.slowness);
        long milliwatts =
                node.model.powerMilliwatts(plan.load()) - node.model.idlePowerMilliwatts();
        joulesAboveIdle += milliwatts * 1e-3 * takes * 1e-9;
        seconds = (now + takes - START) / 1e9;
        at(
                now + takes,
                () -> {
                    node.batch
                            .apply(plan)
                            .produced()
                            .forEach(token -> produced(token, now + takes));
                    if (now / REPORT_NANOS != (now + takes) / REPORT_NANOS) {
                        nodes.values().forEach(each -> report(each, now + takes));
                    }
                    step(node, now + takes);
                });
    }

    private void produced(Produced token, long now) {
        Arrival arrival = arrivals.get(token.id());
        if (arrival == null) {
            throw new AssertionError("a token of nobody");
        }
        tokens++;
        if (token.first()) {
            firsts.put(token.id(), now);
            tell(token.id(), new Observed.FirstToken(), now);
            ratios.add((double) arrival.predictedNanos() / (now - arrival.atNanos()));
            ttfts.add(now - arrival.atNanos());
        }
        if (token.finished()) {
            long first = firsts.getOrDefault(token.id(), now);
            tpots.add((now - first) / Math.max(1, token.ordinal() - 1));
            tell(token.id(), new Observed.Finished(token.ordinal()), now);
        } else if (token.ordinal() % 100 == 0) {
            tell(token.id(), new Observed.Progress(token.ordinal()), now);
        }
    }

    private void tell(long id, Observed observed, long now) {
        Arrival arrival = arrivals.get(id);
        if (arrival != null) {
            router.observe(arrival.attempt(), observed, moment(now).epochUs(), moment(now));
        }
    }

    private void report(Node node, long now) {
        NodeReading reading =
                Samples.reading(
                        node.id,
                        Health.HEALTHY,
                        "",
                        Samples.reachable(node.id, node.batch.running() + node.batch.waiting()));
        router.report(node.id, reading, moment(now));
    }

    /** Value below which this share of the values lies. */
    static <T extends Comparable<T>> T quantile(List<T> values, double share) {
        List<T> sorted = values.stream().sorted().toList();
        return sorted.get((int) (share * (sorted.size() - 1)));
    }
}
