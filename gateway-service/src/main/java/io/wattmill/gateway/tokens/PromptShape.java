// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.tokens;

import io.wattmill.gateway.dialect.EngineRequest;
import io.wattmill.gateway.wire.Prompt;
import io.wattmill.gateway.wire.Span;

import java.util.Set;

/** How the tokens of a prompt can be known before an engine serves it. */
public sealed interface PromptShape {

    /** It is a chat: only who has the model's template knows. */
    record Chat() implements PromptShape {}

    /** It is one text. */
    record Text() implements PromptShape {}

    /** The caller gave the tokens themselves, here in the body. */
    record Ids(Span value) implements PromptShape {}

    /** They cannot be known. */
    record Unknown(Unnamed why) implements PromptShape {}

    /**
     * Members of a chat or completion that change nothing of its prompt, and those that engines
     * take for /tokenize too. Any other may change it: effort of reasoning and documents do.
     */
    Set<String> PLAIN_MEMBERS =
            Set.of(
                    "add_generation_prompt",
                    "add_special_tokens",
                    "best_of",
                    "bad_words",
                    "chat_template",
                    "chat_template_kwargs",
                    "continue_final_message",
                    "echo",
                    "frequency_penalty",
                    "ignore_eos",
                    "length_penalty",
                    "logit_bias",
                    "logprobs",
                    "max_completion_tokens",
                    "max_tokens",
                    "messages",
                    "metadata",
                    "min_p",
                    "min_tokens",
                    "model",
                    "n",
                    "parallel_tool_calls",
                    "presence_penalty",
                    "priority",
                    "prompt",
                    "prompt_cache_key",
                    "repetition_penalty",
                    "response_format",
                    "return_token_ids",
                    "safety_identifier",
                    "seed",
                    "service_tier",
                    "skip_special_tokens",
                    "spaces_between_special_tokens",
                    "stop",
                    "stop_token_ids",
                    "store",
                    "stream",
                    "stream_options",
                    "structured_outputs",
                    "temperature",
                    "tool_choice",
                    "tools",
                    "top_k",
                    "top_logprobs",
                    "top_p",
                    "user");

    /** The shape of a request's prompt. */
    static PromptShape of(EngineRequest request) {
        return switch (request.path()) {
            case "/v1/chat/completions" -> plain(request, new Chat());
            case "/v1/completions" -> plain(request, completion(request));
            default -> new Unknown(Unnamed.API);
        };
    }

    private static PromptShape plain(EngineRequest request, PromptShape shape) {
        if (request.prompt().media().parts() > 0) {
            return new Unknown(Unnamed.MEDIA);
        }
        if (request.cacheSalt().isPresent()) {
            return new Unknown(Unnamed.SALT);
        }
        return PLAIN_MEMBERS.containsAll(request.members()) ? shape : new Unknown(Unnamed.MEMBERS);
    }

    private static PromptShape completion(EngineRequest request) {
        Prompt prompt = request.prompt();
        if (request.output().inputs() != 1) {
            return new Unknown(Unnamed.SEVERAL);
        }
        Span value = prompt.parts().getFirst();
        return prompt.bytes()[value.from()] == '"' ? new Text() : new Ids(value);
    }
}
