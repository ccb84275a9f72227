// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.capability;

import io.wattmill.kit.config.Setting;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What the APIs take. */
public record ApisConfig(
        @Setting(
                        value = "false",
                        doc =
                                "Refuse what no engine of a model serves, for everybody; otherwise"
                                        + " only for requests with x-wattmill-strict: true.")
                boolean strict,
        @Setting(
                        value = "2048",
                        min = 1,
                        max = 1_000_000,
                        doc = "Prompts or inputs in one completion or embedding request.")
                int maxInputs,
        @Setting(
                        value = "262144",
                        min = 0,
                        doc =
                                "Bytes of a Messages or Responses request, with what it builds on,"
                                        + " that an event loop translates itself; a worker"
                                        + " translates longer ones.")
                int inlineBytes,
        @Setting(
                        value = "false",
                        doc =
                                "Ask an engine of the model for exact counts of tokens, where it"
                                        + " has /tokenize; otherwise they are estimated.")
                boolean exactTokenCounts,
        @Setting(value = "1s", min = 10, doc = "Longest wait for such a count.")
                Duration tokenCountTimeout,
        @Setting(
                        value = "32",
                        min = 1,
                        max = 10_000,
                        doc = "Such counts under way at once, per event loop; more are estimated.")
                int maxTokenCounts,
        @Setting(
                        value = "",
                        doc =
                                "What kinds of engines serve, where it differs from what is known"
                                        + " of them or they are not known.")
                Map<String, EngineConfig> engines,
        @Setting(value = "", doc = "What the site knows of its models.")
                Map<String, ModelConfig> models) {

    /** One kind of engine. */
    public record EngineConfig(
            @Setting(value = "", doc = "Abilities that it has.") List<Ability> has,
            @Setting(value = "", doc = "Abilities that it lacks.") List<Ability> lacks,
            @Setting(value = "", doc = "Further members of a request that it understands.")
                    List<String> members) {}

    /** One model. */
    public record ModelConfig(
            @Setting(value = "", doc = "Abilities that it has, for example vision.")
                    List<Ability> has,
            @Setting(value = "", doc = "Abilities that it lacks, for example chat.")
                    List<Ability> lacks) {}
}
