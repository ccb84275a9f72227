// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.capability;

import static java.util.Map.entry;

import io.wattmill.contract.fleet.v1.EngineKinds;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What kinds of engines serve, put down from their request definitions in the autumn of 2025, and
 * what the site's configuration says otherwise: engines change faster than this table.
 */
final class EngineTable {

    /** Members that every engine takes, or that this gateway itself understands. */
    private static final Set<String> COMMON =
            Set.of(
                    "model",
                    "messages",
                    "prompt",
                    "input",
                    "max_tokens",
                    "max_completion_tokens",
                    "temperature",
                    "top_p",
                    "stop",
                    "presence_penalty",
                    "frequency_penalty",
                    "user",
                    "service_tier",
                    "cache_salt");

    private static final Set<String> SAMPLING =
            Set.of(
                    "top_k",
                    "min_p",
                    "repetition_penalty",
                    "min_tokens",
                    "stop_token_ids",
                    "ignore_eos",
                    "skip_special_tokens",
                    "logit_bias",
                    "chat_template_kwargs");

    private static final Map<String, EngineKind> KINDS =
            Map.ofEntries(
                    entry(
                            "vllm",
                            new EngineKind(
                                    EnumSet.allOf(Ability.class),
                                    with(
                                            SAMPLING,
                                            "add_generation_prompt",
                                            "add_special_tokens",
                                            "allowed_token_ids",
                                            "bad_words",
                                            "chat_template",
                                            "continue_final_message",
                                            "documents",
                                            "guided_choice",
                                            "guided_grammar",
                                            "guided_json",
                                            "guided_regex",
                                            "include_reasoning",
                                            "kv_transfer_params",
                                            "length_penalty",
                                            "mm_processor_kwargs",
                                            "priority",
                                            "prompt_logprobs",
                                            "return_token_ids",
                                            "return_tokens_as_token_ids",
                                            "spaces_between_special_tokens",
                                            "structured_outputs",
                                            "truncate_prompt_tokens",
                                            "use_beam_search",
                                            "vllm_xargs"))),
                    entry(
                            "sglang",
                            new EngineKind(
                                    EnumSet.allOf(Ability.class),
                                    with(
                                            SAMPLING,
                                            "continue_final_message",
                                            "custom_logit_processor",
                                            "ebnf",
                                            "lora_path",
                                            "no_stop_trim",
                                            "regex",
                                            "return_hidden_states",
                                            "separate_reasoning",
                                            "session_params",
                                            "stream_reasoning"))),
                    entry(
                            "tensorrt-llm",
                            new EngineKind(
                                    EnumSet.complementOf(EnumSet.of(Ability.EMBEDDINGS)),
                                    with(
                                            SAMPLING,
                                            "add_generation_prompt",
                                            "best_of",
                                            "chat_template",
                                            "length_penalty",
                                            "lora_request",
                                            "truncate_prompt_tokens",
                                            "use_beam_search"))),
                    entry(
                            "llama.cpp",
                            new EngineKind(
                                    EnumSet.complementOf(EnumSet.of(Ability.N)),
                                    with(
                                            Set.of(),
                                            "cache_prompt",
                                            "chat_template_kwargs",
                                            "grammar",
                                            "ignore_eos",
                                            "json_schema",
                                            "logit_bias",
                                            "min_p",
                                            "mirostat",
                                            "n_predict",
                                            "n_probs",
                                            "reasoning_format",
                                            "repeat_penalty",
                                            "samplers",
                                            "timings_per_token",
                                            "top_k",
                                            "typical_p"))),
                    entry(
                            "tgi",
                            new EngineKind(
                                    EnumSet.complementOf(
                                            EnumSet.of(
                                                    Ability.EMBEDDINGS,
                                                    Ability.N,
                                                    Ability.AUDIO,
                                                    Ability.REASONING)),
                                    Set.of("logit_bias", "tool_prompt", "guideline"))),
                    entry(
                            EngineKinds.HOSTED,
                            new EngineKind(
                                    EnumSet.allOf(Ability.class),
                                    Set.of(
                                            "logit_bias",
                                            "metadata",
                                            "prediction",
                                            "prompt_cache_key",
                                            "safety_identifier",
                                            "store",
                                            "verbosity",
                                            "web_search_options"))));

    private final Map<String, EngineKind> kinds;

    /** What is known, and what {@code configured} says of kinds. */
    EngineTable(Map<String, ApisConfig.EngineConfig> configured) {
        Map<String, EngineKind> all = new HashMap<>(KINDS);
        configured.forEach(
                (name, config) ->
                        all.put(name, all.getOrDefault(name, EngineKind.NONE).with(config)));
        kinds = Map.copyOf(all);
    }

    /** What a kind serves; empty when nothing is known of it. */
    Optional<EngineKind> of(String kind) {
        return Optional.ofNullable(kinds.get(kind));
    }

    /**
     * A kind of engine.
     *
     * @param abilities what it can do with a model that can
     * @param members members of a request that it understands, beside the common ones
     */
    record EngineKind(Set<Ability> abilities, Set<String> members) {

        static final EngineKind NONE = new EngineKind(Set.of(), Set.of());

        EngineKind {
            abilities = Set.copyOf(abilities);
            members = Set.copyOf(members);
        }

        EngineKind with(ApisConfig.EngineConfig config) {
            Set<Ability> can = new HashSet<>(abilities);
            can.addAll(config.has());
            can.removeAll(Set.copyOf(config.lacks()));
            Set<String> more = new HashSet<>(members);
            more.addAll(config.members());
            return new EngineKind(can, more);
        }

        /** Whether it understands a member of a request. */
        boolean takes(String member) {
            return COMMON.contains(member)
                    || members.contains(member)
                    || Ability.askedBy(member).filter(abilities::contains).isPresent();
        }
    }

    private static Set<String> with(Set<String> some, String... more) {
        Set<String> all = new HashSet<>(some);
        all.addAll(List.of(more));
        return all;
    }
}
