// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.kvlink;

import static io.wattmill.router.kvlink.Publisher.name;
import static io.wattmill.router.kvlink.Publisher.removed;
import static io.wattmill.router.kvlink.Publisher.stored;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wattmill.kit.time.Ticker;
import io.wattmill.router.fleet.EngineDescription;
import io.wattmill.router.fleet.Fleet;
import io.wattmill.router.fleet.KvEndpoint;
import io.wattmill.router.fleet.NodeDescription;
import io.wattmill.router.fleet.Samples;
import io.wattmill.router.kvevents.BlockChanges;
import io.wattmill.router.kvevents.EventLimits;
import io.wattmill.router.kvevents.HeldBlocks;
import io.wattmill.router.kvevents.Wire.Encoding;
import io.wattmill.router.prefix.Tier;
import io.wattmill.router.told.Heard;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** Over real sockets. The test's own thread stands for the router's context. */
@Timeout(120)
class KvLinksTest {
    private static final KvLinkRules RULES =
            new KvLinkRules(
                    new EventLimits(1 << 16, 100, 1000, 10_000, 2, 1000, 100, 1 << 20),
                    4,
                    1000,
                    8,
                    Duration.ofSeconds(5),
                    Duration.ofMillis(10),
                    Duration.ofMillis(10),
                    Duration.ofMillis(50),
                    Duration.ofSeconds(5));

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final LinkedBlockingQueue<Runnable> posted = new LinkedBlockingQueue<>();
    private final Map<KvSource, HeldBlocks> held = new HashMap<>();
    private final Map<KvSource, Heard> heard = new HashMap<>();
    private final Set<KvSource> ended = new LinkedHashSet<>();
    private KvLinks links;
    private Publisher engine;

    private final KvSink sink =
            new KvSink() {
                @Override
                public void changed(KvSource source, int blockTokens, BlockChanges changes) {
                    changes.tell(held.computeIfAbsent(source, _ -> new HeldBlocks()), 0);
                }

                @Override
                public void heard(KvSource source, Heard now) {
                    heard.put(source, now);
                }

                @Override
                public void ended(KvSource source) {
                    held.remove(source);
                    ended.add(source);
                }
            };

    @BeforeEach
    void start() throws InterruptedException {
        engine = new Publisher(0, 0);
        links = new KvLinks(RULES, posted::add, sink, metrics, Ticker.system());
    }

    @AfterEach
    void stop() throws InterruptedException {
        links.close();
        engine.close();
    }

    private void runUntil(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Runnable task = posted.poll(20, TimeUnit.MILLISECONDS);
            if (task != null) {
                task.run();
            }
        }
    }

    private Set<Long> blocks() {
        return held.values().stream()
                .flatMap(one -> one.blocks().keySet().stream())
                .collect(Collectors.toSet());
    }

    private void awaitBlocks(int... tokens) throws InterruptedException {
        Set<Long> names = new LinkedHashSet<>();
        for (int token : tokens) {
            names.add(name(token));
        }
        runUntil(() -> blocks().equals(names));
    }

    private double count(String what) {
        return metrics.find("wattmill_router_kv_events").tag("what", what).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private void awaitCount(String what, int count) throws InterruptedException {
        runUntil(() -> count(what) >= count);
        assertEquals(count, count(what));
    }

    /** Followed from before its first batch on, which is replayed, so that live ones follow. */
    private void follow() throws InterruptedException {
        engine.lose(stored(Encoding.ARRAYS, 1));
        links.follow(Set.of(engine.source(true)));
        awaitBlocks(1);
    }

    @Test
    void both_encodings_come_through_and_what_was_before_too() throws InterruptedException {
        follow();
        engine.publish(stored(Encoding.ARRAYS, 2));
        engine.publish(stored(Encoding.MAPS, 3));
        engine.publish(stored(Encoding.ALL_MAPS, 4));
        engine.publish(removed(2));
        awaitBlocks(1, 3, 4);
        assertEquals(
                Set.of(Tier.GPU),
                held.getOrDefault(engine.source(true), new HeldBlocks()).blocks().get(name(3)));
    }

    @Test
    void a_gap_is_closed_by_a_replay() throws InterruptedException {
        follow();
        engine.lose(stored(Encoding.MAPS, 2));
        engine.lose(removed(1));
        engine.publish(stored(Encoding.MAPS, 3));
        awaitBlocks(2, 3);
        awaitCount("gaps", 1);
        assertEquals(0, count("gone"));
    }

    @Test
    void a_gap_that_nothing_closes_makes_the_engine_unknown() throws InterruptedException {
        follow();
        engine.lose(stored(Encoding.MAPS, 2));
        engine.forgetAll();
        engine.publish(stored(Encoding.MAPS, 3));
        awaitBlocks(3);
        awaitCount("gone", 1);
    }

    @Test
    void an_engine_without_replays_is_followed_from_now_on() throws InterruptedException {
        links.follow(Set.of(engine.source(false)));
        int token = 1;
        while (blocks().isEmpty()) {
            engine.publish(stored(Encoding.MAPS, token++));
            Runnable task = posted.poll(20, TimeUnit.MILLISECONDS);
            if (task != null) {
                task.run();
            }
        }
        engine.lose(stored(Encoding.MAPS, 100));
        engine.publish(stored(Encoding.MAPS, 101));
        awaitBlocks(101);
    }

    @Test
    void what_is_no_batch_is_counted_and_the_stream_goes_on() throws InterruptedException {
        follow();
        engine.send(new byte[] {1}, new byte[] {2});
        engine.send(new byte[] {1}, new byte[] {2}, new byte[] {3});
        engine.publish(new byte[] {(byte) 0xC1, 7, 7});
        engine.publish(stored(Encoding.MAPS, 2));
        awaitBlocks(1, 2);
        awaitCount("malformed", 3);
    }

    @Test
    void an_engine_that_begins_anew_has_nothing_of_before() throws InterruptedException {
        follow();
        int eventsPort = engine.eventsPort();
        int replayPort = engine.replayPort();
        engine.close();
        byte[][] lost = {stored(Encoding.MAPS, 7), stored(Encoding.MAPS, 8)};
        engine = new Publisher(eventsPort, replayPort, lost);
        awaitBlocks(7, 8);
        awaitCount("restarts", 1);
    }

    @Test
    void changes_beyond_what_the_router_takes_are_told_again_later() throws InterruptedException {
        follow();
        int token = 1;
        while (limitHits() == 0) {
            int waiting = posted.size();
            engine.publish(stored(Encoding.MAPS, ++token));
            while (posted.size() == waiting && limitHits() == 0) {
                Thread.onSpinWait();
            }
        }
        int last = token;
        runUntil(() -> blocks().size() == last);
        assertTrue(limitHits() >= 1);
    }

    private double limitHits() {
        return metrics
                .find("wattmill_limit_hits")
                .tag("limit", "router.kv-events.handed-over")
                .counters()
                .stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    @Test
    void who_is_followed_no_more_is_told_of_as_ended() throws InterruptedException {
        follow();
        links.follow(Set.of());
        runUntil(() -> ended.contains(engine.source(true)));
        links.follow(Set.of(engine.source(true)));
        awaitBlocks(1);
    }

    @Test
    void engines_of_the_fleet_are_followed_from_hello_to_goodbye() throws InterruptedException {
        engine.lose(stored(Encoding.ARRAYS, 1));
        Fleet fleet = new Fleet(Samples.rules());
        KvEndpoint endpoint =
                new KvEndpoint(
                        "127.0.0.1", engine.eventsPort(), OptionalInt.of(engine.replayPort()), 1);
        fleet.join(node(Optional.of(endpoint)), Samples.at(0));
        links.tend(fleet);
        awaitBlocks(1);
        assertEquals(1, held.size());
        fleet.join(node(Optional.empty()), Samples.at(1));
        links.tend(fleet);
        awaitBlocks();
        assertEquals(1, ended.size());
    }

    private static NodeDescription node(Optional<KvEndpoint> endpoint) {
        EngineDescription engine =
                new EngineDescription(
                        "e",
                        "http://127.0.0.1:1",
                        "vllm",
                        List.of(),
                        List.of(),
                        1,
                        0,
                        0,
                        Optional.empty(),
                        endpoint);
        return new NodeDescription("n", "boot", "", Map.of(), List.of(), List.of(engine));
    }

    @Test
    void an_address_that_cannot_be_does_not_stop_the_others() throws InterruptedException {
        KvSource good = engine.source(true);
        KvSource bad = new KvSource(good.engine(), 1, "udp://nowhere", good.replay());
        engine.lose(stored(Encoding.ARRAYS, 1));
        links.follow(Set.of(bad, good));
        awaitBlocks(1);
    }
}
