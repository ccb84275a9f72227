// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import io.wattmill.contract.fleet.v1.EngineState;
import io.wattmill.contract.fleet.v1.EngineView;
import io.wattmill.contract.fleet.v1.FleetAddresses;
import io.wattmill.contract.fleet.v1.FleetSnapshot;
import io.wattmill.contract.fleet.v1.KvHearing;
import io.wattmill.contract.fleet.v1.KvHearing.State;
import io.wattmill.contract.fleet.v1.NodeState;
import io.wattmill.contract.fleet.v1.NodeView;
import io.wattmill.contract.fleet.v1.ServedModel;
import io.wattmill.gateway.far.Script;
import io.wattmill.gateway.far.Site;
import io.wattmill.gateway.tokens.TokenNames;
import io.wattmill.gateway.tokens.TokenReader;
import io.wattmill.gateway.tokens.TokensConfig;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.testing.Await;

import java.lang.management.ManagementFactory;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What it costs to name a prompt of 32,768 characters by its tokens: CPU time of the gateway's own
 * part, and the time that is added to a request whose engine tells the tokens at once. A program,
 * not a test; deploy/measure/prompt-tokens runs it.
 */
final class PromptTokensCost {

    private static final int CHARACTERS = 32_768;
    private static final int TOKENS = CHARACTERS / 4;
    private static final int WARM_UP = 3_000;
    private static final int ROUNDS = 7;
    private static final int REQUESTS = 300;
    private static final String YAML =
            "  tokens:\n    timeout: 1s\n    models:\n      llama: engine\n";

    private final Site site;

    private PromptTokensCost(Site site) {
        this.site = site;
    }

    public static void main(String[] words) {
        String answer = answer();
        System.out.println(cpu(answer));
        try (var site = new Site(Map.of("WATTMILL_GATEWAY_HTTP_EVENT_LOOPS", "1"), YAML)) {
            site.router.serve("plain", "node-1", site.one.url());
            site.one.tokenizes(Script.Exact.whole(answer));
            System.out.println(new PromptTokensCost(site).added());
        }
        System.exit(0);
    }

    /** Ids as they are of a vocabulary of 128k. */
    private static String answer() {
        int[] tokens = new SplittableRandom(1).ints(TOKENS, 0, 128_256).toArray();
        return "{\"count\":"
                + TOKENS
                + ",\"max_model_len\":131072,\"tokens\":"
                + Arrays.toString(tokens)
                + ",\"token_strs\":null}";
    }

    private static String cpu(String answer) {
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        TokensConfig config =
                Configuration.parse("", Map.of()).section("tokens", TokensConfig.class);
        long[] micros = new long[WARM_UP];
        long named = 0;
        var threads = ManagementFactory.getThreadMXBean();
        for (int i = 0; i < 2 * WARM_UP; i++) {
            long began = threads.getCurrentThreadCpuTime();
            int[] tokens = TokenReader.reply(bytes, config.maxTokens()).orElseThrow();
            named += TokenNames.of(tokens, "", config).names().length;
            micros[i % WARM_UP] = (threads.getCurrentThreadCpuTime() - began) / 1_000;
        }
        Arrays.sort(micros);
        return String.format(
                Locale.ROOT,
                "reading %,d tokens (%,d bytes) and naming %d blocks: p50 %d us of CPU",
                TOKENS,
                bytes.length,
                named / (2L * WARM_UP),
                micros[WARM_UP / 2]);
    }

    private String added() {
        publish();
        run("llama", WARM_UP / 2);
        run("plain", WARM_UP / 2);
        long[] with = new long[ROUNDS];
        long[] without = new long[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            with[round] = run("llama", REQUESTS);
            without[round] = run("plain", REQUESTS);
        }
        Arrays.sort(with);
        Arrays.sort(without);
        return String.format(
                Locale.ROOT,
                "a request of %,d characters: p50 %,d us by its bytes, %,d us by its tokens,"
                        + " %,d us added (median of %d rounds of %d; %s prompts were named)",
                CHARACTERS,
                without[ROUNDS / 2],
                with[ROUNDS / 2],
                with[ROUNDS / 2] - without[ROUNDS / 2],
                ROUNDS,
                REQUESTS,
                named());
    }

    private void publish() {
        var node =
                NodeView.newBuilder()
                        .setNodeId("node-1")
                        .setState(NodeState.NODE_STATE_SERVING)
                        .addEngines(
                                EngineView.newBuilder()
                                        .setKind("vllm")
                                        .setUrl(site.one.url())
                                        .setKvHearing(
                                                KvHearing.newBuilder().setState(State.STATE_EXACT))
                                        .setState(EngineState.newBuilder().setReachable(true))
                                        .addModels(ServedModel.newBuilder().setModel("llama")));
        site.context()
                .bus()
                .publish(
                        FleetAddresses.SNAPSHOT,
                        FleetSnapshot.newBuilder().setTakenAtUs(1).addNodes(node).build());
        Await.until(
                () -> site.get("/v1/models", site.developerKey()).body().contains("llama"),
                "the snapshot is heard");
    }

    /** Median time of a request, microseconds. */
    private long run(String model, int requests) {
        String prompt = "the cat sat on the mat. ".repeat(CHARACTERS / 24 + 1);
        String body =
                "{\"model\":\""
                        + model
                        + "\",\"messages\":[{\"role\":\"user\",\"content\":\""
                        + prompt.substring(0, CHARACTERS)
                        + "\"}]}";
        long[] micros = new long[requests];
        for (int i = 0; i < requests; i++) {
            long began = System.nanoTime();
            HttpResponse<String> answer = site.post("/v1/chat/completions", body);
            micros[i] = (System.nanoTime() - began) / 1_000;
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(answer.body());
            }
        }
        site.one.clear();
        site.router.forget();
        Arrays.sort(micros);
        return micros[requests / 2];
    }

    private String named() {
        String name = "wattmill_gateway_prompt_namings_total{outcome=\"named\"} ";
        return site.get("/metrics", site.adminKey())
                .body()
                .lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()))
                .findFirst()
                .orElse("no");
    }
}
