// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wattmill.contract.placement.v1.TokenBlocks;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.time.Ticker;
import io.wattmill.router.batch.PrefixBlocks;
import io.wattmill.router.fleet.EngineDescription;
import io.wattmill.router.fleet.EngineKey;
import io.wattmill.router.fleet.Fleet;
import io.wattmill.router.fleet.FleetRules;
import io.wattmill.router.fleet.KvEndpoint;
import io.wattmill.router.fleet.Moment;
import io.wattmill.router.fleet.NodeDescription;
import io.wattmill.router.kvlink.KvEventsConfig;
import io.wattmill.router.kvlink.KvLinks;
import io.wattmill.router.kvlink.ToldSink;
import io.wattmill.router.prefix.PrefixLimits;
import io.wattmill.router.told.Hearing;
import io.wattmill.router.told.TokenPrefix;
import io.wattmill.router.told.ToldCaches;
import io.wattmill.twin.emulator.wire.NodeCommand;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;

/** What the router hears of an emulated engine is what requests then find there. */
@Timeout(120)
class KvEventsOverSocketsTest {
    private static final EngineKey ENGINE = new EngineKey("n", "e");
    private static final int BLOCK = 16;

    /** 400 tokens of content, and some of template. */
    private static final String LONG = "abc ".repeat(400);

    private static final String OTHER = "xyz ".repeat(400);

    private final ExecutorService owner = Executors.newSingleThreadExecutor();
    private final ToldCaches caches = new ToldCaches(PrefixLimits.DEFAULT);

    private <T> T owned(Supplier<T> question) {
        Future<T> answer = owner.submit(question::get);
        try {
            return answer.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private Hearing heard() {
        return owned(() -> caches.of(ENGINE).heard().how());
    }

    /** The tokens of this chat that the engine has by its word. */
    private int known(RunningFleet fleet, String content) throws IOException {
        int[] tokens = tokens(fleet, content);
        var names = PrefixBlocks.of(TokenBlocks.of("", BLOCK, tokens, tokens.length));
        return owned(
                () -> {
                    caches.match(new TokenPrefix(names, BLOCK), 0);
                    return caches.tokens(caches.of(ENGINE), tokens.length);
                });
    }

    private static int[] tokens(RunningFleet fleet, String content) throws IOException {
        var body =
                "{\"model\":\"llama-3.1-8b\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
                        .formatted(content);
        JsonNode ids = fleet.json(fleet.post("/tokenize", body)).path("tokens");
        return StreamSupport.stream(ids.spliterator(), false).mapToInt(JsonNode::asInt).toArray();
    }

    /** The tokens of this chat that the engine finds cached. */
    private static int found(RunningFleet fleet, String content) throws IOException {
        var answer = fleet.json(fleet.chat(content, "\"max_tokens\":2,\"ignore_eos\":true"));
        return answer.at("/usage/prompt_tokens_details/cached_tokens").asInt(-1);
    }

    private KvLinks links(RunningFleet fleet, Executor runs) {
        var config = Configuration.defaults(KvEventsConfig.class);
        var links =
                new KvLinks(
                        config.rules(),
                        runs,
                        new ToldSink(caches),
                        new SimpleMeterRegistry(),
                        Ticker.system());
        owned(
                () -> {
                    caches.expect(ENGINE, 1, 0);
                    return true;
                });
        var view = new Fleet(new FleetRules(Long.MAX_VALUE, 1, 1, Long.MAX_VALUE, 8));
        view.join(node(fleet.node()), new Moment(0, 0));
        links.tend(view);
        return links;
    }

    private static NodeDescription node(EmulatedNodeAddress node) {
        var endpoint =
                new KvEndpoint(
                        "127.0.0.1", node.kvEventsPort(), OptionalInt.of(node.kvReplayPort()), 1);
        var engine =
                new EngineDescription(
                        "e",
                        node.engineUrl().toString(),
                        "vllm",
                        List.of(),
                        List.of(),
                        1,
                        0,
                        0,
                        Optional.empty(),
                        Optional.of(endpoint));
        return new NodeDescription("n", "boot", "", Map.of(), List.of(), List.of(engine));
    }

    @ParameterizedTest
    @ValueSource(strings = {"arrays", "maps"})
    void whatIsToldIsWhatIsFound(String encoding) throws IOException {
        var settings =
                "nodes: 1, speed: 50, engine: {kv-events: %s, kv-capacity-tokens: 640, max-model-len: 640}"
                        .formatted(encoding);
        try (var fleet = new RunningFleet(settings);
                owner) {
            assertEquals(0, found(fleet, LONG), "told before anybody listens");
            var links = links(fleet, owner);
            Await.until(() -> heard() == Hearing.EXACT, "all is heard");
            awaitKnown(fleet, LONG, 400);
            assertEquals(400, found(fleet, LONG));
            assertEquals(
                    known(fleet, LONG.substring(0, 800)), found(fleet, LONG.substring(0, 800)));

            assertEquals(0, found(fleet, OTHER), "which leaves no room for all of the first");
            awaitKnown(fleet, OTHER, 400);
            int left = known(fleet, LONG);
            assertEquals(left, found(fleet, LONG), "what was evicted was told");
            assertTrue(0 < left && left < 400, "some of it: " + left);

            Await.await(fleet.fleet.command(fleet.node().nodeId(), new NodeCommand.Crash()));
            Await.until(() -> heard() == Hearing.BLIND, "the process is gone");
            Await.await(fleet.fleet.command(fleet.node().nodeId(), new NodeCommand.Restore()));
            Await.until(() -> heard() == Hearing.EXACT, "another one has begun");
            assertEquals(0, found(fleet, OTHER));
            awaitKnown(fleet, OTHER, 400);
            links.stop().toCompletableFuture().join();
        }
    }

    private void awaitKnown(RunningFleet fleet, String content, int tokens) throws IOException {
        int[] last = {-1};
        Await.until(
                () -> {
                    try {
                        last[0] = known(fleet, content);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    return last[0] == tokens;
                },
                tokens + " tokens are known");
    }
}
