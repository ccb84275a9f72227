// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement.policy;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.wattmill.router.batch.PrefixBlocks;
import io.wattmill.router.fleet.EngineDescription;
import io.wattmill.router.fleet.Fleet;
import io.wattmill.router.fleet.Moment;
import io.wattmill.router.fleet.NodeDescription;
import io.wattmill.router.fleet.Samples;
import io.wattmill.router.placement.Attempt;
import io.wattmill.router.placement.DispatchRules;
import io.wattmill.router.placement.Dispatcher;
import io.wattmill.router.placement.Observed;
import io.wattmill.router.placement.Placement.Placed;
import io.wattmill.router.placement.PlacementMode;
import io.wattmill.router.placement.PlacementRequest;
import io.wattmill.router.prediction.RequestShape;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/**
 * A trace of block hashes before a real dispatcher, on engines that are as simple as can be: one
 * prompt after the other at a fixed speed, a fixed pace of tokens after it, and a cache that drops
 * the least recently used block.
 */
final class TraceReplay {
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final int BLOCK_TOKENS = 512;
    private static final long PREFILL_NANOS_PER_TOKEN = 35_000;
    private static final long DECODE_NANOS_PER_TOKEN = 10_000_000;

    private final Dispatcher router;
    private final int cacheBlocks;
    private final Map<String, SimpleEngine> engines = new HashMap<>();
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long order;
    private long hits;
    private long blocks;

    private record Event(long at, long order, Attempt attempt, Observed observed)
            implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private record Arrival(long atNanos, int input, int output, long[] hashes) {
        Arrival at(long nanos) {
            return new Arrival(nanos, input, output, hashes);
        }

        /** {@code {"timestamp": ms, "input_length": n, "output_length": n, "hash_ids": [...]}}. */
        static Arrival of(String line) {
            long[] numbers =
                    NUMBER.matcher(line)
                            .results()
                            .map(MatchResult::group)
                            .mapToLong(Long::parseLong)
                            .toArray();
            long[] hashes = LongStream.of(numbers).skip(3).map(id -> id + 1).toArray();
            return new Arrival(numbers[0] * 1_000_000, (int) numbers[1], (int) numbers[2], hashes);
        }
    }

    /** Knows its blocks, the least recently used first. */
    private static final class SimpleEngine {
        final LinkedHashMap<Long, Boolean> cache = new LinkedHashMap<>(16, 0.75f, true);
        long freeAtNanos;
        long computedBlocks;

        int match(long[] hashes) {
            int count = 0;
            while (count < hashes.length && cache.containsKey(hashes[count])) {
                count++;
            }
            return count;
        }

        void keep(long[] hashes, int most) {
            for (long hash : hashes) {
                cache.put(hash, true);
                if (cache.size() > most) {
                    cache.remove(cache.firstEntry().getKey());
                }
            }
        }
    }

    TraceReplay(PlacementMode mode, int nodes, int cacheBlocks, long seed) {
        this.cacheBlocks = cacheBlocks;
        DispatchRules rules = new DispatchRules(0, 100_000, Long.MAX_VALUE, 1_000, seed);
        router =
                new Dispatcher(
                        new Fleet(Samples.rules()),
                        ModePolicies.policy(mode, PolicySettings.DEFAULTS),
                        rules);
        for (int i = 1; i <= nodes; i++) {
            String id = "n" + i;
            engines.put(id, new SimpleEngine());
            router.fleet().join(node(id, (long) cacheBlocks * BLOCK_TOKENS), moment(0));
            router.report(id, Samples.idle(id), moment(0));
        }
    }

    private static NodeDescription node(String id, long kvTokens) {
        NodeDescription plain = Samples.node(id);
        EngineDescription engine = plain.engines().getFirst();
        EngineDescription roomy =
                new EngineDescription(
                        engine.engineId(),
                        "http://127.0.0.1:1",
                        "vllm",
                        engine.models(),
                        engine.deviceIds(),
                        1,
                        kvTokens,
                        256);
        return new NodeDescription(
                id, plain.bootId(), plain.zone(), Map.of(), plain.devices(), List.of(roomy));
    }

    private static Moment moment(long nanos) {
        return new Moment(Samples.at(0).nanos() + nanos, Samples.EPOCH_US + nanos / 1_000);
    }

    void run(List<String> lines) {
        int number = 0;
        for (Arrival arrival : spread(lines.stream().map(Arrival::of).toList())) {
            happenUntil(arrival.atNanos());
            arrive(new Attempt("r" + number++, 1), arrival);
        }
        happenUntil(Long.MAX_VALUE);
    }

    /** The trace tells the time of bundles of about 3 s: evenly over each. */
    private static List<Arrival> spread(List<Arrival> arrivals) {
        TreeMap<Long, List<Arrival>> bundles =
                arrivals.stream().collect(groupingBy(Arrival::atNanos, TreeMap::new, toList()));
        List<Arrival> all = new ArrayList<>();
        bundles.forEach(
                (at, bundle) -> {
                    Long next = bundles.higherKey(at);
                    long gap = ((next == null ? at + 3_000_000_000L : next) - at) / bundle.size();
                    for (int i = 0; i < bundle.size(); i++) {
                        all.add(bundle.get(i).at(at + i * gap));
                    }
                });
        return all;
    }

    private void happenUntil(long nanos) {
        while (!events.isEmpty() && events.peek().at() <= nanos) {
            Event event = events.remove();
            Moment now = moment(event.at());
            router.observe(event.attempt(), event.observed(), now.epochUs(), now);
        }
    }

    private void arrive(Attempt attempt, Arrival arrival) {
        PlacementRequest request =
                new PlacementRequest(
                        attempt,
                        Samples.MODEL,
                        "",
                        new RequestShape(arrival.input(), 0, 256),
                        0,
                        Set.of(),
                        Map.of(),
                        PrefixBlocks.of(arrival.hashes()));
        if (!(router.place(request, moment(arrival.atNanos())) instanceof Placed target)) {
            throw new AssertionError("not placed");
        }
        SimpleEngine engine = engines.get(target.node().id());
        if (engine == null) {
            throw new AssertionError("placed nowhere");
        }
        serve(attempt, arrival, engine);
    }

    private void serve(Attempt attempt, Arrival arrival, SimpleEngine engine) {
        int cached = engine.match(arrival.hashes());
        engine.keep(arrival.hashes(), cacheBlocks);
        engine.computedBlocks += arrival.hashes().length - cached;
        hits += cached;
        blocks += arrival.hashes().length;
        long tokens = Math.max(1, arrival.input() - (long) cached * BLOCK_TOKENS);
        long start = Math.max(arrival.atNanos(), engine.freeAtNanos);
        engine.freeAtNanos = start + tokens * PREFILL_NANOS_PER_TOKEN;
        long cachedTokens = Math.min(arrival.input() - 1L, (long) cached * BLOCK_TOKENS);
        long end = engine.freeAtNanos + arrival.output() * DECODE_NANOS_PER_TOKEN;
        tell(arrival.atNanos(), attempt, new Observed.Started());
        tell(engine.freeAtNanos, attempt, new Observed.FirstToken());
        tell(end, attempt, new Observed.Finished(arrival.input(), cachedTokens, arrival.output()));
    }

    private void tell(long at, Attempt attempt, Observed observed) {
        events.add(new Event(at, order++, attempt, observed));
    }

    /** Of all blocks, those found cached. */
    double hitShare() {
        return (double) hits / blocks;
    }

    /** Most blocks that one engine computed, over the mean. */
    double imbalance() {
        long most = engines.values().stream().mapToLong(e -> e.computedBlocks).max().orElseThrow();
        return (double) most * engines.size() / (blocks - hits);
    }

    int inFlight() {
        return router.inFlight();
    }
}
