// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.capability;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Something that an engine and a model can do or cannot. */
public enum Ability {
    CHAT(false, Set.of()),
    COMPLETIONS(false, Set.of("suffix", "echo")),
    EMBEDDINGS(true, Set.of("dimensions", "encoding_format")),
    STREAMING(false, Set.of("stream", "stream_options")),
    TOOLS(
            true,
            Set.of("tools", "tool_choice", "parallel_tool_calls", "functions", "function_call")),
    STRUCTURED_OUTPUT(false, Set.of("response_format")),
    VISION(true, Set.of()),
    AUDIO(true, Set.of("audio", "modalities")),
    REASONING(true, Set.of("reasoning_effort")),
    LOGPROBS(false, Set.of("logprobs", "top_logprobs")),
    N(false, Set.of("n", "best_of")),
    SEED(false, Set.of("seed"));

    private final boolean ofModel;
    private final Set<String> members;

    Ability(boolean ofModel, Set<String> members) {
        this.ofModel = ofModel;
        this.members = members;
    }

    /** Whether an engine that can do it does so with some models only. */
    boolean isOfModel() {
        return ofModel;
    }

    /** Its name on the wire. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The ability that a member of a request asks for; empty for what every engine takes. */
    static Optional<Ability> askedBy(String member) {
        for (Ability ability : values()) {
            if (ability.members.contains(member)) {
                return Optional.of(ability);
            }
        }
        return Optional.empty();
    }
}
