// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.capability;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.wattmill.contract.fleet.v1.FleetSnapshot;
import io.wattmill.gateway.capability.ModelAbilities.Known;
import io.wattmill.gateway.dialect.AnswerShape;
import io.wattmill.gateway.dialect.EngineRequest;
import io.wattmill.gateway.tokens.TokenEngine;
import io.wattmill.gateway.wire.ApiError;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Which model takes what, and the refusal of requests that take more. For any thread. */
public final class Capabilities {

    private static final Map<Ability, List<String>> ROUTES =
            new EnumMap<>(
                    Map.of(
                            Ability.CHAT,
                            List.of(
                                    "/v1/chat/completions",
                                    "/v1/responses",
                                    "/v1/messages",
                                    "/v1/messages/count_tokens"),
                            Ability.COMPLETIONS,
                            List.of("/v1/completions"),
                            Ability.EMBEDDINGS,
                            List.of("/v1/embeddings")));

    private final ApisConfig config;
    private final EngineTable table;
    private final Supplier<Optional<FleetSnapshot>> fleet;

    /** Capabilities of the models of {@code fleet}. */
    public Capabilities(ApisConfig config, Supplier<Optional<FleetSnapshot>> fleet) {
        this.config = config;
        this.table = new EngineTable(config.engines());
        this.fleet = fleet;
    }

    /**
     * Base URL of an engine that counts a model's tokens exactly; empty where there is none, or the
     * site does not ask.
     *
     * @param zone data zone that the prompt must not leave
     */
    public Optional<String> tokenizer(String model, Optional<String> zone) {
        return config.exactTokenCounts()
                ? fleet.get()
                        .map(seen -> TokenEngine.of(seen, model, zone, true))
                        .flatMap(engines -> engines.stream().map(TokenEngine::url).findFirst())
                : Optional.empty();
    }

    /** What the APIs take. */
    public ApisConfig config() {
        return config;
    }

    private Map<String, ServedModel> models() {
        return fleet.get().map(ServedModel::of).orElse(Map.of());
    }

    private ModelAbilities abilities(String name, ServedModel model) {
        return new ModelAbilities(model, table, Optional.ofNullable(config.models().get(name)));
    }

    /** Why a request has more inputs than it may. */
    public Optional<ApiError> tooManyInputs(AnswerShape dialect, EngineRequest request) {
        if (request.output().inputs() <= config.maxInputs()) {
            return Optional.empty();
        }
        return Optional.of(
                ApiError.badParameter(
                        dialect.promptMember(),
                        "too_many_inputs",
                        "'"
                                + dialect.promptMember()
                                + "' holds more than "
                                + config.maxInputs()
                                + " inputs, the limit of this site; send several requests."));
    }

    /**
     * Why no engine of the model serves a request, where that is known and the caller or the site
     * is strict. A model that nobody serves is not refused here: placing it tells more.
     *
     * @param asked whether the caller wants strictness
     */
    public Optional<ApiError> refusal(AnswerShape dialect, EngineRequest request, boolean asked) {
        if (!asked && !config.strict()) {
            return Optional.empty();
        }
        return Optional.ofNullable(models().get(request.model()))
                .map(model -> abilities(request.model(), model))
                .flatMap(abilities -> refusal(dialect, request, abilities));
    }

    private static Optional<ApiError> refusal(
            AnswerShape dialect, EngineRequest request, ModelAbilities abilities) {
        if (abilities.lacks(needed(request))) {
            return Optional.of(unserved("model", "this API"));
        }
        boolean media = request.prompt().media().parts() > 0;
        if (media && abilities.lacks(Ability.VISION) && abilities.lacks(Ability.AUDIO)) {
            return Optional.of(unserved(dialect.promptMember(), "images, sounds or files"));
        }
        return request.members().stream()
                .filter(abilities::refuses)
                .findFirst()
                .map(dialect::callersName)
                .map(member -> unserved(member, "'" + member + "'"));
    }

    private static Ability needed(EngineRequest request) {
        return ROUTES.entrySet().stream()
                .filter(route -> route.getValue().contains(request.path()))
                .findFirst()
                .map(Map.Entry::getKey)
                .orElse(Ability.CHAT);
    }

    private static ApiError unserved(String param, String what) {
        return ApiError.badParameter(
                param,
                "unsupported_parameter",
                "No engine of this model serves "
                        + what
                        + ", and this request is strict; GET /v1/capabilities says which model"
                        + " takes what.");
    }

    /** {@code GET /v1/capabilities}, of the models that are {@code shown}. */
    public ObjectNode list(Predicate<String> shown) {
        ObjectNode list = JsonNodeFactory.instance.objectNode().put("object", "list");
        list.put("strict", config.strict()).put("max_inputs", config.maxInputs());
        ArrayNode data = list.putArray("data");
        models().forEach(
                        (name, model) -> {
                            if (shown.test(name)) {
                                describe(name, model, data.addObject());
                            }
                        });
        return list;
    }

    private void describe(String name, ServedModel model, ObjectNode node) {
        ModelAbilities abilities = abilities(name, model);
        node.put("id", name).put("object", "model.capabilities");
        ArrayNode engines = node.putArray("engines");
        new TreeSet<>(model.kinds()).forEach(engines::add);
        context(model, node.putObject("context_length"));
        ArrayNode routes = node.putArray("routes");
        ROUTES.forEach(
                (ability, paths) -> {
                    if (!abilities.lacks(ability)) {
                        paths.forEach(routes::add);
                    }
                });
        for (Ability ability : Ability.values()) {
            describe(abilities.of(ability), node.putObject(ability.text()));
        }
    }

    private static void context(ServedModel model, ObjectNode node) {
        if (model.contextTokens() > 0) {
            node.put("value", model.contextTokens()).put("known_by", "engine");
        } else {
            node.putNull("value").put("known_by", "no engine reports it");
        }
    }

    private static void describe(Known known, ObjectNode node) {
        known.value().ifPresentOrElse(can -> node.put("value", can), () -> node.putNull("value"));
        node.put("known_by", known.knownBy());
    }
}
