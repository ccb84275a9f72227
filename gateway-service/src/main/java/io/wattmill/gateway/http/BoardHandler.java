// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.wattmill.contract.fleet.v1.FleetSnapshot;
import io.wattmill.contract.fleet.v1.NodeState;
import io.wattmill.contract.fleet.v1.NodeView;
import io.wattmill.gateway.capability.Capabilities;
import io.wattmill.gateway.fleet.ServedNames;
import io.wattmill.gateway.scoreboard.Scoreboard;
import io.wattmill.gateway.wire.ErrorShape;

import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * {@code GET /v1/factory}, {@code GET /admin/nodes}, {@code GET /v1/models} and {@code GET
 * /v1/capabilities}: what the gateway has heard of the fleet and the books.
 */
final class BoardHandler {

    private static final ObjectMapper JSON =
            new ObjectMapper()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .configure(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN, true);
    private static final long US_PER_SECOND = 1_000_000;

    private final Supplier<Scoreboard.Inputs> inputs;
    private final Capabilities capabilities;

    BoardHandler(Supplier<Scoreboard.Inputs> inputs, Capabilities capabilities) {
        this.inputs = inputs;
        this.capabilities = capabilities;
    }

    void capabilities(Call call) {
        call.reply().json(200, bytes(capabilities.list(call.key().bounds()::mayCall)));
    }

    void factory(Call call) {
        call.reply().json(200, bytes(Scoreboard.of(inputs.get())));
    }

    /** Every node: its state, why and since when, and what it is given. */
    void nodes(Call call) {
        call.reply().json(200, bytes(Scoreboard.of(inputs.get()).withObject("/nodes")));
    }

    /**
     * Models of every node that is not down, as far as the key may call them, with the time since
     * when their oldest node is in its state.
     */
    void models(Call call) {
        TreeMap<String, Long> models = new TreeMap<>();
        inputs.get().fleet().newest().ifPresent(sample -> collect(sample.value(), models));
        models.keySet().removeIf(model -> !call.key().bounds().mayCall(model));
        call.reply().json(200, bytes(listed(call, models)));
    }

    /** Anthropic's clients name the version of their API on every call, OpenAI's never. */
    private static ObjectNode listed(Call call, TreeMap<String, Long> models) {
        if (!call.request().headers().contains("anthropic-version")) {
            return ModelLists.openAi(models);
        }
        call.reply().tellErrorsAs(ErrorShape.ANTHROPIC);
        return ModelLists.anthropic(models);
    }

    private static void collect(FleetSnapshot snapshot, TreeMap<String, Long> models) {
        snapshot.getNodesList().stream()
                .filter(node -> node.getState() != NodeState.NODE_STATE_DOWN)
                .forEach(
                        node ->
                                names(node)
                                        .forEach(
                                                name ->
                                                        models.merge(
                                                                name,
                                                                node.getStateSinceUs()
                                                                        / US_PER_SECOND,
                                                                Math::min)));
    }

    private static Stream<String> names(NodeView node) {
        return node.getEnginesList().stream().flatMap(ServedNames::of);
    }

    private static byte[] bytes(ObjectNode node) {
        try {
            return (JSON.writeValueAsString(node) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always JSON", e);
        }
    }
}
