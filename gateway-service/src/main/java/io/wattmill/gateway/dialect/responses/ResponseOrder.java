// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.gateway.dialect.tree.Fields;
import io.wattmill.gateway.wire.Members;
import io.wattmill.gateway.wire.WireException;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A request for a response, checked as far as that can be done without what it refers to.
 *
 * @param request the body
 * @param previousId the response that it builds on
 * @param store whether the caller says that it is to be kept, where the caller says so
 */
public record ResponseOrder(Fields request, Optional<String> previousId, Optional<Boolean> store) {

    private static final int MAX_ID_CHARS = 128;
    private static final String LOGPROBS = "message.output_text.logprobs";

    /** What is not served, and what to do instead. */
    private static final Map<String, String> UNSERVED =
            Map.of(
                    "conversation",
                    "is not served here; build on a response with 'previous_response_id'",
                    "prompt",
                    "is not served here: no prompts are kept; send 'instructions' and 'input'",
                    "context_management",
                    "is not served here; send what is to be remembered");

    /** What chat has, and this API has under another name or not at all. */
    private static final Map<String, String> NOT_OURS =
            Map.of(
                    "messages", "input",
                    "max_tokens", "max_output_tokens",
                    "max_completion_tokens", "max_output_tokens",
                    "response_format", "text.format",
                    "reasoning_effort", "reasoning.effort",
                    "logprobs", "top_logprobs",
                    "n", "one request for each answer",
                    "best_of", "one request for each answer");

    /** The second is there without being asked for: reasoning comes in clear. */
    private static final Set<String> INCLUDED =
            Set.of(LOGPROBS, "reasoning.encrypted_content", "message.input_image.image_url");

    static ResponseOrder of(Fields request) throws WireException {
        refuseUnserved(request);
        requireForeground(request);
        requireIncluded(request);
        request.object("metadata");
        String previous = request.text("previous_response_id");
        if (previous.length() > MAX_ID_CHARS) {
            throw Members.wrong("previous_response_id", "is longer than any id");
        }
        return new ResponseOrder(
                request,
                Optional.of(previous).filter(id -> !id.isEmpty()),
                request.given("store").isPresent()
                        ? Optional.of(bool(request, "store"))
                        : Optional.empty());
    }

    private static void refuseUnserved(Fields request) throws WireException {
        for (Map.Entry<String, JsonNode> member : request.node().properties()) {
            String name = member.getKey();
            if (UNSERVED.containsKey(name) && !member.getValue().isNull()) {
                throw Members.wrong(name, UNSERVED.getOrDefault(name, ""));
            }
            if (NOT_OURS.containsKey(name)) {
                throw Members.wrong(
                        name,
                        "is not a parameter of this API; use "
                                + NOT_OURS.getOrDefault(name, "another"));
            }
        }
    }

    private static void requireForeground(Fields request) throws WireException {
        if (bool(request, "background")) {
            throw Members.wrong(
                    "background",
                    "must be false here: a response is made while its caller waits; 'stream' shows"
                            + " it as it comes");
        }
        String truncation = request.text("truncation");
        if (!truncation.isEmpty() && !truncation.equals("disabled")) {
            throw Members.wrong(
                    "truncation", "must be 'disabled' here: what is too long is refused, not cut");
        }
        Optional<Fields> stream = request.object("stream_options");
        if (stream.isPresent() && bool(stream.get(), "include_obfuscation")) {
            throw Members.wrong(
                    "stream_options.include_obfuscation", "must be false here: nothing is padded");
        }
    }

    private static void requireIncluded(Fields request) throws WireException {
        if (request.given("include").isEmpty()) {
            return;
        }
        for (JsonNode wanted : request.requiredArray("include")) {
            if (!INCLUDED.contains(wanted.asText())) {
                throw Members.wrong("include", "may only name what is served here: " + INCLUDED);
            }
        }
    }

    static boolean bool(Fields fields, String name) throws WireException {
        Optional<JsonNode> value = fields.given(name);
        if (value.isPresent() && !value.get().isBoolean()) {
            throw Members.wrong(fields.at(name), "must be true or false");
        }
        return value.isPresent() && value.get().booleanValue();
    }

    /** Whether the caller wants to know how likely each token was. */
    boolean wantsLogprobs() {
        for (JsonNode wanted : request.node().path("include")) {
            if (wanted.asText().equals(LOGPROBS)) {
                return true;
            }
        }
        return request.node().path("top_logprobs").asInt(0) > 0;
    }
}
