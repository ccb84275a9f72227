// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.contract.fleet.v1.FleetAddresses;
import io.wattmill.contract.fleet.v1.FleetSnapshot;
import io.wattmill.contract.fleet.v1.KvHearing;
import io.wattmill.contract.fleet.v1.NodeHello;
import io.wattmill.contract.fleet.v1.NodeMessage;
import io.wattmill.contract.placement.v1.Observation;
import io.wattmill.contract.placement.v1.PlaceRequest;
import io.wattmill.contract.placement.v1.TokenBlocks;
import io.wattmill.kit.stream.Feed;
import io.wattmill.kit.testing.Await;
import io.wattmill.router.kvevents.Wire;
import io.wattmill.router.kvevents.Wire.Encoding;
import io.wattmill.router.kvlink.Publisher;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** An engine tells over real sockets what it caches, and placement goes by it. */
@Timeout(120)
class ExactPlacementTest {
    private static final int BLOCK = 16;
    private static final int BLOCKS = 64;
    private static final int TOKENS = BLOCKS * BLOCK;
    private static final int[] PROMPT = IntStream.range(0, TOKENS).toArray();
    private static final String SETTINGS =
            """
              placement: {prefix-expiry: 1ms}
              kv-events: {reconnect: 10ms, reconnect-most: 50ms, replay-pause: 10ms}
            """;

    private final RouterHarness harness = new RouterHarness(SETTINGS);
    private final List<FleetSnapshot> snapshots = new CopyOnWriteArrayList<>();
    private final Feed<Observation> observations = Feed.of(harness.vertx, 1_000);
    private Publisher engine;
    private int requests;

    @BeforeEach
    void start() throws InterruptedException {
        engine = new Publisher(0, 0);
        harness.context
                .bus()
                .subscribe(FleetAddresses.SNAPSHOT, FleetSnapshot.parser(), snapshots::add);
    }

    @AfterEach
    void stop() throws InterruptedException {
        harness.close();
        engine.close();
    }

    private void join() {
        join(0);
    }

    private void join(long capacityTokens) {
        AgentProbe agent = new AgentProbe(harness.vertx, harness.links(), "n1");
        NodeHello.Builder hello = agent.helloOf(RouterHarness.SECRET);
        hello.getEnginesBuilder(0).getModelsBuilder(0).addLoraAdapters("sql");
        hello.getEnginesBuilder(0)
                .setKvCapacityTokens(capacityTokens)
                .setKvEventsEndpoint("tcp://127.0.0.1:" + engine.eventsPort())
                .setKvReplayEndpoint("tcp://127.0.0.1:" + engine.replayPort());
        agent.send(NodeMessage.newBuilder().setHello(hello).build());
        agent.report();
    }

    private void await(KvHearing.State state) {
        Await.until(() -> hearing().getState() == state, "the engine is heard as " + state);
    }

    private KvHearing hearing() {
        return snapshots.stream()
                .reduce((_, last) -> last)
                .filter(fleet -> fleet.getNodesCount() == 1)
                .map(fleet -> fleet.getNodes(0).getEngines(0).getKvHearing())
                .orElse(KvHearing.getDefaultInstance());
    }

    private void awaitBlocks(long blocks) {
        Await.until(() -> hearing().getBlocks() == blocks, blocks + " blocks are known");
    }

    /** A prompt of 4 blocks of bytes and {@value #BLOCKS} of tokens. */
    private PlaceRequest.Builder request() {
        PlaceRequest.Builder request =
                PlaceRequest.newBuilder()
                        .setRequestId("r" + ++requests)
                        .setAttempt(1)
                        .setModel("llama-3.1-8b")
                        .setPromptTokens(TOKENS)
                        .setMaxOutputTokens(64)
                        .setTokenBlockTokens(BLOCK);
        LongStream.rangeClosed(1, 4).forEach(request::addPrefixBlocks);
        LongStream.of(TokenBlocks.of("", BLOCK, PROMPT, BLOCKS)).forEach(request::addTokenBlocks);
        return request;
    }

    private long predicted(PlaceRequest.Builder request) {
        long cached =
                Await.await(harness.placement().place(request.build()))
                        .getPlaced()
                        .getPrediction()
                        .getCachedTokens();
        // What was placed counts as held until the engine had a moment to tell of it.
        harness.ticker.advance(Duration.ofMillis(5));
        return cached;
    }

    private String prefixHitBy(PlaceRequest.Builder request) {
        var reply = Await.await(harness.placement().place(request.build()));
        harness.ticker.advance(Duration.ofMillis(5));
        return reply.getPlaced().getDecision().getCandidates(0).getPrefixHitBy();
    }

    private static Map<String, Object> storedFromTheFirst(int blocks) {
        List<Long> hashes = LongStream.range(0, blocks).map(i -> 2_000 + i).boxed().toList();
        List<Integer> tokens = IntStream.range(0, blocks * BLOCK).boxed().toList();
        return Wire.stored(hashes, Wire.NIL, tokens, BLOCK);
    }

    /** The prompt's blocks from one on to before another, under hashes of the engine's own. */
    private static byte[] stored(Encoding encoding, int from, int to) {
        List<Long> hashes = LongStream.range(from, to).map(i -> 1_000 + i).boxed().toList();
        Object parent = from == 0 ? Wire.NIL : 999L + from;
        List<Integer> tokens = IntStream.range(from * BLOCK, to * BLOCK).boxed().toList();
        return Wire.batch(encoding, List.of(Wire.stored(hashes, parent, tokens, BLOCK)));
    }

    private static byte[] removed(int from, int to) {
        List<Long> hashes = LongStream.range(from, to).map(i -> 1_000 + i).boxed().toList();
        return Wire.batch(Encoding.ARRAYS, List.of(Wire.removed(hashes)));
    }

    @Test
    void knowsWhatAnotherRouterPlaced() {
        join();
        await(KvHearing.State.STATE_EXACT);
        assertEquals(0, predicted(request()));
        engine.publish(stored(Encoding.MAPS, 0, 40));
        awaitBlocks(40);
        assertEquals(40 * BLOCK, predicted(request()));
    }

    @Test
    void knowsWhatWasEvictedWhereAGuessByBytesIsWrong() {
        join();
        await(KvHearing.State.STATE_EXACT);
        predicted(request());
        engine.publish(stored(Encoding.ARRAYS, 0, BLOCKS));
        awaitBlocks(BLOCKS);
        assertEquals(TOKENS - BLOCK, predicted(request()), "the last token is computed anyhow");
        engine.publish(removed(10, BLOCKS));
        awaitBlocks(10);
        assertEquals(10 * BLOCK, predicted(request()));
        long guessed = predicted(request().clearTokenBlocks());
        assertTrue(guessed > 30 * BLOCK, "by bytes it still has it: " + guessed);
        assertEquals("placed", prefixHitBy(request().clearTokenBlocks()));
    }

    @Test
    void tellsAnAdaptersBlocksFromThoseOfItsModel() {
        join();
        await(KvHearing.State.STATE_EXACT);
        Map<String, Object> bare = storedFromTheFirst(10);
        engine.publish(Wire.batch(Encoding.MAPS, List.of(Wire.with(bare, "lora_name", "sql"))));
        awaitBlocks(10);
        PlaceRequest.Builder forAdapter = request().setModel("sql").clearTokenBlocks();
        LongStream.of(TokenBlocks.of("sql", BLOCK, PROMPT, BLOCKS))
                .forEach(forAdapter::addTokenBlocks);
        var placed = Await.await(harness.placement().place(forAdapter.build())).getPlaced();
        assertEquals("sql", placed.getUpstreamModel());
        assertEquals(10 * BLOCK, placed.getPrediction().getCachedTokens());
        assertEquals(0, predicted(request().clearPrefixBlocks()), "the bare model has none");
    }

    @Test
    void isNotCountedTwiceWhereBothNamesAreHeld() {
        join();
        await(KvHearing.State.STATE_EXACT);
        predicted(request());
        engine.publish(stored(Encoding.MAPS, 0, 32));
        awaitBlocks(32);
        PlaceRequest both = request().build();
        var reply = Await.await(harness.placement().place(both));
        var chosen = reply.getPlaced().getDecision().getCandidates(0);
        assertEquals(500_000, chosen.getPrefixHitPpm());
        assertEquals("engine", chosen.getPrefixHitBy());
    }

    @Test
    void fallsBackToBytesWhenThePublisherIsKilledAndComesBack() throws InterruptedException {
        join();
        await(KvHearing.State.STATE_EXACT);
        predicted(request());
        engine.publish(stored(Encoding.MAPS, 0, 2));
        awaitBlocks(2);
        assertEquals(2 * BLOCK, predicted(request()));
        int events = engine.eventsPort();
        int replay = engine.replayPort();
        engine.close();
        await(KvHearing.State.STATE_BLIND);
        assertTrue(hearing().getBecause().contains("no connection"), hearing().getBecause());
        assertTrue(predicted(request()) > 30 * BLOCK, "guessed by what was placed");
        engine = new Publisher(events, replay, stored(Encoding.MAPS, 0, 1));
        await(KvHearing.State.STATE_EXACT);
        awaitBlocks(1);
        assertEquals(BLOCK, predicted(request()), "another engine, that has one block");
    }

    @Test
    void guessesBesideWhereTheBeginningWasNotHeard() {
        engine.lose(stored(Encoding.MAPS, 0, 2));
        engine.forgetAll();
        engine.lose(stored(Encoding.MAPS, 0, 2));
        join();
        await(KvHearing.State.STATE_PARTIAL);
        awaitBlocks(2);
        assertEquals("engine", prefixHitBy(request()), "it told of two, and nothing was placed");
        assertTrue(predicted(request()) > 30 * BLOCK, "what was placed here may be here yet");
        assertEquals("placed", prefixHitBy(request()));
    }

    @Test
    void knowsAllAgainOnceTheCacheIsFullOfWhatWasHeard() {
        engine.lose(stored(Encoding.MAPS, 0, 2));
        engine.forgetAll();
        engine.lose(stored(Encoding.MAPS, 0, 2));
        join(TOKENS);
        await(KvHearing.State.STATE_PARTIAL);
        engine.publish(stored(Encoding.MAPS, 2, BLOCKS / 2));
        awaitBlocks(BLOCKS / 2);
        assertEquals(KvHearing.State.STATE_PARTIAL, hearing().getState());
        engine.publish(stored(Encoding.MAPS, BLOCKS / 2, BLOCKS));
        await(KvHearing.State.STATE_EXACT);
        assertTrue(hearing().getBecause().contains("fills its cache"), hearing().getBecause());
        engine.publish(removed(10, BLOCKS));
        awaitBlocks(10);
        assertEquals(KvHearing.State.STATE_EXACT, hearing().getState());
    }

    @Test
    void survivesNonsense() {
        join();
        await(KvHearing.State.STATE_EXACT);
        engine.publish(new byte[] {(byte) 0xC1, 7, 7});
        engine.send(new byte[] {1}, new byte[] {2});
        engine.publish(stored(Encoding.MAPS, 0, 3));
        awaitBlocks(3);
        assertEquals(3 * BLOCK, predicted(request()));
        Await.until(
                () ->
                        harness.context
                                        .metrics()
                                        .counter("wattmill_router_kv_events", "what", "malformed")
                                        .count()
                                == 2,
                "both are counted");
    }

    @Test
    void comparesItsWordWithWhatRequestsFind() {
        join();
        await(KvHearing.State.STATE_EXACT);
        engine.publish(stored(Encoding.MAPS, 0, 32));
        awaitBlocks(32);
        var summary = harness.placement().observe(observations);
        for (int i = 0; i < 3; i++) {
            predicted(request());
            finish(i < 2 ? 32 * BLOCK : 16 * BLOCK);
        }
        Await.until(() -> hearing().getRequests() == 3, "three requests are compared");
        assertEquals(96 * BLOCK, hearing().getExpectedTokens());
        assertEquals(80 * BLOCK, hearing().getReportedTokens());
        assertEquals(16 * BLOCK, hearing().getMissedTokens());
        assertEquals(0, hearing().getSurplusTokens());
        observations.end();
        Await.await(summary);
    }

    private void finish(long cached) {
        Observation.Builder told =
                Observation.newBuilder()
                        .setRequestId("r" + requests)
                        .setAttempt(1)
                        .setNodeId("n1")
                        .setEngineId("e0");
        told.getFinishedBuilder()
                .getTokensBuilder()
                .setCacheRead(cached)
                .setInputUncached(TOKENS - cached)
                .setOutput(10);
        assertTrue(observations.offer(told.build()));
    }

    @Test
    void listensToNobodyWhereItIsToldSo() {
        harness.restart(Map.of("WATTMILL_ROUTER_KV_EVENTS_ENABLED", "false"));
        join();
        await(KvHearing.State.STATE_OFF);
        assertEquals("router.kv-events.enabled is false", hearing().getBecause());
    }
}
